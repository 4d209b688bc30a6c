package io.penstock.internal.session;

import io.penstock.error.Outcome;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.ExchangeQueue;
import io.penstock.internal.transport.Link;
import java.time.Duration;

/**
 * How long an operation may wait to be sent. A sweep finds those that have waited too long, so that an operation which is sent at
 * once, as nearly all are, costs no timer: one fails at most a quarter of {@code queueTimeout} late.
 *
 * <p>Its clock counts sweeps. A process that stood still has missed a sweep or two, and what waited meanwhile has not waited for the
 * server.
 *
 * <p>Confined to the connection's loop.
 */
final class QueueDeadline {

    private static final Duration SHORTEST_SWEEP = Duration.ofMillis(5);
    private static final int SWEEPS = 4;

    private final ConnectionCore core;
    private final Link link;
    private final ExchangeQueue queue;
    private final Duration timeout;
    private final Duration period;

    private QueueDeadline(ConnectionCore core, ExchangeQueue queue) {
        this.core = core;
        this.link = core.link();
        this.queue = queue;
        this.timeout = core.options().timeouts().queue();
        var quarter = timeout.dividedBy(SWEEPS);
        this.period = quarter.compareTo(SHORTEST_SWEEP) < 0 ? SHORTEST_SWEEP : quarter;
    }

    /** Keeps it for as long as the connection is open. */
    static void keep(ConnectionCore core, ExchangeQueue queue) {
        new QueueDeadline(core, queue).next();
    }

    private void next() {
        link.schedule(this::sweep, period);
    }

    private void sweep() {
        if (queue.isClosed()) {
            return;
        }
        link.flush(); // what was not written because no answer has come since is not what waits for room
        var sweep = core.nextSweep();
        if (queue.isWaiting()) {
            queue.expire(
                    sweep - SWEEPS,
                    new PgTimeoutException(
                            "waited longer than the queue timeout of " + timeout + " to be sent",
                            SqlState.LOCK_NOT_AVAILABLE,
                            Outcome.NOT_SENT));
        }
        next();
    }
}
