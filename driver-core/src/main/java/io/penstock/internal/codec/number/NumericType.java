package io.penstock.internal.codec.number;

import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.AsciiText;
import io.penstock.internal.codec.form.CodecErrors;
import io.penstock.internal.codec.form.DecimalText;
import io.penstock.internal.codec.form.ShortestDecimal;
import java.math.BigDecimal;

/**
 * {@code numeric}: decimal numbers of up to 131,072 digits before the point and 16,383 after it, and {@code NaN} and two
 * infinities, which {@code float} and {@code double} can hold and {@code BigDecimal} cannot.
 *
 * <p>The scale is part of the value: 1.50 is read as 1.50.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-NUMERIC-DECIMAL">Arbitrary Precision
 *     Numbers</a>
 */
enum NumericType implements NumberType {
    NUMERIC;

    // Compile-time constant for switches; a test compares it with PgTypes.
    static final int NUMERIC_OID = 1700;

    static final int MAX_DIGITS_BEFORE_POINT = 131_072;
    static final int MAX_SCALE = 16_383;

    private static final String NAN = "NaN";
    private static final String INFINITY = "Infinity";
    private static final String MINUS_INFINITY = "-Infinity";

    @Override
    public PgType type() {
        return PgTypes.NUMERIC;
    }

    @Override
    public long toLong(byte[] data, int offset, int length, Format format) {
        return switch (format) {
            case TEXT -> NumericText.toLong(data, offset, length);
            case BINARY -> NumericBinary.toLong(data, offset, length);
        };
    }

    @Override
    public float toFloat(byte[] data, int offset, int length, Format format) {
        float value = nearestFloat(data, offset, length, format);
        boolean infinite = Float.isInfinite(value) && !isSpecial(data, offset, length, format);
        if (infinite || (value == 0 && !isZero(data, offset, length, format))) {
            throw CodecErrors.doesNotFit(PgTypes.NUMERIC, "float");
        }
        return value;
    }

    @Override
    public double toDouble(byte[] data, int offset, int length, Format format) {
        double value = nearestDouble(data, offset, length, format);
        boolean infinite = Double.isInfinite(value) && !isSpecial(data, offset, length, format);
        if (infinite || (value == 0 && !isZero(data, offset, length, format))) {
            throw CodecErrors.doesNotFit(PgTypes.NUMERIC, "double");
        }
        return value;
    }

    @Override
    public BigDecimal toDecimal(byte[] data, int offset, int length, Format format) {
        if (isSpecial(data, offset, length, format)) {
            throw CodecErrors.doesNotFit(PgTypes.NUMERIC, "BigDecimal, which has no NaN and no infinity");
        }
        return switch (format) {
            case TEXT -> NumericText.toDecimal(data, offset, length);
            case BINARY -> NumericBinary.toDecimal(data, offset, length);
        };
    }

    @Override
    public long expansion(byte[] data, int offset, int length, Format format) {
        return switch (format) {
            case TEXT -> 0;
            case BINARY -> NumericBinary.expansion(data, offset, length);
        };
    }

    @Override
    public void writeLong(long value, Format format, PgWriter out) {
        switch (format) {
            case TEXT -> AsciiText.write(value, out);
            case BINARY -> NumericBinary.write(BigDecimal.valueOf(value), out);
        }
    }

    @Override
    public void writeFloat(float value, Format format, PgWriter out) {
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            writeSpecial(value, format, out);
        } else {
            writeDecimal(ShortestDecimal.of(value), format, out);
        }
    }

    @Override
    public void writeDouble(double value, Format format, PgWriter out) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            writeSpecial(value, format, out);
        } else {
            writeDecimal(ShortestDecimal.of(value), format, out);
        }
    }

    @Override
    public void writeDecimal(BigDecimal value, Format format, PgWriter out) {
        long digitsBeforePoint = (long) value.precision() - value.scale();
        boolean tooBig = value.signum() != 0 && digitsBeforePoint > MAX_DIGITS_BEFORE_POINT;
        if (tooBig || value.scale() > MAX_SCALE) {
            throw CodecErrors.outOfRange(PgTypes.NUMERIC, SqlState.NUMERIC_VALUE_OUT_OF_RANGE);
        }
        BigDecimal plain = value.scale() >= 0 ? value : withoutExponent(value);
        switch (format) {
            case TEXT -> out.writeUtf8(plain.toPlainString());
            case BINARY -> NumericBinary.write(plain, out);
        }
    }

    private static BigDecimal withoutExponent(BigDecimal value) {
        return value.signum() == 0 ? BigDecimal.ZERO : value.setScale(0);
    }

    private static void writeSpecial(double value, Format format, PgWriter out) {
        switch (format) {
            case TEXT -> out.writeUtf8(Double.isNaN(value) ? NAN : value > 0 ? INFINITY : MINUS_INFINITY);
            case BINARY -> NumericBinary.writeSpecial(value, out);
        }
    }

    private static float nearestFloat(byte[] data, int offset, int length, Format format) {
        return switch (format) {
            case TEXT -> DecimalText.parseFloat(data, offset, length, PgTypes.NUMERIC);
            case BINARY -> NumericBinary.toFloat(data, offset, length);
        };
    }

    private static double nearestDouble(byte[] data, int offset, int length, Format format) {
        return switch (format) {
            case TEXT -> DecimalText.parseDouble(data, offset, length, PgTypes.NUMERIC);
            case BINARY -> NumericBinary.toDouble(data, offset, length);
        };
    }

    /** Whether it is NaN or infinite. */
    static boolean isSpecial(byte[] data, int offset, int length, Format format) {
        return switch (format) {
            case TEXT ->
                AsciiText.isWord(data, offset, length, NAN)
                        || AsciiText.isWord(data, offset, length, INFINITY)
                        || AsciiText.isWord(data, offset, length, MINUS_INFINITY);
            case BINARY -> NumericBinary.isSpecial(data, offset, length);
        };
    }

    private static boolean isZero(byte[] data, int offset, int length, Format format) {
        return switch (format) {
            case TEXT -> NumericText.isZero(data, offset, length);
            case BINARY -> NumericBinary.isZero(data, offset, length);
        };
    }
}
