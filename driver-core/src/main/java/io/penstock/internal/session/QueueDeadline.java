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
 * <p>Confined to the connection's loop.
 */
final class QueueDeadline {

    private static final Duration SHORTEST_SWEEP = Duration.ofMillis(5);

    private final Link link;
    private final ExchangeQueue queue;
    private final Duration timeout;
    private final Duration period;

    private QueueDeadline(Link link, ExchangeQueue queue, Duration timeout) {
        this.link = link;
        this.queue = queue;
        this.timeout = timeout;
        var quarter = timeout.dividedBy(4);
        this.period = quarter.compareTo(SHORTEST_SWEEP) < 0 ? SHORTEST_SWEEP : quarter;
    }

    /** Keeps it for as long as the connection is open. */
    static void keep(Link link, ExchangeQueue queue, Duration timeout) {
        new QueueDeadline(link, queue, timeout).next();
    }

    private void next() {
        link.schedule(this::sweep, period);
    }

    private void sweep() {
        if (queue.isClosed()) {
            return;
        }
        if (queue.isWaiting()) {
            queue.expire(
                    System.nanoTime() - timeout.toNanos(),
                    new PgTimeoutException(
                            "waited longer than the queue timeout of " + timeout + " to be sent",
                            SqlState.LOCK_NOT_AVAILABLE,
                            Outcome.NOT_SENT));
        }
        next();
    }
}
