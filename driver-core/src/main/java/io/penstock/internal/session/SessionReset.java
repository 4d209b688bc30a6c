package io.penstock.internal.session;

import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExchangeEnd;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.SimpleQueryExchange;
import io.penstock.internal.wire.ReadyStatus;

/** A statement that makes a session fit for its next user. One that fails closes the connection: nobody gets another one's session. */
final class SessionReset implements ExchangeEnd {

    private final ConnectionCore core;

    private SessionReset(ConnectionCore core) {
        this.core = core;
    }

    /** Counts as due until it has ended. */
    static Exchange of(ConnectionCore core, String sql) {
        core.resetsDue().incrementAndGet();
        return new SimpleQueryExchange("reset", sql, ResultSink.DISCARD, new SessionReset(core));
    }

    @Override
    public void succeeded(ReadyStatus status) {
        core.resetsDue().decrementAndGet();
    }

    @Override
    public void failed(PgException error) {
        core.resetsDue().decrementAndGet();
        var cause = new PgClosedException(
                "the session could not be reset: " + error.problem(),
                SqlState.CONNECTION_FAILURE,
                Outcome.UNKNOWN,
                error);
        core.closed(cause);
        core.link().execute(() -> core.link().close(cause));
    }
}
