package io.penstock.internal.codec.number;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.error.PgCodecException;
import io.penstock.internal.codec.form.CodecErrors;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Reads numbers and booleans where they lie. Allocates nothing, but for {@code numeric} and the text forms of numbers read
 * as {@code float} or {@code double} when they have more digits than 15.
 *
 * <p>From any numeric type to any Java type, under the rules of {@link NumberType}: to whole numbers exactly or not at all, to
 * {@code float} and {@code double} rounded to the nearest. A value that does not fit is a {@link PgCodecException} with
 * SQLSTATE 22003, a type that is not numeric one with 42846. Codecs that users have registered have no say here.
 */
public final class PrimitiveAccess {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, BIG_ENDIAN);
    private static final VarHandle DOUBLE = MethodHandles.byteArrayViewVarHandle(double[].class, BIG_ENDIAN);

    private PrimitiveAccess() {}

    /** Whether {@link #getBoolean} reads this type. */
    public static boolean isBoolean(int oid) {
        return oid == BoolCodec.BOOL_OID;
    }

    /** Whether the other methods read this type. */
    public static boolean isNumber(int oid) {
        return NumberType.of(oid) != null;
    }

    public static boolean getBoolean(byte[] data, int offset, int length, int oid, Format format) {
        if (!isBoolean(oid)) {
            throw CodecErrors.noConversion(named(oid), "boolean");
        }
        return BoolCodec.read(data, offset, length, format);
    }

    public static short getShort(byte[] data, int offset, int length, int oid, Format format) {
        return JavaNumber.readShort(numberType(oid, "short"), data, offset, length, format);
    }

    public static int getInt(byte[] data, int offset, int length, int oid, Format format) {
        if (oid == IntegerType.INT4_OID && format == Format.BINARY && length == Integer.BYTES) {
            return (int) INT.get(data, offset);
        }
        return JavaNumber.readInt(numberType(oid, "int"), data, offset, length, format);
    }

    public static long getLong(byte[] data, int offset, int length, int oid, Format format) {
        if (oid == IntegerType.INT8_OID && format == Format.BINARY && length == Long.BYTES) {
            return (long) LONG.get(data, offset);
        }
        return numberType(oid, "long").toLong(data, offset, length, format);
    }

    public static float getFloat(byte[] data, int offset, int length, int oid, Format format) {
        return numberType(oid, "float").toFloat(data, offset, length, format);
    }

    public static double getDouble(byte[] data, int offset, int length, int oid, Format format) {
        if (oid == FloatType.FLOAT8_OID && format == Format.BINARY && length == Double.BYTES) {
            return (double) DOUBLE.get(data, offset);
        }
        return numberType(oid, "double").toDouble(data, offset, length, format);
    }

    private static NumberType numberType(int oid, String javaType) {
        NumberType type = NumberType.of(oid);
        if (type == null) {
            throw CodecErrors.noConversion(named(oid), javaType);
        }
        return type;
    }

    private static PgType named(int oid) {
        PgType type = PgTypes.byOid(oid);
        return type != null ? type : PgType.unknown(oid);
    }
}
