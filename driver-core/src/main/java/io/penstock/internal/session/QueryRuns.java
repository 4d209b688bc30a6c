package io.penstock.internal.session;

import io.penstock.Query;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.codec.ParameterEncoder;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.StatementRun;

/** Queries as runs of their statements: here is read what a query says beside its deadline and its strategy, which are its caller's to heed. */
final class QueryRuns {

    private QueryRuns() {}

    static StatementRun of(Query query, EncodedParameters parameters, ResultSink sink) {
        return bounded(new StatementRun(SessionOperations.checked(query.sql()), parameters, sink), query);
    }

    /** With the query's bounds. */
    static StatementRun bounded(StatementRun run, Query query) {
        if (query.isOnce()) {
            run.once();
        }
        return run.limitedTo(query.maxRows());
    }

    /** Its values as the types that are declared. */
    static EncodedParameters encoded(ParameterEncoder encoder, Query query) {
        var count = query.size();
        if (count == 0) {
            return EncodedParameters.NONE;
        }
        encoder.begin(count);
        for (var i = 0; i < count; i++) {
            encoder.give(query.value(i), query.type(i));
        }
        return encoder.end();
    }

    /** Whether its values will be encoded without fail as the types of the query that was encoded last. */
    static boolean areSure(ParameterEncoder encoder, Query query, int count) {
        var sure = query.size() == count;
        for (var i = 0; sure && i < count; i++) {
            sure = encoder.surelyGives(i, query.value(i), query.type(i));
        }
        return sure;
    }
}
