package io.penstock.jdbc.internal.session;

/** On whose word a transaction ends. */
public enum TransactionOwner {
    /** The one who has the connection. */
    CALLER,
    /** A transaction manager, of which this connection's work is a branch: the caller may not. */
    TRANSACTION_MANAGER
}
