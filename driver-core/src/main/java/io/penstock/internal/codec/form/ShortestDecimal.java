package io.penstock.internal.codec.form;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.penstock.codec.PgWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * The shortest decimal number that means a given {@code float} or {@code double}, printed as the server prints it.
 *
 * <p>{@code Double.toString} does not do: before JDK 19 its digits are not always the shortest (JDK-4511638), and the
 * server takes no decimal that lies exactly half-way to the neighbour, as newer JDKs do: it prints 1e23 as
 * 9.999999999999999e+22. Its digits are right, however, when they are 15 at most and the number is below 2^53: two such
 * decimals never mean the same double, and none lies half-way between two doubles. All else is searched for with exact
 * arithmetic, which is slow and rare.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/common/d2s.c">d2s.c</a>
 */
public final class ShortestDecimal {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private static final int MAX_SAFE_DOUBLE_DIGITS = 15;
    private static final double TWO_TO_53 = 0x1p53;

    private static final int MAX_SAFE_FLOAT_DIGITS = 6;
    private static final float TWO_TO_24 = 0x1p24f;

    /** From this power of ten on the server prints an exponent; and below 10^-4. */
    private static final int DOUBLE_EXPONENT_FROM = 15;

    private static final int FLOAT_EXPONENT_FROM = 6;
    private static final int EXPONENT_BELOW = -4;

    private ShortestDecimal() {}

    /** A finite number as a decimal without trailing zeros in its fraction. */
    public static BigDecimal of(double value) {
        return withoutExponent(digits(Math.abs(value)), value < 0);
    }

    /** A finite number as a decimal without trailing zeros in its fraction. */
    public static BigDecimal of(float value) {
        return withoutExponent(digits(Math.abs(value)), value < 0);
    }

    public static void write(double value, PgWriter out) {
        if (!writeSpecial(value, out)) {
            write(digits(Math.abs(value)), DOUBLE_EXPONENT_FROM, out);
        }
    }

    public static void write(float value, PgWriter out) {
        if (!writeSpecial(value, out)) {
            write(digits(Math.abs(value)), FLOAT_EXPONENT_FROM, out);
        }
    }

    /** Writes a number that is no digits, or else the minus of one that is. */
    private static boolean writeSpecial(double value, PgWriter out) {
        if (Double.isNaN(value)) {
            out.writeUtf8("NaN");
            return true;
        }
        if (value < 0 || (value == 0 && 1 / value < 0)) {
            out.writeByte('-');
        }
        if (Double.isInfinite(value)) {
            out.writeUtf8("Infinity");
            return true;
        }
        return false;
    }

    private static void write(BigDecimal number, int exponentFrom, PgWriter out) {
        byte[] digits = number.unscaledValue().toString().getBytes(ISO_8859_1);
        int exponent = digits.length - 1 - number.scale();
        if (number.signum() == 0) {
            out.writeByte('0');
        } else if (exponent < EXPONENT_BELOW || exponent >= exponentFrom) {
            writeScientific(digits, exponent, out);
        } else if (exponent < 0) {
            out.writeUtf8("0.");
            writeZeros(-exponent - 1, out);
            out.writeBytes(digits);
        } else {
            int whole = Math.min(exponent + 1, digits.length);
            out.writeBytes(digits, 0, whole);
            writeZeros(exponent + 1 - whole, out);
            if (whole < digits.length) {
                out.writeByte('.');
                out.writeBytes(digits, whole, digits.length - whole);
            }
        }
    }

    private static void writeScientific(byte[] digits, int exponent, PgWriter out) {
        out.writeByte(digits[0]);
        if (digits.length > 1) {
            out.writeByte('.');
            out.writeBytes(digits, 1, digits.length - 1);
        }
        out.writeByte('e');
        out.writeByte(exponent < 0 ? '-' : '+');
        AsciiText.writePadded(Math.abs(exponent), 2, out);
    }

    private static void writeZeros(int count, PgWriter out) {
        for (int i = 0; i < count; i++) {
            out.writeByte('0');
        }
    }

    private static BigDecimal withoutExponent(BigDecimal magnitude, boolean negative) {
        BigDecimal signed = negative ? magnitude.negate() : magnitude;
        return signed.scale() < 0 ? signed.setScale(0) : signed;
    }

    private static BigDecimal digits(double magnitude) {
        BigDecimal javas = new BigDecimal(Double.toString(magnitude)).stripTrailingZeros();
        boolean normal = magnitude >= Double.MIN_NORMAL || magnitude == 0;
        if (normal && magnitude < TWO_TO_53 && javas.precision() <= MAX_SAFE_DOUBLE_DIGITS) {
            return javas;
        }
        BigDecimal exact = new BigDecimal(magnitude);
        BigDecimal below = halfWay(exact, new BigDecimal(Math.nextDown(magnitude)));
        // Beyond the greatest number there is no neighbour, but there is a step as wide as the one below.
        BigDecimal above = magnitude == Double.MAX_VALUE
                ? exact.add(exact.subtract(below))
                : halfWay(exact, new BigDecimal(Math.nextUp(magnitude)));
        return shortestBetween(below, exact, above, javas.precision());
    }

    private static BigDecimal digits(float magnitude) {
        BigDecimal javas = new BigDecimal(Float.toString(magnitude)).stripTrailingZeros();
        boolean normal = magnitude >= Float.MIN_NORMAL || magnitude == 0;
        if (normal && magnitude < TWO_TO_24 && javas.precision() <= MAX_SAFE_FLOAT_DIGITS) {
            return javas;
        }
        BigDecimal exact = new BigDecimal(magnitude);
        BigDecimal below = halfWay(exact, new BigDecimal(Math.nextDown(magnitude)));
        BigDecimal above = magnitude == Float.MAX_VALUE
                ? exact.add(exact.subtract(below))
                : halfWay(exact, new BigDecimal(Math.nextUp(magnitude)));
        return shortestBetween(below, exact, above, javas.precision());
    }

    private static BigDecimal halfWay(BigDecimal one, BigDecimal other) {
        return one.add(other).divide(TWO);
    }

    /**
     * The decimal of the fewest digits strictly between the bounds; of several, the one nearest to the number.
     *
     * @param guess a number of digits that is hardly ever far off
     */
    private static BigDecimal shortestBetween(BigDecimal below, BigDecimal exact, BigDecimal above, int guess) {
        int digits = guess;
        BigDecimal shortest = between(below, exact, above, digits);
        while (shortest == null) {
            shortest = between(below, exact, above, ++digits);
        }
        // What has few digits has one more too, a zero: so the first that is missing ends the search.
        BigDecimal shorter = shortest;
        while (shorter != null) {
            shortest = shorter;
            digits--;
            shorter = digits == 0 ? null : between(below, exact, above, digits);
        }
        return shortest.stripTrailingZeros();
    }

    /** The decimal of this many digits that is nearest to the number, if there is one strictly between the bounds. */
    private static @Nullable BigDecimal between(BigDecimal below, BigDecimal exact, BigDecimal above, int digits) {
        BigDecimal floor = exact.round(new MathContext(digits, RoundingMode.DOWN));
        BigDecimal ceiling = floor.add(floor.ulp());
        boolean floorFits = floor.compareTo(below) > 0;
        boolean ceilingFits = ceiling.compareTo(above) < 0;
        if (floorFits && ceilingFits) {
            return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
        }
        return floorFits ? floor : ceilingFits ? ceiling : null;
    }
}
