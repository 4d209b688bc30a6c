package io.penstock.jdbc.internal.sql;

import java.util.ArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one row of an {@code INSERT … VALUES (…)}, parentheses included, with all parameters of the statement in it: so that there can be more rows like it.
 *
 * @param from where it begins in the text as JDBC has it
 * @param to behind it
 */
public record ValuesRow(int from, int to) {

    private static final String KEYWORD = "values";

    /** A placeholder, and what it is cast to. A type with a length is left out, for its comma; so is an array. */
    private static final Pattern VALUE = Pattern.compile("\\s*\\?\\s*(::\\s*[A-Za-z_][A-Za-z0-9_.]*)?\\s*");

    /** The text with so many such rows. */
    public String repeated(String sql, int rows) {
        var row = sql.substring(from, to);
        return sql.substring(0, to) + (", " + row).repeat(rows - 1) + sql.substring(to);
    }

    /**
     * The text with the rows of as many arrays as there are placeholders, one for each; null where the row has more in it than placeholders and what they are
     * cast to. A function may return more rows than one where it is selected, which no row of values allows.
     */
    public @Nullable String unnested(String sql) {
        var head = headOf(sql);
        if (head == null) {
            return null;
        }
        var columns = new ArrayList<String>();
        for (var value : sql.substring(from + 1, to - 1).split(",", -1)) {
            var matcher = VALUE.matcher(value);
            if (!matcher.matches()) {
                return null;
            }
            var cast = matcher.group(1);
            columns.add("pg_catalog.unnest(?)" + (cast == null ? "" : cast));
        }
        return head + "select " + String.join(", ", columns) + sql.substring(to);
    }

    /** What stands in front of VALUES; null where a comment could hide something. */
    private @Nullable String headOf(String sql) {
        var head = sql.substring(0, from).stripTrailing();
        var keyword = head.length() - KEYWORD.length();
        return head.contains("--")
                        || head.contains("/*")
                        || !head.regionMatches(true, keyword, KEYWORD, 0, KEYWORD.length())
                ? null
                : head.substring(0, keyword);
    }
}
