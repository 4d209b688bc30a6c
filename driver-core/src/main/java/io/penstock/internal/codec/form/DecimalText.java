package io.penstock.internal.codec.form;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.penstock.codec.Format;
import io.penstock.codec.PgType;

/**
 * Reads the text form of floating-point numbers: {@code -12.5e+20}, {@code NaN}, {@code -Infinity}.
 *
 * <p>Numbers of few digits, by far the most, are computed without an object: where both the digits and the power of ten are exact
 * doubles, their one quotient or product is rounded correctly (W. Clinger, "How to read floating point numbers
 * accurately"). The others go through a string and the JDK's parser.
 */
public final class DecimalText {
    /** So many digits fit a long, whatever they are. */
    private static final int MAX_LONG_DIGITS = 18;

    /** The bits of a double that a float has no room for, and how they read half-way between two floats. */
    private static final long BITS_BELOW_FLOAT = 0x1FFF_FFFFL;

    private static final long HALF_WAY = 0x1000_0000L;

    private static final double[] DOUBLE_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private DecimalText() {}

    public static double parseDouble(byte[] data, int offset, int length, PgType type) {
        if (isWord(data, offset, length)) {
            return parseWord(data, offset, length, type);
        }
        int digits = requireSyntax(data, offset, length, type);
        double magnitude = digits > MAX_LONG_DIGITS
                ? Double.NaN
                : exactDouble(mantissa(data, offset, length), -exponent(data, offset, length));
        if (Double.isNaN(magnitude)) {
            return Double.parseDouble(new String(data, offset, length, ISO_8859_1));
        }
        return data[offset] == '-' ? -magnitude : magnitude;
    }

    public static float parseFloat(byte[] data, int offset, int length, PgType type) {
        if (isWord(data, offset, length)) {
            return (float) parseWord(data, offset, length, type);
        }
        int digits = requireSyntax(data, offset, length, type);
        float magnitude = digits > MAX_LONG_DIGITS
                ? Float.NaN
                : exactFloat(mantissa(data, offset, length), -exponent(data, offset, length));
        if (Float.isNaN(magnitude)) {
            return Float.parseFloat(new String(data, offset, length, ISO_8859_1));
        }
        return data[offset] == '-' ? -magnitude : magnitude;
    }

    /** The double nearest to {@code unscaled / 10^scale} if exact operands make it so, else NaN. */
    public static double exactDouble(long unscaled, int scale) {
        long digits = unscaled;
        int power = scale;
        while (digits != 0 && digits % 10 == 0) {
            digits /= 10;
            power--;
        }
        if (Math.abs(digits) > 1L << 53 || Math.abs((long) power) >= DOUBLE_POWERS.length) {
            return digits == 0 ? 0 : Double.NaN;
        }
        return power < 0 ? digits * DOUBLE_POWERS[-power] : digits / DOUBLE_POWERS[power];
    }

    /**
     * The float nearest to {@code unscaled / 10^scale} if the nearest double tells it, else NaN. Rounding twice goes wrong only
     * where the double has come to lie half-way between two floats, or next to that.
     */
    public static float exactFloat(long unscaled, int scale) {
        double value = exactDouble(unscaled, scale);
        if (value == 0) {
            return 0;
        }
        boolean normal = Math.abs(value) >= Float.MIN_NORMAL && Math.abs(value) <= Float.MAX_VALUE;
        long below = Double.doubleToRawLongBits(value) & BITS_BELOW_FLOAT;
        return normal && Math.abs(below - HALF_WAY) > 1 ? (float) value : Float.NaN;
    }

    private static boolean isWord(byte[] data, int offset, int length) {
        return length > 1 && (data[offset] == 'N' || data[offset] == 'I' || data[offset + 1] == 'I');
    }

    private static double parseWord(byte[] data, int offset, int length, PgType type) {
        if (AsciiText.isWord(data, offset, length, "NaN")) {
            return Double.NaN;
        }
        if (AsciiText.isWord(data, offset, length, "Infinity")) {
            return Double.POSITIVE_INFINITY;
        }
        if (AsciiText.isWord(data, offset, length, "-Infinity")) {
            return Double.NEGATIVE_INFINITY;
        }
        throw CodecErrors.malformed(type, Format.TEXT);
    }

    /** Requires {@code [-]digits[.digits][e[sign]digits]} and counts the digits before the e, save leading zeros. */
    private static int requireSyntax(byte[] data, int offset, int length, PgType type) {
        int end = offset + length;
        int at = length > 0 && data[offset] == '-' ? offset + 1 : offset;
        int afterWhole = skipDigits(data, at, end);
        boolean ok = afterWhole > at;
        int afterMantissa = afterWhole;
        if (afterWhole < end && data[afterWhole] == '.') {
            afterMantissa = skipDigits(data, afterWhole + 1, end);
            ok &= afterMantissa > afterWhole + 1;
        }
        int last = afterMantissa;
        if (last < end && data[last] == 'e') {
            boolean signed = last + 1 < end && (data[last + 1] == '+' || data[last + 1] == '-');
            int from = signed ? last + 2 : last + 1;
            last = skipDigits(data, from, end);
            ok &= last > from && last - from <= 6;
        }
        if (!ok || last != end) {
            throw CodecErrors.malformed(type, Format.TEXT);
        }
        return significantDigits(data, at, afterMantissa);
    }

    private static int significantDigits(byte[] data, int from, int end) {
        int digits = 0;
        for (int i = from; i < end; i++) {
            if (data[i] != '.' && (digits > 0 || data[i] != '0')) {
                digits++;
            }
        }
        return digits;
    }

    private static int skipDigits(byte[] data, int from, int end) {
        int at = from;
        while (at < end && data[at] >= '0' && data[at] <= '9') {
            at++;
        }
        return at;
    }

    /** The digits without the point, as a whole number; few enough to fit. */
    private static long mantissa(byte[] data, int offset, int length) {
        long mantissa = 0;
        for (int i = offset; i < offset + length && data[i] != 'e'; i++) {
            if (data[i] >= '0') {
                mantissa = mantissa * 10 + data[i] - '0';
            }
        }
        return mantissa;
    }

    /** The power of ten that the mantissa is multiplied by. */
    private static int exponent(byte[] data, int offset, int length) {
        int end = offset + length;
        int fraction = 0;
        boolean inFraction = false;
        int at = offset;
        for (; at < end && data[at] != 'e'; at++) {
            fraction += inFraction ? 1 : 0;
            inFraction |= data[at] == '.';
        }
        if (at == end) {
            return -fraction;
        }
        boolean negative = data[at + 1] == '-';
        int power = 0;
        for (int i = at + 1; i < end; i++) {
            power = data[i] >= '0' ? power * 10 + data[i] - '0' : power;
        }
        return (negative ? -power : power) - fraction;
    }
}
