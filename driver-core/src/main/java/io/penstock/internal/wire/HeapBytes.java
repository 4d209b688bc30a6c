package io.penstock.internal.wire;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The readable bytes of a buffer, in an array: that of the buffer where it has one, else a copy. A read of a buffer asks whether that is alive and
 * looks at its bounds, which is many times what the read itself takes, and a message of a few bytes is read a dozen times. Here nothing is checked
 * but the array's own bounds: whoever reads knows where the readable bytes end.
 *
 * <p>All indexes are the buffer's. Between two buffers it keeps room for copies of the size of late, at most {@value #MAX_KEPT_BYTES} bytes.
 *
 * <p>Confined to its decoder's owner.
 */
final class HeapBytes {

    private static final int LEAST_BYTES = 512;

    /** Room of so many bytes stays when less is read: where several statements are under way, large reads and small ones take turns. */
    private static final int STEADY_BYTES = 16 * 1024;

    private static final int MAX_KEPT_BYTES = 64 * 1024;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private byte[] room = {};
    private byte[] bytes = room;

    /** From an index of the buffer to the array's. */
    private int shift;

    /** Borrows a buffer, until {@link #letGo}. */
    void of(ByteBuf buffer) {
        if (buffer.hasArray()) {
            bytes = buffer.array();
            shift = buffer.arrayOffset();
        } else {
            copy(buffer, buffer.readerIndex(), buffer.readableBytes());
        }
    }

    private void copy(ByteBuf buffer, int from, int length) {
        var fitting = fitting(length);
        if (fitting > MAX_KEPT_BYTES) {
            bytes = new byte[fitting];
        } else if (fitting != room.length) {
            room = new byte[fitting];
            bytes = room;
        }
        shift = -from;
        buffer.getBytes(from, bytes, 0, length);
    }

    /** The room before, where it is large enough and not much too large. */
    private int fitting(int length) {
        var mayStay = length > LEAST_BYTES || room.length <= STEADY_BYTES;
        if (mayStay && length <= room.length) {
            return room.length;
        }
        if (length <= LEAST_BYTES) {
            return LEAST_BYTES;
        }
        return length > MAX_KEPT_BYTES ? length : Integer.highestOneBit(length - 1) << 1;
    }

    /** The buffer is the caller's again. */
    void letGo() {
        if (bytes != room) {
            bytes = room;
        }
    }

    byte byteAt(int index) {
        return bytes[index + shift];
    }

    int unsignedShortAt(int index) {
        return Short.toUnsignedInt((short) SHORT.get(bytes, index + shift));
    }

    int intAt(int index) {
        return (int) INT.get(bytes, index + shift);
    }

    void copyTo(byte[] target, int offset, int index, int length) {
        System.arraycopy(bytes, index + shift, target, offset, length);
    }

    byte[] copyOf(int index, int length) {
        return Arrays.copyOfRange(bytes, index + shift, index + shift + length);
    }

    /** Of what has 8 to 16 bytes, as most tags have, the first eight and the last are looked at, whether they overlap or not. */
    boolean equal(byte[] others, int index, int length) {
        var from = index + shift;
        if (length == others.length && length >= Long.BYTES && length <= 2 * Long.BYTES) {
            var last = length - Long.BYTES;
            return (long) LONG.get(others, 0) == (long) LONG.get(bytes, from)
                    && (long) LONG.get(others, last) == (long) LONG.get(bytes, from + last);
        }
        return Arrays.equals(others, 0, others.length, bytes, from, from + length);
    }
}
