package io.penstock.internal.session;

import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A deadline for a producer that sends nothing while the server waits for its data: it holds the connection, and on the server locks.
 *
 * <p>Confined to the connection's owner.
 */
final class IdleProducer {

    private final ConnectionCore core;
    private final LongSupplier sent;
    private final BooleanSupplier isWaitedFor;
    private final Consumer<PgException> giveUp;
    private Runnable stopTimer = () -> {};

    /**
     * @param sent grows with everything that the producer sends
     * @param isWaitedFor whether it is the producer's turn, and not the server's
     * @param giveUp ends the copy with an error
     */
    IdleProducer(ConnectionCore core, LongSupplier sent, BooleanSupplier isWaitedFor, Consumer<PgException> giveUp) {
        this.core = core;
        this.sent = sent;
        this.isWaitedFor = isWaitedFor;
        this.giveUp = giveUp;
    }

    /** The server waits for data. */
    void watch() {
        var patience = core.options().timeouts().idleProducer();
        if (patience != null) {
            look(patience);
        }
    }

    /** The copy is over. */
    void stop() {
        stopTimer.run();
    }

    private void look(Duration patience) {
        var seen = sent.getAsLong();
        stopTimer = core.link().schedule(() -> lookAgain(seen, patience), patience);
    }

    private void lookAgain(long seen, Duration patience) {
        if (!isWaitedFor.getAsBoolean() || sent.getAsLong() != seen) {
            look(patience);
        } else {
            giveUp.accept(new PgTimeoutException(
                    "the producer sent nothing for " + patience, SqlState.QUERY_CANCELED, Outcome.NOT_EXECUTED));
        }
    }
}
