package io.penstock.internal.session;

import io.penstock.error.Outcome;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.Exchange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A statement's deadline on this side, counted from the call. When it passes, the caller has its answer at once; what was not sent
 * never is, and what was sent is drained, cancelled, and in the end cut off, as {@link Drain} says.
 */
final class StatementDeadline {

    private StatementDeadline() {}

    /** Sets it, where there is one: the query's own, or else the connection's. */
    static void set(ConnectionCore core, Exchange exchange, Call<?> call, @Nullable Duration own) {
        var timeout = own != null ? own : core.options().timeouts().statement();
        if (timeout != null) {
            core.link().execute(() -> arm(core, exchange, call, timeout));
        }
    }

    private static void arm(ConnectionCore core, Exchange exchange, Call<?> call, Duration timeout) {
        if (!exchange.ended()) {
            call.timer(core.link().schedule(() -> expire(core, exchange, call, timeout), timeout));
        }
    }

    private static void expire(ConnectionCore core, Exchange exchange, Call<?> call, Duration timeout) {
        if (exchange.ended()) {
            return;
        }
        call.failed(new PgTimeoutException(
                "no answer within " + timeout,
                SqlState.QUERY_CANCELED,
                exchange.written() ? Outcome.UNKNOWN : Outcome.NOT_SENT));
        core.drain().cancel(exchange);
    }
}
