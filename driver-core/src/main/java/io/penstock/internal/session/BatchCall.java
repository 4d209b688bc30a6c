package io.penstock.internal.session;

import io.penstock.Result;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.wire.ReadyStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An atomic batch: a result for each statement, and one end for all. */
final class BatchCall extends Call<List<Result>> {

    private final ResultsInTurn results;

    /** @param statements how many there are */
    BatchCall(ConnectionCore core, SerialDispatcher dispatcher, int statements) {
        super(core, dispatcher);
        this.results = new ResultsInTurn(core, this, statements);
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
        return "batch";
    }

    @Override
    @Nullable
    String sql() {
        return null;
    }
}
