package io.penstock.internal.codec.number;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.penstock.codec.Format;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.PgCodecException;
import io.penstock.internal.codec.form.CodecErrors;
import io.penstock.internal.codec.form.DecimalText;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The binary form of {@code numeric}.
 *
 * <pre>
 * +----------+--------------+------------+--------------+-----------------------+
 * | uint16 n | int16 weight | int16 sign | int16 dscale | n * int16, 0 to 9,999 |
 * +----------+--------------+------------+--------------+-----------------------+
 * value = sign * sum of group[i] * 10,000^(weight - i), printed with dscale digits after the point
 * </pre>
 *
 * Groups of zeros are left out at both ends. Most numbers fit a long, and are turned without anything else.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/numeric.c">numeric_recv</a>
 */
final class NumericBinary {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, BIG_ENDIAN);

    private static final int HEADER = 8;
    private static final int BASE = 10_000;
    private static final int DIGITS_PER_GROUP = 4;

    /** A digit is 3.33 bits. */
    private static final int BYTES_FOR_64_DIGITS = 27;

    private static final int POSITIVE = 0x0000;
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int INFINITY = 0xD000;
    private static final int MINUS_INFINITY = 0xF000;

    /** What {@link #unscaled} returns for a number that does not fit; no number of 18 digits is that low. */
    private static final long TOO_LONG = Long.MIN_VALUE;

    private static final long MAX_UNSCALED = 999_999_999_999_999_999L;
    private static final long[] POWERS = powersOfTen();

    /** What may be multiplied by each power, since to divide takes as long as all the rest of a small number. */
    private static final long[] MOST =
            Arrays.stream(POWERS).map(power -> MAX_UNSCALED / power).toArray();

    private NumericBinary() {}

    static boolean isSpecial(byte[] data, int offset, int length) {
        int sign = requireHeader(data, offset, length);
        return sign != POSITIVE && sign != NEGATIVE;
    }

    static boolean isZero(byte[] data, int offset, int length) {
        requireHeader(data, offset, length);
        for (int i = 0; i < groups(data, offset); i++) {
            if (group(data, offset, i) != 0) {
                return false;
            }
        }
        return true;
    }

    static long toLong(byte[] data, int offset, int length) {
        if (isSpecial(data, offset, length)) {
            throw CodecErrors.doesNotFit(PgTypes.NUMERIC, "a whole number");
        }
        int weight = weight(data, offset);
        int groups = groups(data, offset);
        long belowZero = 0;
        for (int i = 0; i < groups; i++) {
            int group = group(data, offset, i);
            if (i <= weight) {
                belowZero = appendBelowZero(belowZero, group);
            } else if (group != 0) {
                throw CodecErrors.doesNotFit(PgTypes.NUMERIC, "a whole number");
            }
        }
        for (int i = groups; i <= weight && belowZero != 0; i++) {
            belowZero = appendBelowZero(belowZero, 0);
        }
        if (sign(data, offset) == NEGATIVE) {
            return belowZero;
        }
        if (belowZero == Long.MIN_VALUE) {
            throw CodecErrors.doesNotFit(PgTypes.NUMERIC, "long");
        }
        return -belowZero;
    }

    static float toFloat(byte[] data, int offset, int length) {
        if (isSpecial(data, offset, length)) {
            return (float) special(data, offset);
        }
        long unscaled = unscaled(data, offset);
        float exact = unscaled == TOO_LONG ? Float.NaN : DecimalText.exactFloat(unscaled, scale(data, offset));
        return Float.isNaN(exact) ? toDecimal(data, offset, length).floatValue() : exact;
    }

    static double toDouble(byte[] data, int offset, int length) {
        if (isSpecial(data, offset, length)) {
            return special(data, offset);
        }
        long unscaled = unscaled(data, offset);
        double exact = unscaled == TOO_LONG ? Double.NaN : DecimalText.exactDouble(unscaled, scale(data, offset));
        return Double.isNaN(exact) ? toDecimal(data, offset, length).doubleValue() : exact;
    }

    /** The finite number. */
    static BigDecimal toDecimal(byte[] data, int offset, int length) {
        requireHeader(data, offset, length);
        long unscaled = unscaled(data, offset);
        return unscaled == TOO_LONG ? toLongDecimal(data, offset) : BigDecimal.valueOf(unscaled, scale(data, offset));
    }

    /** How many bytes the digits of the number take beyond those that it came in: the zeros at both ends are left out there. */
    static long expansion(byte[] data, int offset, int length) {
        if (length < HEADER || groups(data, offset) == 0) {
            return 0;
        }
        long digits = (long) DIGITS_PER_GROUP * (weight(data, offset) + 1) + scale(data, offset);
        return digits * BYTES_FOR_64_DIGITS / 64 - length;
    }

    /** Writes a number whose scale is not negative. */
    static void write(BigDecimal value, PgWriter out) {
        int scale = value.scale();
        BigInteger unscaled = value.unscaledValue();
        int padding = Math.floorMod(-scale, DIGITS_PER_GROUP);
        int lastWeight = -((scale + padding) / DIGITS_PER_GROUP);
        int sign = value.signum() < 0 ? NEGATIVE : POSITIVE;
        if (unscaled.bitLength() < 50) { // with three more digits still below 10^18
            writeGroups(Math.abs(unscaled.longValue()) * POWERS[padding], lastWeight, sign, scale, out);
        } else {
            String digits = unscaled.abs().toString() + "0".repeat(padding);
            writeGroups(digits.getBytes(ISO_8859_1), lastWeight, sign, scale, out);
        }
    }

    static void writeSpecial(double value, PgWriter out) {
        int sign = Double.isNaN(value) ? NAN : value > 0 ? INFINITY : MINUS_INFINITY;
        writeHeader(0, 0, sign, 0, out);
    }

    private static void writeGroups(long magnitude, int lastWeight, int sign, int scale, PgWriter out) {
        long rest = magnitude;
        int weight = lastWeight;
        while (rest != 0 && rest % BASE == 0) {
            rest /= BASE;
            weight++;
        }
        int groups = 0;
        long top = 1; // the place value of the first group
        for (long higher = rest; higher != 0; higher /= BASE) {
            groups++;
            top = groups == 1 ? 1 : top * BASE;
        }
        writeHeader(groups, groups == 0 ? 0 : weight + groups - 1, sign, scale, out);
        for (int i = 0; i < groups; i++) {
            out.writeShort((int) (rest / top % BASE));
            top /= BASE;
        }
    }

    private static void writeGroups(byte[] digits, int lastWeight, int sign, int scale, PgWriter out) {
        int groups = (digits.length + DIGITS_PER_GROUP - 1) / DIGITS_PER_GROUP;
        int missing = groups * DIGITS_PER_GROUP - digits.length;
        int significant = digits.length;
        while (digits[significant - 1] == '0') {
            significant--;
        }
        int kept = (significant + missing + DIGITS_PER_GROUP - 1) / DIGITS_PER_GROUP;
        writeHeader(kept, lastWeight + groups - 1, sign, scale, out);
        int at = 0;
        for (int i = 0; i < kept; i++) {
            int group = 0;
            int end = (i + 1) * DIGITS_PER_GROUP - missing;
            for (; at < end; at++) {
                group = group * 10 + digits[at] - '0';
            }
            out.writeShort(group);
        }
    }

    private static void writeHeader(int groups, int weight, int sign, int scale, PgWriter out) {
        out.writeShort(groups);
        out.writeShort(weight);
        out.writeShort(sign);
        out.writeShort(scale);
    }

    /** The number times 10^scale, if that has 18 digits at most, else {@link #TOO_LONG}. */
    private static long unscaled(byte[] data, int offset) {
        int groups = groups(data, offset);
        long value = 0;
        for (int i = 0; i < groups; i++) {
            if (value > MAX_UNSCALED / BASE - 1) {
                return TOO_LONG;
            }
            value = value * BASE + group(data, offset, i);
        }
        if (value == 0) {
            return 0;
        }
        int shift = shift(data, offset);
        if (Math.abs(shift) >= POWERS.length) {
            return TOO_LONG;
        }
        if (shift < 0) {
            requireNoRest(value % POWERS[-shift] == 0);
            value /= POWERS[-shift];
        } else if (value > MOST[shift]) {
            return TOO_LONG;
        } else {
            value *= POWERS[shift];
        }
        return sign(data, offset) == NEGATIVE ? -value : value;
    }

    private static BigDecimal toLongDecimal(byte[] data, int offset) {
        int groups = groups(data, offset);
        int shift = shift(data, offset);
        BigInteger value = combine(data, offset, 0, groups);
        if (shift >= 0) {
            value = value.multiply(BigInteger.TEN.pow(shift));
        } else if (value.signum() != 0) {
            // No power of ten is computed for a number that cannot have so many zeros at its end.
            requireNoRest(-shift < groups * DIGITS_PER_GROUP);
            BigInteger[] parts = value.divideAndRemainder(BigInteger.TEN.pow(-shift));
            requireNoRest(parts[1].signum() == 0);
            value = parts[0];
        }
        return new BigDecimal(sign(data, offset) == NEGATIVE ? value.negate() : value, scale(data, offset));
    }

    /** The groups as one number; halves are combined, for adding group by group would take the square of their number. */
    private static BigInteger combine(byte[] data, int offset, int from, int to) {
        if (to - from <= DIGITS_PER_GROUP) {
            long value = 0;
            for (int i = from; i < to; i++) {
                value = value * BASE + group(data, offset, i);
            }
            return BigInteger.valueOf(value);
        }
        int middle = (from + to) >>> 1;
        BigInteger high = combine(data, offset, from, middle);
        BigInteger low = combine(data, offset, middle, to);
        return high.multiply(BigInteger.TEN.pow(DIGITS_PER_GROUP * (to - middle)))
                .add(low);
    }

    private static long appendBelowZero(long belowZero, int group) {
        if (belowZero < Long.MIN_VALUE / BASE || belowZero * BASE < Long.MIN_VALUE + group) {
            throw CodecErrors.doesNotFit(PgTypes.NUMERIC, "long");
        }
        return belowZero * BASE - group;
    }

    private static double special(byte[] data, int offset) {
        return switch (sign(data, offset)) {
            case INFINITY -> Double.POSITIVE_INFINITY;
            case MINUS_INFINITY -> Double.NEGATIVE_INFINITY;
            default -> Double.NaN;
        };
    }

    /** Requires a sound header, and returns the sign. */
    private static int requireHeader(byte[] data, int offset, int length) {
        if (length < HEADER || length != HEADER + groups(data, offset) * Short.BYTES) {
            throw CodecErrors.malformedBinary(PgTypes.NUMERIC, "its length is not that of its groups");
        }
        if (scale(data, offset) > NumericType.MAX_SCALE) {
            throw CodecErrors.malformedBinary(PgTypes.NUMERIC, "bad scale");
        }
        int sign = sign(data, offset);
        return switch (sign) {
            case POSITIVE, NEGATIVE, NAN, INFINITY, MINUS_INFINITY -> sign;
            default -> throw CodecErrors.malformedBinary(PgTypes.NUMERIC, "bad sign");
        };
    }

    private static void requireNoRest(boolean none) {
        if (!none) {
            throw CodecErrors.malformedBinary(PgTypes.NUMERIC, "it has digits beyond its scale");
        }
    }

    /** The power of ten from the groups as one whole number to the unscaled value. */
    private static int shift(byte[] data, int offset) {
        return DIGITS_PER_GROUP * (weight(data, offset) - groups(data, offset) + 1) + scale(data, offset);
    }

    private static int groups(byte[] data, int offset) {
        return Short.toUnsignedInt((short) SHORT.get(data, offset));
    }

    private static int weight(byte[] data, int offset) {
        return (short) SHORT.get(data, offset + 2);
    }

    private static int sign(byte[] data, int offset) {
        return Short.toUnsignedInt((short) SHORT.get(data, offset + 4));
    }

    private static int scale(byte[] data, int offset) {
        return Short.toUnsignedInt((short) SHORT.get(data, offset + 6));
    }

    private static int group(byte[] data, int offset, int index) {
        int group = (short) SHORT.get(data, offset + HEADER + index * Short.BYTES);
        if (group < 0 || group >= BASE) {
            throw badGroup();
        }
        return group;
    }

    private static PgCodecException badGroup() {
        return CodecErrors.malformed(PgTypes.NUMERIC, Format.BINARY);
    }

    private static long[] powersOfTen() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
