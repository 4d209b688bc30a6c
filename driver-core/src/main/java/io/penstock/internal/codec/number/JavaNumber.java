package io.penstock.internal.codec.number;

import io.penstock.codec.Format;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.CodecErrors;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * How the values of one Java class of numbers are taken out of any {@link NumberType} and put into it.
 *
 * @param sentAs the type that values of the class are sent as unless the server asks for another
 */
record JavaNumber<T extends Number>(Class<T> javaType, NumberType sentAs, Reading<T> reading, Writing<T> writing) {

    static final JavaNumber<Byte> BYTE = new JavaNumber<>(
            Byte.class, IntegerType.INT2, JavaNumber::readByte, (value, type, f, out) -> type.writeLong(value, f, out));

    static final JavaNumber<Short> SHORT = new JavaNumber<>(
            Short.class,
            IntegerType.INT2,
            JavaNumber::readShort,
            (value, type, f, out) -> type.writeLong(value, f, out));

    static final JavaNumber<Integer> INTEGER = new JavaNumber<>(
            Integer.class,
            IntegerType.INT4,
            JavaNumber::readInt,
            (value, type, f, out) -> type.writeLong(value, f, out));

    static final JavaNumber<Long> LONG = new JavaNumber<>(
            Long.class, IntegerType.INT8, NumberType::toLong, (value, type, f, out) -> type.writeLong(value, f, out));

    static final JavaNumber<Float> FLOAT = new JavaNumber<>(
            Float.class,
            FloatType.FLOAT4,
            NumberType::toFloat,
            (value, type, f, out) -> type.writeFloat(value, f, out));

    static final JavaNumber<Double> DOUBLE = new JavaNumber<>(
            Double.class,
            FloatType.FLOAT8,
            NumberType::toDouble,
            (value, type, f, out) -> type.writeDouble(value, f, out));

    static final JavaNumber<BigDecimal> BIG_DECIMAL = new JavaNumber<>(
            BigDecimal.class,
            NumericType.NUMERIC,
            NumberType::toDecimal,
            (value, type, f, out) -> type.writeDecimal(value, f, out));

    static final JavaNumber<BigInteger> BIG_INTEGER = new JavaNumber<>(
            BigInteger.class,
            NumericType.NUMERIC,
            JavaNumber::readBigInteger,
            (value, type, f, out) -> type.writeDecimal(new BigDecimal(value), f, out));

    /** Of those that are sent as one type, the one first that the type is read as by default. */
    static final List<JavaNumber<?>> ALL = List.of(SHORT, BYTE, INTEGER, LONG, FLOAT, DOUBLE, BIG_DECIMAL, BIG_INTEGER);

    static int readInt(NumberType type, byte[] data, int offset, int length, Format format) {
        long value = type.toLong(data, offset, length, format);
        if (value != (int) value) {
            throw CodecErrors.doesNotFit(type.type(), "int");
        }
        return (int) value;
    }

    static short readShort(NumberType type, byte[] data, int offset, int length, Format format) {
        long value = type.toLong(data, offset, length, format);
        if (value != (short) value) {
            throw CodecErrors.doesNotFit(type.type(), "short");
        }
        return (short) value;
    }

    private static byte readByte(NumberType type, byte[] data, int offset, int length, Format format) {
        long value = type.toLong(data, offset, length, format);
        if (value != (byte) value) {
            throw CodecErrors.doesNotFit(type.type(), "byte");
        }
        return (byte) value;
    }

    private static BigInteger readBigInteger(NumberType type, byte[] data, int offset, int length, Format format) {
        BigDecimal value = type.toDecimal(data, offset, length, format);
        try {
            return value.toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw CodecErrors.doesNotFit(type.type(), "BigInteger");
        }
    }

    @FunctionalInterface
    interface Reading<T> {
        T read(NumberType type, byte[] data, int offset, int length, Format format);
    }

    @FunctionalInterface
    interface Writing<T> {
        void write(T value, NumberType type, Format format, PgWriter out);
    }
}
