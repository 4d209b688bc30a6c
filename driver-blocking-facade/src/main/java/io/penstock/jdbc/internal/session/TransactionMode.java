package io.penstock.jdbc.internal.session;

/** Who ends a transaction. */
public enum TransactionMode {
    /** Each statement is one. */
    AUTOCOMMIT,
    /** {@code commit} or {@code rollback}. */
    MANUAL
}
