package io.penstock.internal.session;

import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.flow.BatchQueue;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A deadline for a consumer that stands still while there is something to take: it holds the connection, and on the server locks and
 * a snapshot.
 *
 * <p>It is looked at {@value #LOOKS} times within its patience. A process that stood still has missed one look, so a pause does not use the patience
 * up: the consumer has stood still no less than everybody else.
 *
 * <p>Confined to the connection's owner.
 */
final class IdleConsumer {

    private static final int LOOKS = 4;

    private final ConnectionCore core;
    private final BatchQueue<?> queue;
    private final LongSupplier taken;
    private final Consumer<PgException> giveUp;
    private boolean watched;
    private long seen;
    private int inVain;

    /**
     * @param taken grows with everything that the consumer takes
     * @param giveUp ends its result with an error
     */
    IdleConsumer(ConnectionCore core, BatchQueue<?> queue, LongSupplier taken, Consumer<PgException> giveUp) {
        this.core = core;
        this.queue = queue;
        this.taken = taken;
        this.giveUp = giveUp;
    }

    /** Something has come that the consumer may take. */
    void watch() {
        var patience = core.options().timeouts().idleConsumer();
        if (patience != null && !watched) {
            watched = true;
            lookLater(patience);
        }
    }

    private void lookLater(Duration patience) {
        seen = taken.getAsLong();
        inVain = 0;
        next(patience);
    }

    private void next(Duration patience) {
        core.link().schedule(() -> look(patience), patience.dividedBy(LOOKS));
    }

    private void look(Duration patience) {
        if (queue.heldBytes() == 0) {
            watched = false;
        } else if (taken.getAsLong() != seen) {
            lookLater(patience);
        } else if (++inVain < LOOKS) {
            next(patience);
        } else {
            giveUp.accept(new PgTimeoutException(
                    "the consumer took nothing for " + patience, SqlState.QUERY_CANCELED, Outcome.UNKNOWN));
        }
    }
}
