package io.penstock.jdbc.internal.url;

/** What {@code setReadOnly(true)} does: property {@code readOnlyMode}. */
public enum ReadOnlyMode {
    /** Nothing. */
    IGNORE,
    /** Transactions are begun read-only; statements in autocommit may write. The default. */
    TRANSACTION,
    /** The whole session is read-only. */
    ALWAYS
}
