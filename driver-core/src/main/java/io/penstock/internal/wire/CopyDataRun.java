package io.penstock.internal.wire;

/**
 * A run of whole CopyData messages, as they lie in the bytes that were read.
 *
 * <pre>
 *   0     1             5
 *   +-----+-------------+----------------+----
 *   | 'd' | length: i32 | payload        | 'd' …     length counts from here to the end of the message, 4 at least
 *   +-----+-------------+----------------+----
 *   '------------ one message, count() of them -----'
 * </pre>
 */
public final class CopyDataRun extends MessageRun {

    /** Type byte and length, in front of each payload. */
    public static final int HEADER_BYTES = 5;

    CopyDataRun(HeapBytes source) {
        super(source);
    }

    /** Bytes of all payloads. */
    public int payloadBytes() {
        return byteLength() - count() * HEADER_BYTES;
    }
}
