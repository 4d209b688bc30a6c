package io.penstock.internal.codec.number;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.CodecErrors;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;

/** {@code xid8}: a whole number of 64 bits without a sign. The upper half of them, which no server will ever reach, fits no {@code long}. */
enum Xid8Type implements NumberType {
    XID8;

    // Compile-time constant for switches; a test compares it with PgTypes.
    static final int XID8_OID = 5069;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, BIG_ENDIAN);
    private static final int MAX_DIGITS = 20;

    @Override
    public PgType type() {
        return PgTypes.XID8;
    }

    @Override
    public long toLong(byte[] data, int offset, int length, Format format) {
        long bits = bits(data, offset, length, format);
        if (bits < 0) {
            throw CodecErrors.doesNotFit(PgTypes.XID8, "long");
        }
        return bits;
    }

    @Override
    public float toFloat(byte[] data, int offset, int length, Format format) {
        return toDecimal(data, offset, length, format).floatValue();
    }

    @Override
    public double toDouble(byte[] data, int offset, int length, Format format) {
        return toDecimal(data, offset, length, format).doubleValue();
    }

    @Override
    public BigDecimal toDecimal(byte[] data, int offset, int length, Format format) {
        return new BigDecimal(Long.toUnsignedString(bits(data, offset, length, format)));
    }

    @Override
    public void writeLong(long value, Format format, PgWriter out) {
        if (value < 0) {
            throw outOfRange();
        }
        writeBits(value, format, out);
    }

    @Override
    public void writeFloat(float value, Format format, PgWriter out) {
        writeDouble(value, format, out);
    }

    @Override
    public void writeDouble(double value, Format format, PgWriter out) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw outOfRange();
        }
        writeDecimal(new BigDecimal(value), format, out);
    }

    @Override
    public void writeDecimal(BigDecimal value, Format format, PgWriter out) {
        // A number of so many digits would make a whole number of that size before it is refused.
        if (value.precision() - (long) value.scale() > MAX_DIGITS) {
            throw outOfRange();
        }
        BigInteger whole;
        try {
            whole = value.toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw outOfRange();
        }
        if (whole.signum() < 0 || whole.bitLength() > Long.SIZE) {
            throw outOfRange();
        }
        writeBits(whole.longValue(), format, out);
    }

    private static long bits(byte[] data, int offset, int length, Format format) {
        if (format == Format.TEXT) {
            return parse(data, offset, length);
        }
        if (length != Long.BYTES) {
            throw CodecErrors.malformedBinary(PgTypes.XID8, length + " bytes instead of " + Long.BYTES);
        }
        return (long) LONG.get(data, offset);
    }

    private static long parse(byte[] data, int offset, int length) {
        boolean ok = length > 0 && length <= MAX_DIGITS;
        for (int i = offset; ok && i < offset + length; i++) {
            ok = data[i] >= '0' && data[i] <= '9';
        }
        try {
            if (ok) {
                return Long.parseUnsignedLong(new String(data, offset, length, ISO_8859_1));
            }
        } catch (NumberFormatException e) {
            // More than 64 bits; told below, without the value.
        }
        throw CodecErrors.malformed(PgTypes.XID8, Format.TEXT);
    }

    private static void writeBits(long bits, Format format, PgWriter out) {
        switch (format) {
            case TEXT -> out.writeUtf8(Long.toUnsignedString(bits));
            case BINARY -> out.writeLong(bits);
        }
    }

    private static PgCodecException outOfRange() {
        return CodecErrors.outOfRange(PgTypes.XID8, SqlState.NUMERIC_VALUE_OUT_OF_RANGE);
    }
}
