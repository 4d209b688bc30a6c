package io.penstock.it.jdbc;

import java.lang.reflect.Array;
import java.sql.BatchUpdateException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a scenario has seen, as lines of text that can be compared. */
final class Observations {

    /** Something that has a value or throws. */
    interface Look {

        @Nullable
        Object value() throws Exception;
    }

    private final List<String> lines = new ArrayList<>();

    List<String> lines() {
        return lines;
    }

    /** Notes a value, or what was thrown in its place. */
    void see(String what, Look look) {
        String told;
        try {
            told = spelled(look.value());
        } catch (SQLException e) {
            told = failure(e);
        } catch (Exception e) {
            told = e.getClass().getSimpleName();
        }
        lines.add(what + " = " + told);
    }

    /** Notes a value and its class. */
    void seeObject(String what, Look look) {
        see(what, () -> {
            var value = look.value();
            return value == null ? null : kind(value) + " " + spelled(value);
        });
    }

    private static String kind(Object value) {
        return value instanceof java.sql.Array ? "Array" : value.getClass().getSimpleName();
    }

    /** Notes all that is left of a result, as text. */
    void seeRows(String what, ResultSet result) throws SQLException {
        var columns = result.getMetaData().getColumnCount();
        var row = 0;
        while (result.next()) {
            var cells = new ArrayList<String>();
            for (var i = 1; i <= columns; i++) {
                cells.add(String.valueOf(result.getString(i)));
            }
            lines.add(what + "[" + row++ + "] = " + cells);
        }
        lines.add(what + " has " + row + " rows");
    }

    void seeWarnings(String what, @Nullable SQLWarning first) {
        for (var warning = first; warning != null; warning = warning.getNextWarning()) {
            lines.add(what + " warns " + warning.getSQLState() + " " + warning.getMessage());
        }
    }

    /** The class that JDBC has for it where callers ask for it by class, else the SQLSTATE alone. */
    private static String failure(SQLException e) {
        return e instanceof BatchUpdateException batch
                ? "BatchUpdateException " + e.getSQLState() + " " + Arrays.toString(batch.getUpdateCounts())
                : "SQLException " + e.getSQLState();
    }

    private static String spelled(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof java.sql.Array array) {
            try {
                return array.getBaseTypeName() + " " + spelled(array.getArray());
            } catch (SQLException e) {
                return failure(e);
            }
        }
        if (value != null && value.getClass().isArray()) {
            var elements = new ArrayList<String>();
            for (var i = 0; i < Array.getLength(value); i++) {
                elements.add(spelled(Array.get(value, i)));
            }
            return value.getClass().getSimpleName() + elements;
        }
        return String.valueOf(value);
    }
}
