package io.penstock.internal.session;

import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExchangeEnd;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.SimpleQueryExchange;
import io.penstock.internal.wire.ReadyStatus;
import java.time.Duration;

/** An empty statement, to see whether anybody answers. An error is no answer, and closes the connection. */
final class SessionProbe implements ExchangeEnd {

    private final ConnectionCore core;

    private SessionProbe(ConnectionCore core) {
        this.core = core;
    }

    static Exchange of(ConnectionCore core) {
        return new SimpleQueryExchange("probe", "", ResultSink.DISCARD, new SessionProbe(core));
    }

    /** What a connection ends with that does not answer in time. */
    static PgException tooLate(Duration timeout) {
        return new PgTimeoutException(
                "the server did not answer a probe within " + timeout, SqlState.CONNECTION_FAILURE, Outcome.UNKNOWN);
    }

    @Override
    public void succeeded(ReadyStatus status) {}

    @Override
    public void failed(PgException error) {
        core.closed(error);
        core.link().execute(() -> core.link().close(error));
    }
}
