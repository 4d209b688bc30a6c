package io.penstock.it.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An answer as lines of text that can be compared: of a result its columns with their types, and each row. */
final class Told {

    private Told() {}

    /** The answer, or what was thrown in its place. */
    static List<String> of(MetaCall.Question question, java.sql.DatabaseMetaData meta) {
        try {
            return of(question.ask(meta));
        } catch (SQLException e) {
            return List.of(e.getClass().getSimpleName() + " " + e.getSQLState());
        } catch (Exception e) {
            return List.of(e.getClass().getSimpleName());
        }
    }

    private static List<String> of(@Nullable Object answer) throws SQLException {
        if (!(answer instanceof ResultSet result)) {
            return List.of(kind(answer) + answer);
        }
        try (result) {
            var lines = new ArrayList<String>();
            lines.add("type " + result.getType() + ", concurrency " + result.getConcurrency());
            var columns = result.getMetaData();
            for (var i = 1; i <= columns.getColumnCount(); i++) {
                lines.add("column " + columns.getColumnLabel(i) + " " + columns.getColumnTypeName(i) + " "
                        + columns.getColumnType(i) + " " + columns.getColumnClassName(i));
            }
            while (result.next()) {
                lines.add(row(result, columns.getColumnCount()));
            }
            return lines;
        }
    }

    private static String row(ResultSet result, int columns) throws SQLException {
        var cells = new ArrayList<String>();
        for (var i = 1; i <= columns; i++) {
            var value = result.getObject(i);
            cells.add(kind(value) + spelled(value, result.getString(i)));
        }
        return String.join(" | ", cells);
    }

    /** A temporary schema has its session's number. */
    private static String spelled(@Nullable Object value, @Nullable String text) {
        return Objects.toString(value instanceof java.sql.Array ? text : value)
                .replaceAll("pg_(toast_)?temp_\\d+", "pg_$1temp_N");
    }

    private static String kind(@Nullable Object value) {
        if (value == null || value instanceof String) {
            return "";
        }
        return value instanceof java.sql.Array ? "Array " : value.getClass().getSimpleName() + " ";
    }
}
