package io.penstock.jdbc.internal.convert;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An array's element out of its text, as the class that JDBC has for elements of its type. */
public final class ElementText {

    private static final String HEX = "\\x";

    private ElementText() {}

    public static Object parse(SqlType type, String text) throws SQLException {
        return switch (type) {
            case INT2 -> (short) NumberText.whole(text, Short.MIN_VALUE, Short.MAX_VALUE, "short");
            case INT4 -> (int) NumberText.whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
            case INT8, OID -> NumberText.whole(text, Long.MIN_VALUE, Long.MAX_VALUE, "long");
            case FLOAT4 -> NumberText.singleFloating(text);
            case FLOAT8 -> NumberText.floating(text, "double");
            case NUMERIC -> NumberText.decimal(text);
            case BOOL -> BooleanText.parse(text);
            case UUID_ -> uuid(text);
            case BYTEA -> bytes(text);
            case DATE -> JdbcTimes.date(local(text).toLocalDate(), null);
            case TIME -> JdbcTimes.time(local(text).toLocalTime(), null);
            case TIMESTAMP -> JdbcTimes.timestamp(local(text), null);
            case TIMESTAMPTZ -> JdbcTimes.timestamp(TimeText.parse(text), null);
            default -> text;
        };
    }

    private static LocalDateTime local(String text) throws SQLException {
        return TimeText.parse(text).local();
    }

    private static UUID uuid(String text) throws SQLException {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw bad("UUID", e);
        }
    }

    private static byte[] bytes(String text) throws SQLException {
        if (!text.startsWith(HEX)) {
            throw bad("byte[]", null);
        }
        try {
            return HexFormat.of().parseHex(text.substring(HEX.length()));
        } catch (IllegalArgumentException e) {
            throw bad("byte[]", e);
        }
    }

    private static SQLException bad(String what, @Nullable Throwable cause) {
        return new SQLException("an element cannot be read as " + what, JdbcState.INVALID_PARAMETER_VALUE, cause);
    }
}
