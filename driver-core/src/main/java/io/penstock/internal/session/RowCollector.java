package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.CommandTag;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.wire.DataRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects one statement's rows. All results of one operation together may have {@code maxResultBytes}. Past that the operation's call is
 * given up at once, if there is one; what was collected and what still comes is dropped, and {@link #result} fails: memory stays
 * bounded, and the connection stays in step.
 */
final class RowCollector implements ResultSink, BooleanSupplier {

    private final ConnectionCore core;
    private final @Nullable Call<?> call;

    /** The first collector of the operation, which counts for all of them. */
    private final RowCollector first;

    private RowShape shape = RowShape.NONE;
    /** Most results come in one run, of so many rows; a second one makes a list of the others. */
    private byte @Nullable [] rows;

    private int count;
    private List<RowBatch> more = List.of();
    private CommandTag tag = CommandTag.EMPTY_QUERY;

    private boolean told;

    /** Of all results of the operation, in its first collector. */
    private long bytes;

    /** The collector of an operation's first result; the call is told when they are too large. */
    RowCollector(ConnectionCore core, @Nullable Call<?> call) {
        this.core = core;
        this.call = call;
        this.first = this;
    }

    private RowCollector(RowCollector before, @Nullable Call<?> call) {
        this.core = before.core;
        this.call = call;
        this.first = before.first;
    }

    /** The collector of a further result of the same operation. */
    RowCollector next() {
        return new RowCollector(this, call);
    }

    /** The collector of a further result of the same operation, which ends by itself. */
    RowCollector next(Call<?> ownCall) {
        return new RowCollector(this, ownCall);
    }

    /** Goes on with what somebody else has collected, within the bound. */
    void begin(RowShape newShape, byte @Nullable [] firstRows, int rowCount) {
        first.bytes += firstRows == null ? 0 : firstRows.length;
        shape = newShape;
        rows = firstRows;
        count = rowCount;
    }

    @Override
    public void onColumns(RowShape newShape) {
        shape = newShape;
    }

    @Override
    public void onRows(DataRows run) {
        first.bytes += run.byteLength();
        if (fits()) {
            add(run);
            return;
        }
        drop();
        if (!told && call != null) {
            told = true;
            call.endEarly(tooLarge(core));
        }
    }

    /** What is told of an operation with more results than may be collected. */
    static PgException tooLarge(ConnectionCore core) {
        return new PgRejectedException(
                "there are more than maxResultBytes = "
                        + core.options().limits().maxResultBytes() + " bytes of results; use stream for large ones",
                SqlState.PROGRAM_LIMIT_EXCEEDED,
                Outcome.UNKNOWN);
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

    private void drop() {
        rows = null;
        count = 0;
        more = List.of();
    }

    @Override
    public void onTag(String text) {
        tag = core.ended(text);
    }

    RowShape shape() {
        return shape;
    }

    /** Those types of the columns that differ from database to database. */
    int[] changingTypes() {
        return shape.changingTypes();
    }

    /** Whether the caller has had enough: there are more than may be collected. */
    @Override
    public boolean getAsBoolean() {
        return !fits();
    }

    /** Whether the operation's rows are within the bound, all together. */
    boolean fits() {
        return core.collects(first.bytes);
    }

    /** The result; the collector is empty afterwards. */
    RealResult result() {
        if (!fits()) {
            throw tooLarge(core);
        }
        var columns = core.resultColumns(shape);
        var result = more.isEmpty()
                ? RealResult.of(columns, rows, count, tag)
                : RealResult.ofSeveralRuns(columns, requireNonNull(rows, "rows"), count, more, tag);
        shape = RowShape.NONE;
        tag = CommandTag.EMPTY_QUERY;
        drop();
        return result;
    }
}
