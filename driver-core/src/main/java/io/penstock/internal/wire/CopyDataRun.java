package io.penstock.internal.wire;

import io.netty.buffer.ByteBuf;

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
 *
 * <p>Borrowed: one instance per decoder, valid only during {@link BackendMessageHandler#onCopyData}. Take the bytes with {@link #copyTo}.
 */
public final class CopyDataRun {

    /** Type byte and length, in front of each payload. */
    public static final int HEADER_BYTES = 5;

    private final HeapBytes source;
    private int start;
    private int byteLength;
    private int count;

    CopyDataRun(HeapBytes source) {
        this.source = source;
    }

    /** How many messages; at least one. */
    public int count() {
        return count;
    }

    /** Bytes of all messages, headers included. */
    public int byteLength() {
        return byteLength;
    }

    /** Bytes of all payloads. */
    public int payloadBytes() {
        return byteLength - count * HEADER_BYTES;
    }

    /** Copies all {@link #byteLength()} bytes. */
    public void copyTo(byte[] target, int offset) {
        source.copyTo(target, offset, start, byteLength);
    }

    /** Appends all {@link #byteLength()} bytes. */
    void copyTo(ByteBuf target) {
        target.writeBytes(source.copyOf(start, byteLength));
    }

    /** Starts a run with its first message. */
    void begin(int at, int frameBytes) {
        start = at;
        byteLength = frameBytes;
        count = 1;
    }

    /** Adds the message that lies behind the last one. */
    void add(int frameBytes) {
        byteLength += frameBytes;
        count++;
    }
}
