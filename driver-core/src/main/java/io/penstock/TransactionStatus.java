package io.penstock;

/** Where a session stands, as the server's last ReadyForQuery said. */
public enum TransactionStatus {
    /** Not in a transaction block. */
    IDLE,
    /** In a transaction block. */
    IN_TRANSACTION,
    /** In a transaction block that failed; everything but a rollback is refused (25P02). */
    FAILED
}
