package io.penstock.internal.session;

import io.penstock.Result;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.wire.ReadyStatus;
import java.util.List;

/** SQL text of several statements. */
final class ScriptCall extends Call<List<Result>> {

    /** How many statements most scripts have. */
    private static final int EXPECTED = 4;

    private final String operation;
    private final String sql;
    private final ResultsInTurn results;

    ScriptCall(ConnectionCore core, SerialDispatcher dispatcher, String operation, String sql) {
        super(core, dispatcher);
        this.operation = operation;
        this.sql = sql;
        this.results = new ResultsInTurn(core, this, EXPECTED);
    }

    ResultSink sink() {
        return results;
    }

    @Override
    int[] changingTypes() {
        return results.changingTypes();
    }

    @Override
    List<Result> value(ReadyStatus status) {
        return results.results();
    }

    @Override
    String operation() {
        return operation;
    }

    @Override
    String sql() {
        return sql;
    }
}
