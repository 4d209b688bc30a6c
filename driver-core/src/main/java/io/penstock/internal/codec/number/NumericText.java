package io.penstock.internal.codec.number;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.penstock.codec.Format;
import io.penstock.codec.PgTypes;
import io.penstock.internal.codec.form.CodecErrors;
import java.math.BigDecimal;

/** Reads the text form of a finite {@code numeric}: digits, with or without a point. */
final class NumericText {
    /** So many digits fit a long, whatever they are. */
    private static final int MAX_LONG_DIGITS = 18;

    private static final int MAX_LENGTH = NumericType.MAX_DIGITS_BEFORE_POINT + NumericType.MAX_SCALE + 2;

    private NumericText() {}

    static BigDecimal toDecimal(byte[] data, int offset, int length) {
        int point = requireSyntax(data, offset, length);
        int scale = point < 0 ? 0 : offset + length - point - 1;
        if (length > MAX_LONG_DIGITS) {
            return new BigDecimal(new String(data, offset, length, ISO_8859_1));
        }
        long unscaled = 0;
        for (int i = offset; i < offset + length; i++) {
            unscaled = data[i] >= '0' ? unscaled * 10 + data[i] - '0' : unscaled;
        }
        return BigDecimal.valueOf(data[offset] == '-' ? -unscaled : unscaled, scale);
    }

    static long toLong(byte[] data, int offset, int length) {
        if (length > 0 && !isDigit(data[offset + length - 1])) {
            throw CodecErrors.doesNotFit(PgTypes.NUMERIC, "a whole number"); // NaN and the infinities
        }
        int point = requireSyntax(data, offset, length);
        int wholeLength = point < 0 ? length : point - offset;
        for (int i = offset + wholeLength + 1; i < offset + length; i++) {
            if (data[i] != '0') {
                throw CodecErrors.doesNotFit(PgTypes.NUMERIC, "a whole number");
            }
        }
        return wholeToLong(data, offset, wholeLength);
    }

    static boolean isZero(byte[] data, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (data[i] >= '1' && data[i] <= '9') {
                return false;
            }
        }
        return true;
    }

    private static long wholeToLong(byte[] data, int offset, int length) {
        boolean negative = data[offset] == '-';
        long belowZero = 0;
        for (int i = negative ? offset + 1 : offset; i < offset + length; i++) {
            int digit = data[i] - '0';
            if (belowZero < Long.MIN_VALUE / 10 || belowZero * 10 < Long.MIN_VALUE + digit) {
                throw CodecErrors.doesNotFit(PgTypes.NUMERIC, "long");
            }
            belowZero = belowZero * 10 - digit;
        }
        if (!negative && belowZero == Long.MIN_VALUE) {
            throw CodecErrors.doesNotFit(PgTypes.NUMERIC, "long");
        }
        return negative ? belowZero : -belowZero;
    }

    /** Requires {@code [-]digits[.digits]} and returns the index of the point, or -1. */
    private static int requireSyntax(byte[] data, int offset, int length) {
        int point = -1;
        int start = length > 0 && data[offset] == '-' ? offset + 1 : offset;
        boolean ok = start < offset + length && length <= MAX_LENGTH;
        for (int i = start; ok && i < offset + length; i++) {
            if (data[i] == '.' && point < 0 && i > start && i < offset + length - 1) {
                point = i;
            } else {
                ok = isDigit(data[i]);
            }
        }
        if (!ok) {
            throw CodecErrors.malformed(PgTypes.NUMERIC, Format.TEXT);
        }
        return point;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
