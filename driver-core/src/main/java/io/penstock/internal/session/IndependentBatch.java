package io.penstock.internal.session;

import io.penstock.Query;
import io.penstock.Result;
import io.penstock.error.PgException;
import io.penstock.internal.exchange.ExtendedQueryExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Queries in one flight, each of which succeeds or fails by itself. They are one operation and are admitted together, however many they are:
 * the half of a batch that an admission by the piece would let through is of use to nobody.
 */
final class IndependentBatch {

    private final SessionOperations operations;
    private final List<QueryCall> calls = new ArrayList<>();

    // What is sent, and whose it is: a query whose values cannot be encoded has failed before.
    private final List<ExtendedQueryExchange> exchanges = new ArrayList<>();
    private final List<QueryCall> sent = new ArrayList<>();

    private IndependentBatch(SessionOperations operations) {
        this.operations = operations;
    }

    /** For a caller who gets all results in one go: {@code maxResultBytes} bounds them together. */
    static List<CompletionStage<Result>> boundedTogether(SessionOperations operations, List<Query> queries) {
        var core = operations.core();
        var batch = new IndependentBatch(operations);
        for (var query : queries) {
            batch.add(
                    query,
                    batch.calls.isEmpty()
                            ? batch.call(query)
                            : new QueryCall(core, core.dispatcher(query.strategy()), batch.calls.get(0)));
        }
        return batch.submit(queries);
    }

    /** For a caller who gets each result when it is there: {@code maxResultBytes} bounds each. */
    static List<CompletionStage<Result>> boundedEach(SessionOperations operations, List<Query> queries) {
        var batch = new IndependentBatch(operations);
        for (var query : queries) {
            batch.add(query, batch.call(query));
        }
        return batch.submit(queries);
    }

    private QueryCall call(Query query) {
        var core = operations.core();
        var dispatcher = core.dispatcher(query.strategy());
        return calls.isEmpty()
                ? new QueryCall(core, dispatcher)
                : new QueryCall(core, dispatcher, calls.get(0).site());
    }

    private void add(Query query, QueryCall call) {
        calls.add(call);
        try {
            var core = operations.core();
            exchanges.add(core.encoder().exchange(core.codecs(), query, call));
            sent.add(call);
        } catch (PgException e) {
            call.failedBefore(query.sql(), e);
        }
    }

    private List<CompletionStage<Result>> submit(List<Query> queries) {
        operations.submitAll(exchanges, sent);
        var next = 0;
        for (var i = 0; i < calls.size() && next < sent.size(); i++) {
            if (calls.get(i) == sent.get(next)) {
                StatementDeadline.set(
                        operations.core(),
                        exchanges.get(next),
                        sent.get(next),
                        queries.get(i).timeout());
                next++;
            }
        }
        return List.copyOf(calls);
    }
}
