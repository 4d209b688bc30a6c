package io.penstock.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * The right to use a connection for a while: from a pool's lending it to its return. What is obtained through it (streams, prepared
 * statements, transactions) works for as long as it lasts.
 *
 * <p>Safe from any thread.
 */
public interface Tenure {

    /** Whether it has ended; what is tried under it from then on is refused, {@code NOT_SENT}. */
    boolean isOver();

    /** Whether one has ended; null is the right of the connection's own user, which lasts as long as the connection. */
    static boolean hasEnded(@Nullable Tenure tenure) {
        return tenure != null && tenure.isOver();
    }

    /** Ends it. Idempotent. */
    void end();
}
