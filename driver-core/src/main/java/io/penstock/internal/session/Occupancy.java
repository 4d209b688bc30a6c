package io.penstock.internal.session;

import io.penstock.error.Outcome;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import org.jspecify.annotations.Nullable;

/**
 * Which cursor, copy or answers a connection that its callers run belongs to between two calls, if any. Nothing else is sent meanwhile.
 *
 * <p>Written by the connection's owner, who alone gets an answer that lasts; a glance for other threads.
 */
final class Occupancy {

    private final ConnectionCore core;

    private volatile @Nullable Occupant occupant;

    Occupancy(ConnectionCore core) {
        this.core = core;
    }

    boolean isFree() {
        var open = occupant;
        return open == null || !open.isOpen();
    }

    /** Before anything is noted: what is refused here leaves no trace. */
    void requireFree() {
        if (!isFree()) {
            throw new PgRejectedException(
                            "a cursor or a copy is open on this connection; close it first",
                            SqlState.OBJECT_IN_USE,
                            Outcome.NOT_SENT)
                    .in(core.context("query", null));
        }
    }

    /** @return whether it was another one's before */
    boolean pass(Occupant next) {
        var passed = occupant != next;
        if (passed) {
            occupant = next;
        }
        return passed;
    }

    /** Ends what has been left open. */
    void settle() {
        var open = occupant;
        if (open != null) {
            open.settle();
        }
    }
}
