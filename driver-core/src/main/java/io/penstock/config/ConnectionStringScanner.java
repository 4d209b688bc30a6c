package io.penstock.config;

import io.penstock.error.PgConfigException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the two syntaxes of connection strings share: a position in the text, the settings found so far, and
 * errors that tell where but never quote the text, since any piece of it may be a piece of a password.
 *
 * <p>Confined to the thread that parses.
 */
final class ConnectionStringScanner {
    private final Map<LibpqKeyword, String> settings = new EnumMap<>(LibpqKeyword.class);
    private final String text;
    private int position;

    ConnectionStringScanner(String text) {
        this.text = text;
        if (text.indexOf('\0') >= 0) {
            throw error("the character NUL is not allowed");
        }
    }

    /** Keywords with their values; of one that is said twice, the last. */
    Map<LibpqKeyword, String> settings() {
        return settings;
    }

    boolean atEnd() {
        return position == text.length();
    }

    int position() {
        return position;
    }

    /** The character here, or NUL at the end. */
    char peek() {
        return atEnd() ? '\0' : text.charAt(position);
    }

    char next() {
        return text.charAt(position++);
    }

    void skip(int chars) {
        position += chars;
    }

    void skipSpaces() {
        while (!atEnd() && isSpace(peek())) {
            position++;
        }
    }

    /** Moves to the next of the stop characters, or to the end, and returns what lies between. */
    String until(String stops) {
        int start = position;
        while (!atEnd() && stops.indexOf(peek()) < 0) {
            position++;
        }
        return text.substring(start, position);
    }

    /** As {@link #until}, without moving. */
    char lookAhead(String stops) {
        for (int i = position; i < text.length(); i++) {
            if (stops.indexOf(text.charAt(i)) >= 0) {
                return text.charAt(i);
            }
        }
        return '\0';
    }

    /** Takes a setting, with libpq's two translations of old spellings. */
    void store(String word, String value, int at) {
        if (word.equals("requiressl")) {
            settings.put(LibpqKeyword.SSLMODE, value.startsWith("1") ? "require" : "prefer");
            return;
        }
        LibpqKeyword keyword = LibpqKeyword.find(word);
        if (keyword == null) {
            throw unknown(word, at);
        }
        settings.put(keyword, value);
    }

    PgConfigException error(String problem) {
        return error(problem, position);
    }

    PgConfigException error(String problem, int at) {
        return new PgConfigException("connection string, character " + (at + 1) + ": " + problem);
    }

    /** Quotes the word only if it looks like a keyword: otherwise it may come out of a password. */
    private PgConfigException unknown(String word, int at) {
        List<String> near = LibpqKeyword.near(word);
        return near.isEmpty()
                ? error("unknown keyword", at)
                : error("unknown keyword \"" + word + "\", did you mean " + String.join(" or ", near) + "?", at);
    }

    /** As {@code isspace} in C. */
    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
