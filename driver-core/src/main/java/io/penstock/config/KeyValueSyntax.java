package io.penstock.config;

import java.util.Map;

/**
 * The syntax {@code host=db port=5433 password='two words'}: keywords and values with {@code =} between, white
 * space around. A value in single quotes may hold spaces; a backslash takes the next character as it is.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-KEYWORD-VALUE">Keyword/Value
 *     Connection Strings</a>
 */
final class KeyValueSyntax {
    private final ConnectionStringScanner in;

    private KeyValueSyntax(ConnectionStringScanner in) {
        this.in = in;
    }

    static Map<LibpqKeyword, String> parse(String text) {
        var syntax = new KeyValueSyntax(new ConnectionStringScanner(text));
        syntax.in.skipSpaces();
        while (!syntax.in.atEnd()) {
            syntax.setting();
            syntax.in.skipSpaces();
        }
        return syntax.in.settings();
    }

    private void setting() {
        int start = in.position();
        String word = in.until("= \t\n\u000b\f\r");
        in.skipSpaces();
        if (in.peek() != '=') {
            throw in.error("\"=\" is missing after a keyword");
        }
        in.skip(1);
        in.skipSpaces();
        in.store(word, in.peek() == '\'' ? quoted() : bare(), start);
    }

    private String bare() {
        var value = new StringBuilder();
        while (!in.atEnd() && !ConnectionStringScanner.isSpace(in.peek())) {
            character(value);
        }
        return value.toString();
    }

    private String quoted() {
        int start = in.position();
        in.skip(1);
        var value = new StringBuilder();
        while (in.peek() != '\'') {
            if (in.atEnd()) {
                throw in.error("the quoted value that starts here has no end", start);
            }
            character(value);
        }
        in.skip(1);
        return value.toString();
    }

    /** One character, or the one after a backslash; a backslash at the end stands for nothing. */
    private void character(StringBuilder value) {
        char c = in.next();
        if (c != '\\') {
            value.append(c);
        } else if (!in.atEnd()) {
            value.append(in.next());
        }
    }
}
