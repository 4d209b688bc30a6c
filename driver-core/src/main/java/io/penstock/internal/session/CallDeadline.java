package io.penstock.internal.session;

import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.Exchange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The deadline of one call that its own thread runs, kept by a timer. When it passes, {@link Canceller#revoke} ends the exchange, and the call
 * with it; an answer that comes all the same is a good one.
 */
final class CallDeadline {

    /** Never passes. */
    static final CallDeadline NONE = new CallDeadline(Duration.ZERO, () -> {});

    private final Duration timeout;
    private Runnable stopTimer;
    private volatile boolean passed;

    private CallDeadline(Duration timeout, Runnable stopTimer) {
        this.timeout = timeout;
        this.stopTimer = stopTimer;
    }

    /** Starts one; {@link #NONE} where there is no timeout. */
    static CallDeadline of(ConnectionCore core, Exchange exchange, @Nullable Duration timeout) {
        if (timeout == null) {
            return NONE;
        }
        var deadline = new CallDeadline(timeout, () -> {});
        deadline.stopTimer = core.link().schedule(() -> deadline.expire(core, exchange), timeout);
        return deadline;
    }

    /** How long it is. */
    Duration timeout() {
        return timeout;
    }

    /** A timer's thread. */
    private void expire(ConnectionCore core, Exchange exchange) {
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

    /** The same; what the call has failed in, as it is told where the deadline had passed. */
    @Nullable
    PgException stop(@Nullable PgException failure) {
        return stop() ? BlockingCall.overdue(failure, timeout) : failure;
    }
}
