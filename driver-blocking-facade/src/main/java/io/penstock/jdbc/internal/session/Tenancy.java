package io.penstock.jdbc.internal.session;

/** Whose a connection is, which says what its closing means. */
public enum Tenancy {
    /** Its user's: closing ends the session. */
    OWNED,
    /** A pool's: closing returns it, and the next user must not see what was set on it. */
    LENT
}
