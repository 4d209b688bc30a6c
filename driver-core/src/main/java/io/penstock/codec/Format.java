package io.penstock.codec;

import io.penstock.error.PgProtocolException;

/**
 * The two representations of a value on the wire.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-overview.html#PROTOCOL-FORMAT-CODES">Formats and
 *     Format Codes</a>
 */
public enum Format {
    /** What the type's output function prints; it depends on settings such as DateStyle. */
    TEXT(0),

    /** What the type's send function writes; it depends on no setting. */
    BINARY(1);

    private final short code;

    Format(int code) {
        this.code = (short) code;
    }

    /** The format code that messages carry: 0 or 1. */
    public short code() {
        return code;
    }

    /**
     * The format of a code.
     *
     * @throws PgProtocolException if it is neither 0 nor 1
     */
    public static Format ofCode(int code) {
        return switch (code) {
            case 0 -> TEXT;
            case 1 -> BINARY;
            default -> throw new PgProtocolException("unknown format code " + code);
        };
    }
}
