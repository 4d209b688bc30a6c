package io.penstock.internal.session;

import io.penstock.Result;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.wire.DataRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The results of several statements of one operation, collected one after the other; {@code maxResultBytes} bounds all of them together. Past that the
 * operation's call is given up at once, if there is one; what was collected and what still comes is dropped, and {@link #results} fails.
 *
 * <p>Confined to the connection's owner, and then to whoever asks for the results.
 */
final class ResultsInTurn implements ResultSink, BooleanSupplier {

    private final ConnectionCore core;
    private final List<RealResult> ended;

    /** Of the one that is being answered, and of the bytes of all. */
    private final RowCollector collector;

    /** Of those that have ended, as far as they have types that differ from database to database; one for several in a row. */
    private List<RowShape> changing = List.of();

    /**
     * @param call told when they are too large
     * @param expected how many there will be, about
     */
    ResultsInTurn(ConnectionCore core, @Nullable Call<?> call, int expected) {
        this.core = core;
        this.collector = new RowCollector(core, call);
        this.ended = new ArrayList<>(expected);
    }

    @Override
    public void onColumns(RowShape newShape) {
        collector.onColumns(newShape);
    }

    @Override
    public void onRows(DataRows run) {
        collector.onRows(run);
        if (!fit()) {
            ended.clear();
        }
    }

    @Override
    public void onTag(String text) {
        collector.onTag(text);
        end();
    }

    @Override
    public void onSuspended() {
        end();
    }

    /** What it is is made of it at once: most come while the server is at the next. */
    private void end() {
        if (fit()) {
            note(collector.shape());
            ended.add(collector.result());
        }
    }

    private void note(RowShape columns) {
        var last = changing.isEmpty() ? RowShape.NONE : changing.get(changing.size() - 1);
        if (columns.changingTypes().length == 0 || columns == last) {
            return;
        }
        if (changing.isEmpty()) {
            changing = new ArrayList<>();
        }
        changing.add(columns);
    }

    /** Those types of all columns that differ from database to database. */
    int[] changingTypes() {
        return changing.isEmpty()
                ? RowShape.NONE.changingTypes()
                : changing.stream()
                        .flatMapToInt(columns -> Arrays.stream(columns.changingTypes()))
                        .distinct()
                        .toArray();
    }

    /** Whether they are within the bound, so far. */
    boolean fit() {
        return collector.fits();
    }

    /** Whether the caller has had enough: there are more than may be collected. */
    @Override
    public boolean getAsBoolean() {
        return !fit();
    }

    /**
     * All of them, in order, once their types are known.
     *
     * @throws io.penstock.error.PgRejectedException if they are too large
     */
    List<Result> results() {
        if (!fit()) {
            throw RowCollector.tooLarge(core);
        }
        if (!changing.isEmpty()) {
            ended.replaceAll(result -> result.with(core.resultColumns(result.shape())));
        }
        return Collections.unmodifiableList(ended);
    }
}
