package io.penstock.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Objects;

/**
 * The bytes of one value, read front to back, integers with the most significant byte first.
 *
 * <p>Every read is checked against the bounds of the value: beyond them it throws a {@link PgCodecException} with
 * SQLSTATE 22P03 and moves nothing. Nothing is allocated on the strength of a length or a count that the bytes cannot
 * bear out.
 *
 * <p>Belongs to one thread. It is valid during the call that it was passed to; it may be pointed at another value
 * afterwards.
 */
public final class PgReader {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, BIG_ENDIAN);

    /**
     * How many bytes the parts of one value may take in memory beyond those that they came in. An honest value stays far below: it is as much as a
     * thousand numbers with all the zeros that there can be.
     */
    public static final int MAX_EXPANSION = 64 << 20;

    private byte[] array;
    private int position;
    private int limit;

    /** The reader of the whole value, which keeps the account for its parts. */
    private PgReader whole = this;

    private long expansion;

    private PgReader(byte[] array, int position, int limit) {
        this.array = array;
        this.position = position;
        this.limit = limit;
    }

    /** A reader of {@code length} bytes from {@code offset}. The array is not copied. */
    public static PgReader of(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return new PgReader(bytes, offset, offset + length);
    }

    /** A reader of the whole array, which is not copied. */
    public static PgReader of(byte[] bytes) {
        return new PgReader(bytes, 0, bytes.length);
    }

    /** Points this reader at another value. */
    public void reset(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        pointAt(bytes, offset, length, this);
    }

    /** A reader lives long, and most values of a result lie in one array: to store what is there already would cost a memory fence each time. */
    private void pointAt(byte[] bytes, int offset, int length, PgReader newWhole) {
        if (array != bytes) {
            array = bytes;
        }
        if (whole != newWhole) {
            whole = newWhole;
        }
        position = offset;
        limit = offset + length;
        expansion = 0;
    }

    /** The number of bytes left. */
    public int remaining() {
        return limit - position;
    }

    public byte readByte() {
        return array[advance(Byte.BYTES)];
    }

    public short readShort() {
        return (short) SHORT.get(array, advance(Short.BYTES));
    }

    public int readInt() {
        return (int) INT.get(array, advance(Integer.BYTES));
    }

    public long readLong() {
        return (long) LONG.get(array, advance(Long.BYTES));
    }

    public float readFloat() {
        return Float.intBitsToFloat(readInt());
    }

    public double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    /**
     * A 16-bit unsigned count of things that follow.
     *
     * @param minBytesEach the fewest bytes that each of them takes, at least 1
     * @throws PgCodecException if fewer bytes are left than that many things take
     */
    public int readShortCount(int minBytesEach) {
        return checkedCount(Short.toUnsignedInt(readShort()), minBytesEach);
    }

    /** As {@link #readShortCount}, for a 32-bit count; a negative one is refused. */
    public int readIntCount(int minBytesEach) {
        return checkedCount(readInt(), minBytesEach);
    }

    /** The next bytes, copied. */
    public byte[] readBytes(int length) {
        int from = advance(length);
        return Arrays.copyOfRange(array, from, from + length);
    }

    /** All bytes left, copied. */
    public byte[] readBytes() {
        return readBytes(remaining());
    }

    /** All bytes left, as UTF-8. */
    public String readUtf8() {
        return readUtf8(remaining());
    }

    /**
     * The next bytes, as UTF-8.
     *
     * @throws PgCodecException with SQLSTATE 22021 if they are malformed; nothing is replaced silently
     */
    public String readUtf8(int length) {
        int from = advance(length);
        String text = new String(array, from, length, UTF_8);
        // The replacement character may be the text's own; only then is a second, strict look worth its price.
        if (text.indexOf('\uFFFD') >= 0) {
            requireWellFormed(from, length);
        }
        return text;
    }

    public void skip(int length) {
        advance(length);
    }

    /** A reader of the next bytes, which this one skips. */
    public PgReader slice(int length) {
        int from = advance(length);
        PgReader part = new PgReader(array, from, from + length);
        part.whole = whole;
        return part;
    }

    /** Points another reader at the next bytes, which this one skips; for loops that should not allocate. */
    public void slice(int length, PgReader into) {
        int from = advance(length);
        into.pointAt(array, from, length, whole);
    }

    /**
     * Accounts for memory that what is read takes beyond its bytes, such as the zeros of a number with an exponent; to be called before they
     * are allocated. All slices of a value share one account, so that many small parts are bounded as a large one is.
     *
     * @throws PgCodecException with SQLSTATE 54000 beyond {@link #MAX_EXPANSION}
     */
    public void expand(long bytes) {
        whole.expansion += Math.max(bytes, 0);
        if (whole.expansion > MAX_EXPANSION) {
            throw new PgCodecException(
                    "the value takes more than " + MAX_EXPANSION + " bytes beyond those that it came in",
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    null);
        }
    }

    /**
     * The array behind this reader, for parsers that take one; what remains of the value starts at {@link
     * #position()}. It holds other values as well, and must not be written to or kept.
     */
    public byte[] array() {
        return array;
    }

    /** The index in {@link #array()} of the next byte. */
    public int position() {
        return position;
    }

    /**
     * Requires that everything has been read.
     *
     * @throws PgCodecException with SQLSTATE 22P03 if bytes are left
     */
    public void requireEnd() {
        if (position != limit) {
            throw malformed("value has " + remaining() + " bytes too many");
        }
    }

    private int advance(int length) {
        int from = position;
        if (length < 0 || length > limit - from) {
            throw tooShort(length);
        }
        position = from + length;
        return from;
    }

    private int checkedCount(int count, int minBytesEach) {
        if (minBytesEach < 1) {
            throw new IllegalArgumentException("minBytesEach must be positive: " + minBytesEach);
        }
        if (count < 0 || count > remaining() / minBytesEach) {
            throw malformed("value announces " + count + " things in " + remaining() + " bytes");
        }
        return count;
    }

    private void requireWellFormed(int from, int length) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(array, from, length));
        } catch (CharacterCodingException e) {
            throw new PgCodecException("text is not valid UTF-8", SqlState.CHARACTER_NOT_IN_REPERTOIRE, e);
        }
    }

    private PgCodecException tooShort(int length) {
        return malformed("value ends too early: " + length + " bytes wanted, " + remaining() + " left");
    }

    private static PgCodecException malformed(String what) {
        return new PgCodecException(what, SqlState.INVALID_BINARY_REPRESENTATION, null);
    }
}
