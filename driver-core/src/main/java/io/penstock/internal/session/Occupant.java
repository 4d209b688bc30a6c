package io.penstock.internal.session;

/** What a connection that its callers run belongs to for longer than a call: a cursor, a copy. */
interface Occupant {

    /** Whether the connection belongs to it. */
    boolean isOpen();

    /** Gives the connection back, or costs it; for its next user. Idempotent. */
    void settle();
}
