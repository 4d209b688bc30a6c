package io.penstock.jdbc.internal.convert;

import java.sql.SQLException;
import java.util.Locale;

/** Booleans out of what is none, as the server reads them from text. */
public final class BooleanText {

    private BooleanText() {}

    /** The words that the server reads as a boolean; a number is one if it is 1 or 0. */
    public static boolean parse(String text) throws SQLException {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "1", "true", "t", "yes", "y", "on" -> true;
            case "0", "false", "f", "no", "n", "off" -> false;
            default -> throw refused("text");
        };
    }

    /** 1 or 0. */
    static boolean of(double number) throws SQLException {
        if (number == 1) {
            return true;
        }
        if (number == 0) {
            return false;
        }
        throw refused("number");
    }

    static SQLException refused(String what) {
        return new SQLException("this " + what + " is neither true nor false", JdbcState.CANNOT_COERCE);
    }
}
