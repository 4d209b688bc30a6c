package io.penstock.jdbc.internal.convert;

import java.nio.ByteBuffer;

/** Whole numbers as the bytes that the server has for them. */
final class BigEndian {

    private BigEndian() {}

    static byte[] of(short number) {
        return ByteBuffer.allocate(Short.BYTES).putShort(number).array();
    }

    static byte[] of(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    static byte[] of(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
