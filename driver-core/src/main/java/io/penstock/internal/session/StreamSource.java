package io.penstock.internal.session;

import io.penstock.Query;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.exchange.ExtendedQueryExchange;
import io.penstock.internal.exchange.HeldRun;
import io.penstock.internal.exchange.HeldStatement;
import io.penstock.internal.exchange.StatementRun;
import io.penstock.internal.exchange.StreamExchange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a stream runs: SQL text with values, or a statement that was prepared before. */
interface StreamSource {

    String sql();

    @Nullable
    Duration timeout();

    /**
     * Submits it; encodes on the calling thread.
     *
     * @throws io.penstock.error.PgException if the values cannot be encoded
     */
    ExtendedQueryExchange submit(SessionOperations operations, StreamCall call);

    /** SQL text with values. */
    static StreamSource of(Query query) {
        return new StreamSource() {
            @Override
            public String sql() {
                return query.sql();
            }

            @Override
            public @Nullable Duration timeout() {
                return query.timeout();
            }

            @Override
            public ExtendedQueryExchange submit(SessionOperations operations, StreamCall call) {
                return stream(operations, QueryRuns.of(query, operations.encode(query), call), call);
            }
        };
    }

    static StreamSource of(HeldStatement statement, int[] types, @Nullable Object[] values) {
        return new StreamSource() {
            @Override
            public String sql() {
                return statement.sql();
            }

            @Override
            public @Nullable Duration timeout() {
                return null;
            }

            @Override
            public ExtendedQueryExchange submit(SessionOperations operations, StreamCall call) {
                EncodedParameters parameters = operations.encode(values, types);
                return stream(operations, new HeldRun(statement, parameters, call), call);
            }
        };
    }

    private static ExtendedQueryExchange stream(SessionOperations operations, StatementRun run, Call<?> call) {
        var exchange = new StreamExchange(run, StreamExchange.Sharing.PIPELINED, call);
        operations.submit(exchange, call);
        return exchange;
    }
}
