package io.penstock.jdbc.internal.sql;

/**
 * The one row of an {@code INSERT … VALUES (…)}, parentheses included, with all parameters of the statement in it: so that there can be more rows like it.
 *
 * @param from where it begins in the text as JDBC has it
 * @param to behind it
 */
public record ValuesRow(int from, int to) {

    /** The text with so many such rows. */
    public String repeated(String sql, int rows) {
        var row = sql.substring(from, to);
        return sql.substring(0, to) + (", " + row).repeat(rows - 1) + sql.substring(to);
    }
}
