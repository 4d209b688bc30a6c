package io.penstock.internal.session;

import io.penstock.Result;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.ReadyStatus;

/** A statement whose rows are collected, within the bound of {@code maxResultBytes}. */
final class QueryCall extends Call<Result> implements ResultSink {

    private final String sql;
    private final RowCollector rows;

    QueryCall(ConnectionCore core, SerialDispatcher dispatcher, String sql) {
        super(core, dispatcher);
        this.sql = sql;
        this.rows = new RowCollector(core, this);
    }

    /** One of several whose results are bounded together. */
    QueryCall(ConnectionCore core, SerialDispatcher dispatcher, String sql, QueryCall before) {
        super(core, dispatcher);
        this.sql = sql;
        this.rows = before.rows.next(this);
    }

    @Override
    public void onColumns(RowShape shape) {
        rows.onColumns(shape);
    }

    @Override
    public void onRows(DataRows run) {
        rows.onRows(run);
    }

    @Override
    public void onTag(String tag) {
        rows.onTag(tag);
    }

    @Override
    int[] changingTypes() {
        return rows.changingTypes();
    }

    @Override
    Result value(ReadyStatus status) {
        return rows.result();
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
