package io.penstock.internal.codec.extension;

import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.CodecErrors;

/** What a vector's elements are in binary. To us they are all {@code float}s, which hold the values of both exactly. */
enum VectorElement {

    /** IEEE 754 binary32. */
    FLOAT(Float.BYTES),

    /** IEEE 754 binary16: one bit of sign, 5 of exponent, 10 of significand. */
    HALF(Short.BYTES);

    private static final int SIGNIFICAND_BITS = 10;
    private static final int EXPONENT_BIAS = 15;
    private static final int MAX_EXPONENT = 31;
    private static final int SIGNIFICAND_MASK = (1 << SIGNIFICAND_BITS) - 1;
    private static final float LEAST = 0x1p-24f;

    /** Half way from the greatest number to what would be the next: what is not below it is out of range. */
    private static final float OVERFLOW = 65_520f;

    private final int bytes;

    VectorElement(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    float read(PgReader in) {
        return switch (this) {
            case FLOAT -> in.readFloat();
            case HALF -> toFloat(in.readShort());
        };
    }

    void write(float value, PgType type, PgWriter out) {
        switch (this) {
            case FLOAT -> out.writeFloat(value);
            case HALF -> out.writeShort(toHalf(value, type));
        }
    }

    static float toFloat(short half) {
        int exponent = (half >> SIGNIFICAND_BITS) & MAX_EXPONENT;
        int significand = half & SIGNIFICAND_MASK;
        float magnitude;
        if (exponent == MAX_EXPONENT) {
            magnitude = significand == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = significand * LEAST;
        } else {
            magnitude = Math.scalb(
                    (float) (significand | (1 << SIGNIFICAND_BITS)), exponent - EXPONENT_BIAS - SIGNIFICAND_BITS);
        }
        return half < 0 ? -magnitude : magnitude;
    }

    /** Rounds to the nearest, ties to even. */
    static int toHalf(float value, PgType type) {
        float magnitude = Math.abs(value);
        if (!(magnitude < OVERFLOW)) {
            throw CodecErrors.outOfRange(type, SqlState.NUMERIC_VALUE_OUT_OF_RANGE);
        }
        int sign = (Float.floatToRawIntBits(value) >>> 16) & 0x8000;
        int exponent = Math.max(Math.getExponent(magnitude), 1 - EXPONENT_BIAS);
        // In units of the last place, which are whole numbers up to 2048; the carry goes into the exponent by itself.
        int units = (int) Math.rint(Math.scalb((double) magnitude, SIGNIFICAND_BITS - exponent));
        int exponentBits = (exponent + EXPONENT_BIAS - 1) << SIGNIFICAND_BITS;
        return sign | (exponentBits + units);
    }
}
