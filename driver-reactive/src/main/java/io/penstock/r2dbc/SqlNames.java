package io.penstock.r2dbc;

import io.penstock.sql.SqlIdentifiers;

/** Names of things, as SQL text has them. */
final class SqlNames {

    private SqlNames() {}

    /** Taken as written. */
    static String quoted(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not a name: it must have a character, and no NUL");
        }
        return SqlIdentifiers.quoted(name);
    }

    /** A plain word in whatever case the server folds it to; what is quoted already, as it is; anything else taken as written. */
    static String folded(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*|\"([^\"\\x00]|\"\")+\"") ? name : quoted(name);
    }
}
