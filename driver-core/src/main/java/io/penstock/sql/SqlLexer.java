package io.penstock.sql;

/**
 * Where the things end in SQL text whose inside is not SQL: strings, quoted identifiers, dollar quotes, comments; and what words are made of. For
 * whatever looks for placeholders or semicolons in a text, and must not find those that mean nothing.
 *
 * <p>Positions are indexes of characters, 0 the first; each method is given where a thing begins, and answers with the index behind it. What has no end
 * ends with the text: the server will say so. No method allocates but {@link #endOfDollarQuote}, for the tag. All may be called by any thread.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">Lexical Structure, in the manual</a>
 */
public final class SqlLexer {

    private SqlLexer() {}

    /** Behind the closing quote of the string whose opening quote is here, a backslash in it being a character like others. */
    public static int endOfString(String sql, int quote) {
        return endOfString(sql, quote, false);
    }

    /** The same of a string in which a backslash takes the next character's meaning: one that begins with {@code E'}, or any where standard_conforming_strings is off. */
    public static int endOfEscapeString(String sql, int quote) {
        return endOfString(sql, quote, true);
    }

    private static int endOfString(String sql, int quote, boolean backslashes) {
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

    /** Behind the closing quote of the identifier whose opening quote is here. A doubled quote ends it, and begins another one right there. */
    public static int endOfIdentifier(String sql, int quote) {
        var end = sql.indexOf('"', quote + 1);
        return end < 0 ? sql.length() : end + 1;
    }

    /** Behind the line, if a comment begins here, else behind the character. */
    public static int endOfLineComment(String sql, int dash) {
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
    public static int endOfBlockComment(String sql, int slash) {
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
    public static int endOfDollarQuote(String sql, int dollar) {
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
    public static int skipBlank(String sql, int from) {
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
    public static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /** Whether a keyword or an identifier may begin with it. */
    public static boolean startsWord(char c) {
        return c == '_' || c >= 0x80 || isLetter(c);
    }

    /** Whether it may be in a keyword or an identifier, but not in front. */
    public static boolean continuesWord(char c) {
        return startsWord(c) || isDigit(c) || c == '$';
    }

    /** Behind the keyword or identifier, or what is left of one, that is here; here where there is none. */
    public static int endOfWord(String sql, int start) {
        var at = start;
        while (at < sql.length() && continuesWord(sql.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
