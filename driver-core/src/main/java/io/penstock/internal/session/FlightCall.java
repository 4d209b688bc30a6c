package io.penstock.internal.session;

import io.penstock.Flight;
import io.penstock.error.PgException;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExchangeEnd;
import io.penstock.internal.transport.CallerLink;
import io.penstock.internal.wire.ReadyStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a flight has ended, for its {@link RealAnswers}: a failure stays known for as long as somebody may ask. Confined to the calling thread.
 */
final class FlightCall implements ExchangeEnd {

    private final BlockingCall call;
    private @Nullable PgException failure;

    FlightCall(ConnectionCore core, CallerLink link, Flight flight) {
        this.call =
                new BlockingCall(core, link, "query", flight.queries().get(0).sql());
    }

    @Override
    public void succeeded(ReadyStatus status) {}

    @Override
    public void failed(PgException error) {
        call.failed(error);
        failure = told();
    }

    /** The failure as its caller is told of it. */
    private @Nullable PgException told() {
        try {
            call.check();
            return null;
        } catch (PgException e) {
            return e;
        }
    }

    @Nullable
    PgException failure() {
        return failure;
    }

    void overdue(Duration timeout) {
        var known = failure;
        if (known != null) {
            call.failed(known);
            call.overdue(timeout);
            failure = told();
        }
    }

    void drain(Exchange exchange) {
        call.drain(exchange);
    }

    void check() {
        var known = failure;
        if (known != null) {
            throw known;
        }
    }
}
