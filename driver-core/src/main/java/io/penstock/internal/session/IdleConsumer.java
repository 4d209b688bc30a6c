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
 * <p>Confined to the connection's owner.
 */
final class IdleConsumer {

    private final ConnectionCore core;
    private final BatchQueue<?> queue;
    private final LongSupplier taken;
    private final Consumer<PgException> giveUp;
    private boolean watched;

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
            look(patience);
        }
    }

    private void look(Duration patience) {
        var seen = taken.getAsLong();
        core.link().schedule(() -> lookAgain(seen, patience), patience);
    }

    private void lookAgain(long seen, Duration patience) {
        if (queue.heldBytes() == 0) {
            watched = false;
        } else if (taken.getAsLong() != seen) {
            look(patience);
        } else {
            giveUp.accept(new PgTimeoutException(
                    "the consumer took nothing for " + patience, SqlState.QUERY_CANCELED, Outcome.UNKNOWN));
        }
    }
}
