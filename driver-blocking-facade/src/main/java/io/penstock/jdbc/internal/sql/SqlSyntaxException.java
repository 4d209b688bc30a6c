package io.penstock.jdbc.internal.sql;

/** A text that JDBC's escapes have made unreadable. Says where, and not what is there. */
public final class SqlSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    SqlSyntaxException(String message) {
        super(message);
    }
}
