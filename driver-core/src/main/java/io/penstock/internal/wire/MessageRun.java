package io.penstock.internal.wire;

import io.netty.buffer.ByteBuf;

/**
 * Whole messages of one type, one behind the other, as they lie in the bytes that were read.
 *
 * <p>Borrowed: one instance per decoder, valid only during the handler's method that it is handed to. Take the bytes with {@link #copyTo}.
 */
public abstract sealed class MessageRun permits DataRows, CopyDataRun {

    private final HeapBytes source;
    private int start;
    private int byteLength;
    private int count;

    MessageRun(HeapBytes source) {
        this.source = source;
    }

    /** How many messages; at least one. */
    public final int count() {
        return count;
    }

    /** Bytes of all messages, headers included. */
    public final int byteLength() {
        return byteLength;
    }

    /** Copies all {@link #byteLength()} bytes. */
    public final void copyTo(byte[] target, int offset) {
        source.copyTo(target, offset, start, byteLength);
    }

    /** Appends all {@link #byteLength()} bytes. */
    final void copyTo(ByteBuf target) {
        target.writeBytes(source.copyOf(start, byteLength));
    }

    /** Starts a run with its first message. */
    void begin(int at, int frameBytes) {
        start = at;
        byteLength = frameBytes;
        count = 1;
    }

    /** Adds the message that lies behind the last one. */
    final void add(int frameBytes) {
        byteLength += frameBytes;
        count++;
    }
}
