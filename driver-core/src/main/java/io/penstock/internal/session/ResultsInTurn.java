package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.CommandTag;
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
    private final @Nullable Call<?> call;
    private final List<RealResult> ended;

    /** Of those that have ended, as far as they have types that differ from database to database; one for several in a row. */
    private List<RowShape> changing = List.of();

    // Of the one that is being answered. Most have one run of rows; a second one makes a list of the others.
    private RowShape shape = RowShape.NONE;
    private byte @Nullable [] rows;
    private int count;
    private List<RowBatch> more = List.of();

    /** Of all results. */
    private long bytes;

    private boolean told;

    /**
     * @param call told when they are too large
     * @param expected how many there will be, about
     */
    ResultsInTurn(ConnectionCore core, @Nullable Call<?> call, int expected) {
        this.core = core;
        this.call = call;
        this.ended = new ArrayList<>(expected);
    }

    @Override
    public void onColumns(RowShape newShape) {
        shape = newShape;
    }

    @Override
    public void onRows(DataRows run) {
        bytes += run.byteLength();
        if (fit()) {
            add(run);
            return;
        }
        forgetRows();
        ended.clear();
        if (!told && call != null) {
            told = true;
            call.endEarly(RowCollector.tooLarge(core));
        }
    }

    private void add(DataRows run) {
        if (rows == null) {
            rows = RowBatch.bytesOf(run);
            count = run.count();
            return;
        }
        if (more.isEmpty()) {
            more = new ArrayList<>();
        }
        more.add(RowBatch.copyOf(run));
    }

    private void forgetRows() {
        rows = null;
        count = 0;
        more = List.of();
    }

    @Override
    public void onTag(String text) {
        end(core.ended(text));
    }

    @Override
    public void onSuspended() {
        end(CommandTag.EMPTY_QUERY);
    }

    /** What it is is made of it at once: most come while the server is at the next. */
    private void end(CommandTag tag) {
        if (fit()) {
            var columns = core.resultColumns(shape);
            ended.add(
                    more.isEmpty()
                            ? RealResult.of(columns, rows, count, tag)
                            : RealResult.ofSeveralRuns(columns, requireNonNull(rows, "rows"), count, more, tag));
            note(shape);
        }
        shape = RowShape.NONE;
        forgetRows();
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
        return core.collects(bytes);
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
