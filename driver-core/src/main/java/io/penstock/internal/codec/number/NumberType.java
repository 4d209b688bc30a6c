package io.penstock.internal.codec.number;

import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A numeric PostgreSQL type, read and written as any Java number.
 *
 * <p>To whole numbers the conversions are exact or fail. To {@code float} and {@code double} they round to the nearest, as a
 * cast in SQL does, and fail where the magnitude is too big or too small for the Java type (SQLSTATE 22003).
 */
interface NumberType {

    /** The numeric type of an OID, or null. */
    static @Nullable NumberType of(int oid) {
        return switch (oid) {
            case IntegerType.INT4_OID -> IntegerType.INT4;
            case IntegerType.INT8_OID -> IntegerType.INT8;
            case IntegerType.INT2_OID -> IntegerType.INT2;
            case IntegerType.OID_OID -> IntegerType.OID;
            case IntegerType.XID_OID -> IntegerType.XID;
            case IntegerType.CID_OID -> IntegerType.CID;
            case Xid8Type.XID8_OID -> Xid8Type.XID8;
            case FloatType.FLOAT8_OID -> FloatType.FLOAT8;
            case FloatType.FLOAT4_OID -> FloatType.FLOAT4;
            case NumericType.NUMERIC_OID -> NumericType.NUMERIC;
            default -> null;
        };
    }

    PgType type();

    long toLong(byte[] data, int offset, int length, Format format);

    float toFloat(byte[] data, int offset, int length, Format format);

    double toDouble(byte[] data, int offset, int length, Format format);

    BigDecimal toDecimal(byte[] data, int offset, int length, Format format);

    /** How many bytes a value takes beyond those that it came in. */
    default long expansion(byte[] data, int offset, int length, Format format) {
        return 0;
    }

    void writeLong(long value, Format format, PgWriter out);

    void writeFloat(float value, Format format, PgWriter out);

    void writeDouble(double value, Format format, PgWriter out);

    void writeDecimal(BigDecimal value, Format format, PgWriter out);

    /** The numeric types, those first that a Java class is sent as by default. */
    static NumberType[] all() {
        return new NumberType[] {
            IntegerType.INT4,
            IntegerType.INT8,
            IntegerType.INT2,
            FloatType.FLOAT8,
            FloatType.FLOAT4,
            NumericType.NUMERIC,
            IntegerType.OID,
            IntegerType.XID,
            IntegerType.CID,
            Xid8Type.XID8
        };
    }
}
