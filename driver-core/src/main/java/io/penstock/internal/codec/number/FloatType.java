package io.penstock.internal.codec.number;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.CodecErrors;
import io.penstock.internal.codec.form.DecimalText;
import io.penstock.internal.codec.form.ShortestDecimal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;

/**
 * The binary floating-point numbers, {@code float4} and {@code float8}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT">Floating-Point Types</a>
 */
enum FloatType implements NumberType {
    FLOAT4(Float.BYTES),
    FLOAT8(Double.BYTES);

    // Compile-time constants for switches; a test compares them with PgTypes.
    static final int FLOAT4_OID = 700;
    static final int FLOAT8_OID = 701;

    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, BIG_ENDIAN);
    private static final VarHandle DOUBLE = MethodHandles.byteArrayViewVarHandle(double[].class, BIG_ENDIAN);

    private static final double TWO_TO_63 = 0x1p63;

    private final int width;

    FloatType(int width) {
        this.width = width;
    }

    @Override
    public PgType type() {
        return switch (this) {
            case FLOAT4 -> PgTypes.FLOAT4;
            case FLOAT8 -> PgTypes.FLOAT8;
        };
    }

    @Override
    public long toLong(byte[] data, int offset, int length, Format format) {
        double value = toDouble(data, offset, length, format);
        if (value == Math.rint(value) && value >= -TWO_TO_63 && value < TWO_TO_63) {
            return (long) value;
        }
        throw CodecErrors.doesNotFit(type(), "a whole number");
    }

    @Override
    public float toFloat(byte[] data, int offset, int length, Format format) {
        return switch (this) {
            case FLOAT4 -> readFloat(data, offset, length, format);
            case FLOAT8 -> {
                double value = readDouble(data, offset, length, format);
                if (losesMagnitude(value)) {
                    throw CodecErrors.doesNotFit(type(), "float");
                }
                yield (float) value;
            }
        };
    }

    @Override
    public double toDouble(byte[] data, int offset, int length, Format format) {
        return switch (this) {
            case FLOAT4 -> readFloat(data, offset, length, format);
            case FLOAT8 -> readDouble(data, offset, length, format);
        };
    }

    @Override
    public BigDecimal toDecimal(byte[] data, int offset, int length, Format format) {
        double value = toDouble(data, offset, length, format);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw CodecErrors.doesNotFit(type(), "BigDecimal, which has no NaN and no infinity");
        }
        return switch (this) {
            case FLOAT4 -> ShortestDecimal.of((float) value);
            case FLOAT8 -> ShortestDecimal.of(value);
        };
    }

    @Override
    public void writeLong(long value, Format format, PgWriter out) {
        switch (this) {
            case FLOAT4 -> writeFloat((float) value, format, out);
            case FLOAT8 -> writeDouble((double) value, format, out);
        }
    }

    @Override
    public void writeFloat(float value, Format format, PgWriter out) {
        switch (this) {
            case FLOAT4 -> {
                if (format == Format.TEXT) {
                    ShortestDecimal.write(value, out);
                } else {
                    out.writeFloat(value);
                }
            }
            case FLOAT8 -> writeDouble(value, format, out);
        }
    }

    @Override
    public void writeDouble(double value, Format format, PgWriter out) {
        switch (this) {
            case FLOAT4 -> {
                if (losesMagnitude(value)) {
                    throw CodecErrors.outOfRange(type(), SqlState.NUMERIC_VALUE_OUT_OF_RANGE);
                }
                writeFloat((float) value, format, out);
            }
            case FLOAT8 -> {
                if (format == Format.TEXT) {
                    ShortestDecimal.write(value, out);
                } else {
                    out.writeDouble(value);
                }
            }
        }
    }

    @Override
    public void writeDecimal(BigDecimal value, Format format, PgWriter out) {
        double nearest = switch (this) {
            case FLOAT4 -> value.floatValue();
            case FLOAT8 -> value.doubleValue();
        };
        if (Double.isInfinite(nearest) || (nearest == 0 && value.signum() != 0)) {
            throw CodecErrors.outOfRange(type(), SqlState.NUMERIC_VALUE_OUT_OF_RANGE);
        }
        writeDouble(nearest, format, out);
    }

    private float readFloat(byte[] data, int offset, int length, Format format) {
        if (format == Format.TEXT) {
            return DecimalText.parseFloat(data, offset, length, type());
        }
        requireWidth(length);
        return (float) FLOAT.get(data, offset);
    }

    private double readDouble(byte[] data, int offset, int length, Format format) {
        if (format == Format.TEXT) {
            return DecimalText.parseDouble(data, offset, length, type());
        }
        requireWidth(length);
        return (double) DOUBLE.get(data, offset);
    }

    private void requireWidth(int length) {
        if (length != width) {
            throw CodecErrors.malformedBinary(type(), length + " bytes instead of " + width);
        }
    }

    /** As the server's cast from float8 to float4: too big becomes no infinity, and too small no zero. */
    private static boolean losesMagnitude(double value) {
        float narrow = (float) value;
        return (Float.isInfinite(narrow) && !Double.isInfinite(value)) || (narrow == 0 && value != 0);
    }
}
