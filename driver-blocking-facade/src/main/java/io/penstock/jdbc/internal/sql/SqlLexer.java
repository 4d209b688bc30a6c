package io.penstock.jdbc.internal.sql;

/** Where the things end whose inside is not SQL. What has no end ends with the text. */
final class SqlLexer {

    private SqlLexer() {}

    /** Behind the closing quote of the string whose opening quote is here. */
    static int endOfString(String sql, int quote, boolean backslashes) {
        var at = quote + 1;
        while (at < sql.length()) {
            var c = sql.charAt(at);
            if (c == '\\' && backslashes) {
                at += 2;
            } else if (c != '\'') {
                at++;
            } else if (at + 1 < sql.length() && sql.charAt(at + 1) == '\'') {
                at += 2;
            } else {
                return at + 1;
            }
        }
        return sql.length();
    }

    static int endOfIdentifier(String sql, int quote) {
        var end = sql.indexOf('"', quote + 1);
        return end < 0 ? sql.length() : end + 1;
    }

    /** Behind the line, if a comment begins here, else behind the character. */
    static int endOfLineComment(String sql, int dash) {
        if (!sql.startsWith("--", dash)) {
            return dash + 1;
        }
        var at = dash + 2;
        while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
            at++;
        }
        return at;
    }

    /** Behind the comment, if one begins here, else behind the character; comments nest. */
    static int endOfBlockComment(String sql, int slash) {
        if (!sql.startsWith("/*", slash)) {
            return slash + 1;
        }
        var depth = 1;
        var at = slash + 2;
        while (at < sql.length() && depth > 0) {
            if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else {
                at++;
            }
        }
        return Math.min(at, sql.length());
    }

    /** Behind the closing tag, if a dollar quote begins here, else behind the character. */
    static int endOfDollarQuote(String sql, int dollar) {
        var tagEnd = dollar + 1;
        while (tagEnd < sql.length() && isTag(sql.charAt(tagEnd), tagEnd == dollar + 1)) {
            tagEnd++;
        }
        if (tagEnd == sql.length() || sql.charAt(tagEnd) != '$') {
            return dollar + 1;
        }
        var tag = sql.substring(dollar, tagEnd + 1);
        var end = sql.indexOf(tag, tagEnd + 1);
        return end < 0 ? sql.length() : end + tag.length();
    }

    private static boolean isTag(char c, boolean first) {
        return c == '_' || c >= 0x80 || isLetter(c) || (!first && isDigit(c));
    }

    /** Behind blanks and comments. */
    static int skipBlank(String sql, int from) {
        var at = from;
        while (at < sql.length()) {
            var c = sql.charAt(at);
            if (c == '-' && endOfLineComment(sql, at) > at + 1) {
                at = endOfLineComment(sql, at);
            } else if (c == '/' && endOfBlockComment(sql, at) > at + 1) {
                at = endOfBlockComment(sql, at);
            } else if (isSpace(c)) {
                at++;
            } else {
                return at;
            }
        }
        return at;
    }

    /** What the server's own lexer takes for white space. */
    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    static boolean startsWord(char c) {
        return c == '_' || c >= 0x80 || isLetter(c);
    }

    static boolean continuesWord(char c) {
        return startsWord(c) || isDigit(c) || c == '$';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
