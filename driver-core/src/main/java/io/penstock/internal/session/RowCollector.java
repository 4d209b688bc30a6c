package io.penstock.internal.session;

import io.penstock.CommandTag;
import io.penstock.Result;
import io.penstock.error.Outcome;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.wire.DataRows;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects one statement's rows. Past {@code maxResultBytes} it drops what it has and what still comes, and {@link #result} fails:
 * memory stays bounded, and the connection stays in step.
 */
final class RowCollector implements ResultSink {

    private final ConnectionCore core;
    private RowShape shape = RowShape.NONE;
    private List<RowBatch> batches = List.of();
    private CommandTag tag = CommandTag.EMPTY_QUERY;
    private long bytes;

    RowCollector(ConnectionCore core) {
        this.core = core;
    }

    @Override
    public void onColumns(RowShape newShape) {
        shape = newShape;
    }

    @Override
    public void onRows(DataRows rows) {
        bytes += rows.byteLength();
        if (tooLarge()) {
            batches = List.of();
        } else {
            add(RowBatch.copyOf(rows));
        }
    }

    private boolean tooLarge() {
        return bytes > core.options().limits().maxResultBytes();
    }

    /** Most results come in one run; only a second one makes a list worth having. */
    private void add(RowBatch batch) {
        if (batches.isEmpty()) {
            batches = List.of(batch);
            return;
        }
        if (batches.size() == 1) {
            batches = new ArrayList<>(batches);
        }
        batches.add(batch);
    }

    @Override
    public void onTag(String text) {
        tag = core.tag(text);
    }

    /** Whether the rows are within the bound. */
    boolean fits() {
        return !tooLarge();
    }

    /** The result; the collector is empty afterwards. */
    Result result() {
        if (tooLarge()) {
            throw new PgRejectedException(
                    "the result has " + bytes + " bytes, more than maxResultBytes = "
                            + core.options().limits().maxResultBytes() + "; use stream for large results",
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    Outcome.UNKNOWN);
        }
        var result = new RealResult(shape, core.codecs(), batches, tag);
        shape = RowShape.NONE;
        batches = List.of();
        bytes = 0;
        return result;
    }
}
