package io.penstock.jdbc.internal.sql;

/**
 * How a text is to be read.
 *
 * @param placeholders what a question mark is
 * @param escapes what braces are
 * @param strings what a backslash in an ordinary string is
 * @param callMode what a call escape is made into
 */
public record SqlSyntax(Placeholders placeholders, Escapes escapes, Strings strings, CallMode callMode) {

    /** What a question mark is. */
    public enum Placeholders {
        /** A parameter; two of them are the operator. */
        QUESTION_MARKS,
        /** The operator: the statement has no parameters. */
        NONE
    }

    /** What braces are. */
    public enum Escapes {
        PROCESSED,
        LEFT_ALONE
    }

    /** What a backslash in a string without a prefix is: the server's {@code standard_conforming_strings}. */
    public enum Strings {
        STANDARD,
        WITH_BACKSLASHES
    }
}
