package io.penstock.observe;

/** Why a pool has parted with a connection. */
public enum EvictionReason {
    /** The server ended the session, or the link broke. */
    LOST,

    /** It did not answer a probe in time. */
    UNRESPONSIVE,

    /** It had reached its lifetime. */
    LIFETIME,

    /** Nobody had needed it for {@code idleTimeout}. */
    IDLE,

    /** Its server has refused to write, or one that is to be avoided for that (25006). */
    READ_ONLY,

    /** What was under way when it was returned did not end in time, or its session could not be reset. */
    UNSETTLED,

    /** It was taken back from somebody who had it for too long. */
    LEAKED,

    /** The pool is being closed. */
    POOL_CLOSED
}
