package io.penstock.internal.wire;

/** The transaction status that a ReadyForQuery tells. */
public enum ReadyStatus {
    /** Not in a transaction block: {@code I}. */
    IDLE('I'),
    /** In a transaction block: {@code T}. */
    IN_TRANSACTION('T'),
    /** In a transaction block that failed; all is refused until it is rolled back: {@code E}. */
    FAILED('E');

    private final char code;

    ReadyStatus(char code) {
        this.code = code;
    }

    /** The letter on the wire. */
    public char code() {
        return code;
    }
}
