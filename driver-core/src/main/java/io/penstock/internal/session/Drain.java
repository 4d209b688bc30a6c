package io.penstock.internal.session;

import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExchangeQueue;
import io.penstock.internal.transport.CancelSender;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers that nobody wants any more, on a connection that a loop runs: dropped undecoded, for so many bytes and so long.
 *
 * <p>An exchange that was not sent is withdrawn. One that was sent runs on, its rows discarded, and nothing is sent behind it until it has ended. When it is the one that the server is
 * answering and exceeds {@code drainBytes} or {@code drainTimeout}, {@link Canceller#stop} ends it. Where the server is to be stopped
 * at once it is, unless there are exchanges behind that somebody wants: a request that comes late would hit them, so they get the
 * time of a drain first. One that is not at the head only waits.
 *
 * <p>Bound: the exchanges in flight. Confined to the connection's owner.
 */
final class Drain {

    private final ConnectionCore core;
    private final ExchangeQueue queue;
    private final Map<Exchange, Unwanted> unwanted = new HashMap<>();

    /** What is known of an exchange that nobody wants. */
    private static final class Unwanted {
        private boolean urgent;
        private boolean timed;
        private boolean overdue;
        private boolean stopped;
    }

    Drain(ConnectionCore core, ExchangeQueue queue) {
        this.core = core;
        this.queue = queue;
    }

    /** Nobody wants this exchange's answer any more. */
    void abandon(Exchange exchange) {
        drop(exchange);
        look();
    }

    /** Nobody wants this exchange's answer any more, and the server is to stop working on it. */
    void cancel(Exchange exchange) {
        var dropped = drop(exchange);
        if (dropped != null) {
            of(dropped).urgent = true;
        }
        look();
    }

    /** Nobody waits for this answer any more, and it was due at once: the connection has failed. */
    void unanswered(Exchange exchange, PgException why) {
        if (queue.head() == exchange) {
            core.link().close(why);
        } else {
            abandon(exchange);
        }
    }

    /**
     * Asks the server to cancel the exchange that it is at, which may well be wanted; that is its user's business. What was submitted before is sent first:
     * it may be what the user means. What is submitted later waits.
     */
    void cancelRunning(CancelSender.Outcome outcome) {
        core.link().flush();
        core.canceller().cancel(queue.head(), outcome);
    }

    /** The exchange in flight that is not wanted any more because of this one; null where there is none. */
    private @Nullable Exchange drop(Exchange exchange) {
        if (exchange.ended()) {
            return null;
        }
        var inFlight = withdrawn(exchange) ? preparation() : exchange;
        if (inFlight != null) {
            queue.abandon(inFlight);
            of(inFlight);
            core.link().flush();
        }
        return inFlight;
    }

    /** What the queue has sent on behalf of one that it has not sent yet: a server that is silent to that is silent to both. */
    private @Nullable Exchange preparation() {
        var head = queue.head();
        return head == null || head.isCounted() ? null : head;
    }

    private Unwanted of(Exchange exchange) {
        return unwanted.computeIfAbsent(exchange, first -> new Unwanted());
    }

    private boolean withdrawn(Exchange exchange) {
        return queue.withdraw(
                exchange,
                new PgRejectedException("cancelled before it was sent", SqlState.QUERY_CANCELED, Outcome.NOT_SENT));
    }

    /** An exchange has ended. The one behind it is looked at when the burst is over: its answer may be in that. */
    void onEnded(Exchange exchange) {
        if (!unwanted.isEmpty()) {
            unwanted.remove(exchange);
        }
    }

    /** A run of answers is over: is the head one that costs too much? */
    void onBurstEnd() {
        if (!unwanted.isEmpty()) {
            look();
        }
    }

    /** Is the head one whose time is up? */
    void look() {
        var head = queue.head();
        var found = head == null ? null : unwanted.get(head);
        if (head == null
                || found == null
                || found.stopped
                || queue.isClosed()
                || queue.quarantine().isInTheAir()) {
            return;
        }
        var alone = found.urgent && queue.isLastWanted(head);
        if (alone || found.overdue || core.exceedsDrain(head)) {
            found.stopped = true;
            core.canceller().stop(head);
        } else if (!found.timed) {
            found.timed = true;
            core.link().schedule(() -> overdue(found), core.options().timeouts().drain());
        }
    }

    private void overdue(Unwanted late) {
        late.overdue = true;
        look();
    }
}
