package io.penstock.internal.session;

import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExchangeQueue;
import io.penstock.internal.transport.CancelSender;
import java.util.ArrayDeque;

/**
 * Answers that nobody wants any more: dropped undecoded, for so many bytes and so long.
 *
 * <p>An exchange that was not sent is withdrawn. One that was sent runs on, its rows discarded. When it is the one that the server is
 * answering and exceeds {@code drainBytes} or {@code drainTimeout}, the statement is cancelled on the server; when it has not ended
 * {@code cancelTimeout} after that, the connection is closed. Those behind it are never cancelled in its stead: one that is not at the
 * head only waits.
 *
 * <p>Bound: the exchanges in flight. Confined to the connection's owner.
 */
final class Drain {

    private final ConnectionCore core;
    private final ExchangeQueue queue;
    private final ArrayDeque<Exchange> abandoned = new ArrayDeque<>();
    private boolean cancelling;

    Drain(ConnectionCore core, ExchangeQueue queue) {
        this.core = core;
        this.queue = queue;
    }

    /** Nobody wants this exchange's answer any more. */
    void abandon(Exchange exchange) {
        if (exchange.ended() || withdrawn(exchange)) {
            return;
        }
        exchange.abandon();
        abandoned.add(exchange);
        core.link().schedule(() -> overdue(exchange), core.options().timeouts().drain());
    }

    /** Nobody wants this exchange's answer any more, and the server is to stop working on it. */
    void cancel(Exchange exchange) {
        abandon(exchange);
        if (!exchange.ended() && queue.head() == exchange) {
            stopServer(exchange);
        }
    }

    private boolean withdrawn(Exchange exchange) {
        return queue.withdraw(
                exchange,
                new PgRejectedException("cancelled before it was sent", SqlState.QUERY_CANCELED, Outcome.NOT_SENT));
    }

    /** An exchange has ended. */
    void onEnded(Exchange exchange) {
        if (abandoned.remove(exchange)) {
            cancelling = false;
        }
    }

    /** A run of answers is over: is the head one that costs too much? */
    void onBurstEnd() {
        var head = queue.head();
        if (head != null && !abandoned.isEmpty() && abandoned.contains(head)) {
            if (head.discardedBytes() > core.options().limits().drainBytes()) {
                stopServer(head);
            }
        }
    }

    private void overdue(Exchange exchange) {
        if (exchange.ended()) {
            return;
        }
        if (queue.head() == exchange) {
            stopServer(exchange);
        } else {
            core.link()
                    .schedule(() -> overdue(exchange), core.options().timeouts().drain());
        }
    }

    /** Until the request has been delivered nothing new is sent: it could hit what is innocent. */
    private void stopServer(Exchange exchange) {
        if (cancelling) {
            return;
        }
        cancelling = true;
        queue.hold();
        core.sendCancel(new CancelSender.Outcome() {
            @Override
            public void delivered() {
                release();
            }

            @Override
            public void failed(PgException error) {
                release();
            }
        });
        core.link().schedule(() -> giveUp(exchange), core.options().timeouts().cancel());
    }

    private void release() {
        core.link().execute(() -> {
            queue.release();
            core.link().flush();
        });
    }

    private void giveUp(Exchange exchange) {
        if (!exchange.ended()) {
            core.link()
                    .close(new PgTimeoutException(
                            "a cancelled " + exchange.operation() + " did not end within "
                                    + core.options().timeouts().cancel(),
                            SqlState.CONNECTION_FAILURE,
                            Outcome.UNKNOWN));
        }
    }
}
