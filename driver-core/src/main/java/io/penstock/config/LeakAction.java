package io.penstock.config;

/** What a pool does about a connection that somebody has had for longer than {@code leakThreshold}. */
public enum LeakAction {
    /** Tells the listener and the log, once, with the stack of whoever took it. */
    REPORT,

    /** That, and takes it back: the connection is closed, and what the borrower still tries on it is refused. */
    RECLAIM
}
