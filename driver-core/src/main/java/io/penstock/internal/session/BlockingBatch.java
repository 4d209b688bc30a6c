package io.penstock.internal.session;

import io.penstock.Batch;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.internal.exchange.BatchExchange;
import io.penstock.internal.exchange.ExtendedQueryExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch that its caller runs, in one flight. Confined to the calling thread. */
final class BlockingBatch {

    private final RealBlockingConnection connection;
    private final @Nullable Duration timeout;

    BlockingBatch(RealBlockingConnection connection, @Nullable Duration timeout) {
        this.connection = connection;
        this.timeout = timeout;
    }

    List<Result> run(Batch batch) {
        return switch (batch.mode()) {
            case ATOMIC -> atomic(batch.queries());
            case INDEPENDENT -> independent(batch.queries());
        };
    }

    private List<Result> atomic(List<Query> queries) {
        if (queries.isEmpty()) {
            return List.of();
        }
        var core = connection.core();
        var results = new ResultsInTurn(core, null, queries.size());
        var call = connection.call("batch", null);
        var runs = core.encoder().runs(core.codecs(), queries, results);
        call.run(new BatchExchange(runs, call), timeout, results);
        return connection.collected(results, call);
    }

    private RowCollector next(List<RowCollector> collectors) {
        return collectors.isEmpty()
                ? new RowCollector(connection.core(), null)
                : collectors.get(0).next();
    }

    /** All in one flight; each is answered before the first error is thrown. */
    private List<Result> independent(List<Query> queries) {
        var collectors = new ArrayList<RowCollector>(queries.size());
        var calls = new ArrayList<BlockingCall>(queries.size());
        var exchanges = new ArrayList<ExtendedQueryExchange>(queries.size());
        for (var query : queries) {
            var rows = next(collectors);
            var call = connection.call("batch", query.sql());
            collectors.add(rows);
            calls.add(call);
            exchanges.add(new ExtendedQueryExchange(connection.run(query, rows), call));
        }
        run(exchanges, calls);
        calls.forEach(BlockingCall::check);
        var results = new ArrayList<Result>(queries.size());
        for (var i = 0; i < collectors.size(); i++) {
            results.add(connection.collected(collectors.get(i), calls.get(i)));
        }
        return results;
    }

    private void run(List<ExtendedQueryExchange> exchanges, List<BlockingCall> calls) {
        if (exchanges.isEmpty()) {
            return;
        }
        var deadline = CallDeadline.of(connection.core(), exchanges.get(exchanges.size() - 1), timeout);
        for (var i = 0; i < calls.size(); i++) {
            calls.get(i).measure(exchanges.get(i));
        }
        connection.link().submitAll(exchanges);
        if (deadline.stop()) {
            calls.forEach(call -> call.overdue(deadline.timeout()));
        }
    }
}
