package io.penstock.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;

/**
 * A growing array of bytes that values are written to, integers with the most significant byte first.
 *
 * <p>Bounded by {@code maxBytes}: a write beyond it throws a {@link PgCodecException} with SQLSTATE 54000 and outcome {@code
 * NOT_SENT}, before anything grows. Belongs to one thread.
 */
public final class PgWriter {

    /** The most that the server takes in one message, and so the bound of a writer that states none: 1 GiB − 1. */
    public static final int MAX_BYTES = (1 << 30) - 1;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, BIG_ENDIAN);

    private final int maxBytes;
    private byte[] array;
    private int position;

    /** A writer bounded by {@link #MAX_BYTES}. */
    public PgWriter(int initialBytes) {
        this(initialBytes, MAX_BYTES);
    }

    public PgWriter(int initialBytes, int maxBytes) {
        if (initialBytes < 0 || maxBytes < 0) {
            throw new IllegalArgumentException("bytes must not be negative: " + initialBytes + ", " + maxBytes);
        }
        this.maxBytes = maxBytes;
        this.array = new byte[Math.min(initialBytes, maxBytes)];
    }

    /** The number of bytes written, which is the index of the next one. */
    public int position() {
        return position;
    }

    /** The number of bytes written. */
    public int size() {
        return position;
    }

    /** The array behind this writer, valid up to {@link #size()}; replaced by the next write that needs room. */
    public byte[] array() {
        return array;
    }

    /** What was written, copied. */
    public byte[] toByteArray() {
        return Arrays.copyOf(array, position);
    }

    /** Forgets what was written, and keeps the room. */
    public void clear() {
        position = 0;
    }

    /** Forgets what was written behind the first so many bytes; the next ones are written there. */
    public void truncate(int size) {
        position = Objects.checkIndex(size, position + 1);
    }

    /** Writes the low 8 bits. */
    public void writeByte(int value) {
        int at = reserve(Byte.BYTES);
        array[at] = (byte) value;
    }

    /** Writes the low 16 bits. */
    public void writeShort(int value) {
        int at = reserve(Short.BYTES);
        SHORT.set(array, at, (short) value);
    }

    public void writeInt(int value) {
        int at = reserve(Integer.BYTES);
        INT.set(array, at, value);
    }

    public void writeLong(long value) {
        int at = reserve(Long.BYTES);
        LONG.set(array, at, value);
    }

    public void writeFloat(float value) {
        writeInt(Float.floatToIntBits(value));
    }

    public void writeDouble(double value) {
        writeLong(Double.doubleToLongBits(value));
    }

    public void writeBytes(byte[] bytes) {
        writeBytes(bytes, 0, bytes.length);
    }

    public void writeBytes(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int at = reserve(length);
        System.arraycopy(bytes, offset, array, at, length);
    }

    /**
     * Writes text as UTF-8.
     *
     * @throws PgCodecException with SQLSTATE 22021 if it has a NUL, which PostgreSQL's text cannot hold, or a surrogate
     *     without its other half, which is no character; nothing is replaced silently
     */
    public void writeUtf8(CharSequence text) {
        int start = position;
        int chars = text.length();
        if (chars > maxBytes - position) {
            throw tooLong(chars);
        }
        // Most text is ASCII: take that much room, and more only when a longer character turns up.
        ensureRoom(chars);
        int at = position;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c < 0x80 && c != 0) {
                array[at++] = (byte) c;
            } else {
                position = at;
                writeUtf8From(text, i, start);
                return;
            }
        }
        position = at;
    }

    /** Overwrites four bytes that were written before, such as a length that was not known then. */
    public void patchInt(int at, int value) {
        Objects.checkFromIndexSize(at, Integer.BYTES, position);
        INT.set(array, at, value);
    }

    /** Overwrites two bytes that were written before. */
    public void patchShort(int at, int value) {
        Objects.checkFromIndexSize(at, Short.BYTES, position);
        SHORT.set(array, at, (short) value);
    }

    private void writeUtf8From(CharSequence text, int from, int start) {
        int chars = text.length();
        try {
            for (int i = from; i < chars; i++) {
                char c = text.charAt(i);
                if (c < 0x80) {
                    writeByte(requireNotNul(c));
                } else if (c < 0x800) {
                    writeByte(0xC0 | (c >> 6));
                    writeByte(continuation(c));
                } else if (!Character.isSurrogate(c)) {
                    writeByte(0xE0 | (c >> 12));
                    writeByte(continuation(c >> 6));
                    writeByte(continuation(c));
                } else {
                    i++;
                    writePair(c, i < chars ? text.charAt(i) : 0);
                }
            }
        } catch (PgCodecException e) {
            position = start;
            throw e;
        }
    }

    private void writePair(char high, char low) {
        if (!Character.isHighSurrogate(high) || !Character.isLowSurrogate(low)) {
            throw badText("text has a surrogate without its other half");
        }
        int point = Character.toCodePoint(high, low);
        writeByte(0xF0 | (point >> 18));
        writeByte(continuation(point >> 12));
        writeByte(continuation(point >> 6));
        writeByte(continuation(point));
    }

    /** The byte of UTF-8 that carries the low six bits. */
    private static int continuation(int bits) {
        return 0x80 | (bits & 0x3F);
    }

    private static int requireNotNul(char c) {
        if (c == 0) {
            throw badText("text has a NUL character, which PostgreSQL cannot store");
        }
        return c;
    }

    /** Makes room, moves past it, and returns where it starts. */
    private int reserve(int length) {
        int at = position;
        ensureRoom(length);
        position = at + length;
        return at;
    }

    private void ensureRoom(int length) {
        if (length > array.length - position) {
            grow(length);
        }
    }

    private void grow(int length) {
        if (length > maxBytes - position) {
            throw tooLong(length);
        }
        long doubled = Math.max(64L, 2L * array.length);
        int needed = Math.addExact(position, length);
        array = Arrays.copyOf(array, (int) Math.min(maxBytes, Math.max(doubled, needed)));
    }

    private PgCodecException tooLong(int length) {
        String message = "value is too long: " + length + " bytes more than " + position + " exceed " + maxBytes;
        return new PgCodecException(message, SqlState.PROGRAM_LIMIT_EXCEEDED, Outcome.NOT_SENT, null);
    }

    private static PgCodecException badText(String message) {
        return new PgCodecException(message, SqlState.CHARACTER_NOT_IN_REPERTOIRE, Outcome.NOT_SENT, null);
    }
}
