package io.penstock.jdbc.internal.convert;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Numbers out of text, as pgjdbc's getters read them: a fraction is cut off, what does not fit is an error. */
final class NumberText {

    private NumberText() {}

    /** A whole number between the bounds. */
    static long whole(String text, long min, long max, String type) throws SQLException {
        var number = wholePart(text.strip(), type);
        if (number.compareTo(BigInteger.valueOf(min)) < 0 || number.compareTo(BigInteger.valueOf(max)) > 0) {
            throw bad(type, null);
        }
        return number.longValue();
    }

    private static BigInteger wholePart(String text, String type) throws SQLException {
        try {
            return text.length() < 18 && isDigits(text)
                    ? BigInteger.valueOf(Long.parseLong(text))
                    : bounded(new BigDecimal(text), type);
        } catch (NumberFormatException e) {
            throw bad(type, e);
        }
    }

    /** A number of a million digits fits nothing, and is not worth its expansion. */
    private static BigInteger bounded(BigDecimal number, String type) throws SQLException {
        if (number.precision() - (long) number.scale() > 40) {
            throw bad(type, null);
        }
        return number.setScale(0, RoundingMode.DOWN).toBigInteger();
    }

    private static boolean isDigits(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if ((c < '0' || c > '9') && (i > 0 || c != '-' || text.length() == 1)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static BigDecimal decimal(String text) throws SQLException {
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            throw bad("BigDecimal", e);
        }
    }

    static double floating(String text, String type) throws SQLException {
        try {
            return Double.parseDouble(spelled(text.strip()));
        } catch (NumberFormatException e) {
            throw bad(type, e);
        }
    }

    static float singleFloating(String text) throws SQLException {
        try {
            return Float.parseFloat(spelled(text.strip()));
        } catch (NumberFormatException e) {
            throw bad("float", e);
        }
    }

    private static String spelled(String text) {
        return switch (text) {
            case "inf" -> "Infinity";
            case "-inf" -> "-Infinity";
            default -> text;
        };
    }

    /** The value is not told: it may be somebody's secret. */
    static SQLException bad(String type, @Nullable Throwable cause) {
        return new SQLException(
                "the value of this column is no " + type + ", or does not fit one",
                JdbcState.NUMERIC_VALUE_OUT_OF_RANGE,
                cause);
    }
}
