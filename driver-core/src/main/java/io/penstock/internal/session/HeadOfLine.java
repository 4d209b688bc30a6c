package io.penstock.internal.session;

import io.penstock.error.Outcome;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExchangeQueue;
import io.penstock.internal.session.Reception.Receiver;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a slow consumer may hold up the statements that were written behind its result: the pauses that it causes, added up, may
 * last {@code slowConsumer}. Then its result fails, alone, and those behind get their answers. Where nothing waits behind it, it may take
 * all the time it wants.
 *
 * <p>Confined to the connection's owner.
 */
final class HeadOfLine {

    private final ConnectionCore core;
    private final ExchangeQueue exchanges;

    /** Whose pauses are being added up. */
    private @Nullable Exchange head;

    private long leftNanos;
    private long since;
    private @Nullable Runnable stopTimer;

    HeadOfLine(ConnectionCore core, ExchangeQueue exchanges) {
        this.core = core;
        this.exchanges = exchanges;
    }

    /** Reading has stopped for the receiver of what the server is sending. */
    void stopped(Receiver receiver) {
        if (!exchanges.isAwaitedBehindHead()) {
            return;
        }
        var patience = core.options().timeouts().slowConsumer();
        if (head != exchanges.head()) {
            head = exchanges.head();
            leftNanos = patience.toNanos();
        }
        since = System.nanoTime();
        stopTimer = core.link().schedule(() -> giveUp(receiver, patience), Duration.ofNanos(Math.max(leftNanos, 0)));
    }

    /** Reading goes on. */
    void wentOn() {
        var stop = stopTimer;
        if (stop != null) {
            stopTimer = null;
            stop.run();
            leftNanos -= System.nanoTime() - since;
        }
    }

    private void giveUp(Receiver receiver, Duration patience) {
        if (stopTimer != null) {
            receiver.giveUp(new PgTimeoutException(
                    "the consumer has held up the statements behind its result for " + patience,
                    SqlState.QUERY_CANCELED,
                    Outcome.UNKNOWN));
        }
    }
}
