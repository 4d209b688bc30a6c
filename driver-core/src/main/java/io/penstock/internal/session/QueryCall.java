package io.penstock.internal.session;

import io.penstock.CommandTag;
import io.penstock.Result;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.ReadyStatus;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose rows are collected, within the bound of {@code maxResultBytes}. Most results come in one run of rows, which it keeps itself; a {@link
 * RowCollector} takes over where there is more, or where other results are bounded together with it.
 */
final class QueryCall extends Call<Result> implements ResultSink {

    private final String sql;

    // Confined to the connection's owner once it is submitted.
    private @Nullable RowCollector collector;
    private RowShape shape = RowShape.NONE;
    private byte @Nullable [] rows;
    private int count;
    private CommandTag tag = CommandTag.EMPTY_QUERY;

    QueryCall(ConnectionCore core, SerialDispatcher dispatcher, String sql) {
        super(core, dispatcher);
        this.sql = sql;
    }

    /** One of several whose results are bounded together. */
    QueryCall(ConnectionCore core, SerialDispatcher dispatcher, String sql, QueryCall before) {
        this(core, dispatcher, sql);
        this.collector = before.collector().next(this);
    }

    private RowCollector collector() {
        var known = collector;
        if (known == null) {
            known = new RowCollector(core(), this);
            known.begin(shape, rows, count);
            rows = null;
            collector = known;
        }
        return known;
    }

    @Override
    public void onColumns(RowShape newShape) {
        if (collector == null) {
            shape = newShape;
        } else {
            collector.onColumns(newShape);
        }
    }

    @Override
    public void onRows(DataRows run) {
        if (collector == null && rows == null && core().collects(run.byteLength())) {
            rows = RowBatch.bytesOf(run);
            count = run.count();
        } else {
            collector().onRows(run);
        }
    }

    @Override
    public void onTag(String text) {
        if (collector == null) {
            tag = core().ended(text);
        } else {
            collector.onTag(text);
        }
    }

    @Override
    int[] changingTypes() {
        return collector == null ? shape.changingTypes() : collector.changingTypes();
    }

    @Override
    Result value(ReadyStatus status) {
        if (collector != null) {
            return collector.result();
        }
        var result = RealResult.of(core().resultColumns(shape), rows, count, tag);
        rows = null;
        return result;
    }

    @Override
    String operation() {
        return "query";
    }

    @Override
    String sql() {
        return sql;
    }
}
