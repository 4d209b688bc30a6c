package io.penstock.internal.session;

import io.penstock.error.Outcome;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.Exchange;
import java.time.Duration;

/**
 * The deadline of one call that its own thread runs, kept by a timer. When it passes, {@link Canceller#revoke} ends the exchange, and the call
 * with it; an answer that comes all the same is a good one.
 */
final class CallDeadline {

    private final Runnable stopTimer;
    private volatile boolean passed;

    /** Starts it. */
    CallDeadline(ConnectionCore core, Exchange exchange, Duration timeout) {
        this.stopTimer = core.link().schedule(() -> expire(core, exchange, timeout), timeout);
    }

    /** A timer's thread. */
    private void expire(ConnectionCore core, Exchange exchange, Duration timeout) {
        passed = true;
        core.canceller()
                .revoke(
                        exchange,
                        new PgTimeoutException(
                                "was not sent within " + timeout, SqlState.QUERY_CANCELED, Outcome.NOT_SENT));
    }

    /** The calling thread, when it waits no more: whether the deadline had passed. */
    boolean stop() {
        stopTimer.run();
        return passed;
    }
}
