package io.penstock.internal.codec.form;

import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;

/** Words and whole numbers in ASCII, read and written without an object. */
public final class AsciiText {
    private AsciiText() {}

    /** An optional minus and decimal digits, nothing else. */
    public static long parseLong(byte[] data, int offset, int length, PgType type) {
        int end = offset + length;
        boolean negative = length > 0 && data[offset] == '-';
        int at = negative ? offset + 1 : offset;
        if (at == end) {
            throw CodecErrors.malformed(type, Format.TEXT);
        }
        // Accumulated below zero, where there is room for Long.MIN_VALUE.
        long value = 0;
        for (; at < end; at++) {
            int digit = data[at] - '0';
            if (digit < 0 || digit > 9 || value < Long.MIN_VALUE / 10 || value * 10 < Long.MIN_VALUE + digit) {
                throw CodecErrors.malformed(type, Format.TEXT);
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw CodecErrors.malformed(type, Format.TEXT);
        }
        return negative ? value : -value;
    }

    public static void write(long value, PgWriter out) {
        if (value < 0) {
            out.writeByte('-');
        }
        long magnitudeBelowZero = value < 0 ? value : -value;
        writeMagnitude(magnitudeBelowZero, digitsOf(magnitudeBelowZero), out);
    }

    /** Writes a value of zero or more with leading zeros up to a width. */
    public static void writePadded(long value, int width, PgWriter out) {
        writeMagnitude(-value, Math.max(width, digitsOf(-value)), out);
    }

    /** Whether the bytes are an ASCII word, and nothing else. */
    public static boolean isWord(byte[] data, int offset, int length, String word) {
        if (length != word.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (data[offset + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static void writeMagnitude(long belowZero, int width, PgWriter out) {
        long power = 1;
        for (int i = 1; i < width; i++) {
            power *= 10;
        }
        for (long rest = belowZero; power > 0; power /= 10) {
            long digit = rest / power;
            out.writeByte('0' - (int) digit);
            rest -= digit * power;
        }
    }

    private static int digitsOf(long belowZero) {
        int digits = 1;
        for (long rest = belowZero; rest <= -10; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
