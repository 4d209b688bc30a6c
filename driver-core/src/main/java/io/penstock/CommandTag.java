package io.penstock;

import static java.util.Objects.requireNonNull;

/**
 * What the server says a statement did: {@code INSERT 0 5}, {@code SELECT 12}, {@code CREATE TABLE}.
 *
 * <p>Parsing never fails: a tag without a row count has the count {@value #NO_COUNT}.
 *
 * @param text the tag as the server sent it
 * @param rows the rows inserted, updated, deleted, selected, moved, fetched, merged or copied; {@value
 *     #NO_COUNT} where the tag has none
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">CommandComplete</a>
 */
public record CommandTag(String text, long rows) {

    /** The {@link #rows()} of a tag without a count. */
    public static final long NO_COUNT = -1;

    /** Of {@link Long#MAX_VALUE}. */
    private static final int MAX_DIGITS = 19;

    /** The tag of an empty query string, for which the server sends none. */
    public static final CommandTag EMPTY_QUERY = new CommandTag("", NO_COUNT);

    public CommandTag {
        requireNonNull(text, "text");
    }

    /** Reads a tag; the count is the last word where that is a number that fits a {@code long}. */
    public static CommandTag parse(String text) {
        return new CommandTag(text, count(text));
    }

    /** The command alone, {@code INSERT} or {@code CREATE TABLE}: the tag without its numbers. */
    public String command() {
        var end = text.length();
        while (end > 0 && isDigitOrSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    private static boolean isDigitOrSpace(char c) {
        return c == ' ' || (c >= '0' && c <= '9');
    }

    private static long count(String text) {
        var start = text.lastIndexOf(' ') + 1;
        if (start == 0 || start == text.length() || text.length() - start > MAX_DIGITS) {
            return NO_COUNT;
        }
        long count = 0;
        for (var i = start; i < text.length(); i++) {
            var digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NO_COUNT;
            }
            count = count * 10 + digit;
        }
        return count < 0 ? NO_COUNT : count; // so many digits overflow once, into what is negative
    }
}
