package io.penstock.internal.session;

/**
 * The right to use a connection for a while: from a pool's lending it to its return. What is obtained through it (streams, prepared
 * statements, transactions) works for as long as it lasts.
 *
 * <p>Safe from any thread.
 */
public interface Tenure {

    /** Whether it has ended; what is tried under it from then on is refused, {@code NOT_SENT}. */
    boolean isOver();

    /** Ends it. Idempotent. */
    void end();
}
