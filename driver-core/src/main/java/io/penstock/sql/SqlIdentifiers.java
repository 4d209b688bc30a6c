package io.penstock.sql;

import static java.util.Objects.requireNonNull;

/**
 * Names of things in SQL text.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS">Identifiers and Key Words, in the manual</a>
 */
public final class SqlIdentifiers {

    private SqlIdentifiers() {}

    /** The name in quotes, to be taken as it is written. An empty one, or one with a NUL, is refused by the server. Any thread. */
    public static String quoted(String name) {
        return '"' + requireNonNull(name, "name").replace("\"", "\"\"") + '"';
    }
}
