package io.penstock.internal.codec.number;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.AsciiText;
import io.penstock.internal.codec.form.CodecErrors;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;

/**
 * The whole numbers: {@code int2}, {@code int4}, {@code int8}, and {@code oid}, {@code xid} and {@code cid}, which have no sign.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-INT">Integer Types</a>
 */
enum IntegerType implements NumberType {
    INT2(Short.BYTES, Short.MIN_VALUE, Short.MAX_VALUE),
    INT4(Integer.BYTES, Integer.MIN_VALUE, Integer.MAX_VALUE),
    INT8(Long.BYTES, Long.MIN_VALUE, Long.MAX_VALUE),
    OID(Integer.BYTES, 0, 0xFFFF_FFFFL),
    XID(Integer.BYTES, 0, 0xFFFF_FFFFL),
    CID(Integer.BYTES, 0, 0xFFFF_FFFFL);

    // Compile-time constants for switches; a test compares them with PgTypes.
    static final int INT2_OID = 21;
    static final int INT4_OID = 23;
    static final int INT8_OID = 20;
    static final int OID_OID = 26;
    static final int XID_OID = 28;
    static final int CID_OID = 29;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, BIG_ENDIAN);

    private static final double TWO_TO_63 = 0x1p63;

    private final int width;
    private final long min;
    private final long max;

    IntegerType(int width, long min, long max) {
        this.width = width;
        this.min = min;
        this.max = max;
    }

    @Override
    public PgType type() {
        return switch (this) {
            case INT2 -> PgTypes.INT2;
            case INT4 -> PgTypes.INT4;
            case INT8 -> PgTypes.INT8;
            case OID -> PgTypes.OID;
            case XID -> PgTypes.XID;
            case CID -> PgTypes.CID;
        };
    }

    @Override
    public long toLong(byte[] data, int offset, int length, Format format) {
        if (format == Format.TEXT) {
            long value = AsciiText.parseLong(data, offset, length, type());
            if (value < min || value > max) {
                throw CodecErrors.malformed(type(), format);
            }
            return value;
        }
        if (length != width) {
            throw CodecErrors.malformedBinary(type(), length + " bytes instead of " + width);
        }
        return switch (this) {
            case INT2 -> (short) SHORT.get(data, offset);
            case INT4 -> (int) INT.get(data, offset);
            case INT8 -> (long) LONG.get(data, offset);
            case OID, XID, CID -> Integer.toUnsignedLong((int) INT.get(data, offset));
        };
    }

    @Override
    public float toFloat(byte[] data, int offset, int length, Format format) {
        return toLong(data, offset, length, format);
    }

    @Override
    public double toDouble(byte[] data, int offset, int length, Format format) {
        return toLong(data, offset, length, format);
    }

    @Override
    public BigDecimal toDecimal(byte[] data, int offset, int length, Format format) {
        return BigDecimal.valueOf(toLong(data, offset, length, format));
    }

    @Override
    public void writeLong(long value, Format format, PgWriter out) {
        if (value < min || value > max) {
            throw outOfRange();
        }
        if (format == Format.TEXT) {
            AsciiText.write(value, out);
            return;
        }
        switch (this) {
            case INT2 -> out.writeShort((int) value);
            case INT4, OID, XID, CID -> out.writeInt((int) value);
            case INT8 -> out.writeLong(value);
        }
    }

    @Override
    public void writeFloat(float value, Format format, PgWriter out) {
        writeDouble(value, format, out);
    }

    @Override
    public void writeDouble(double value, Format format, PgWriter out) {
        // Also false for NaN and the infinities.
        boolean whole = value == Math.rint(value) && value >= -TWO_TO_63 && value < TWO_TO_63;
        if (!whole) {
            throw outOfRange();
        }
        writeLong((long) value, format, out);
    }

    @Override
    public void writeDecimal(BigDecimal value, Format format, PgWriter out) {
        long whole;
        try {
            whole = value.longValueExact();
        } catch (ArithmeticException e) {
            throw outOfRange();
        }
        writeLong(whole, format, out);
    }

    private PgCodecException outOfRange() {
        return CodecErrors.outOfRange(type(), SqlState.NUMERIC_VALUE_OUT_OF_RANGE);
    }
}
