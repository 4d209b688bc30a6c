package io.penstock.internal.exchange;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a text says about the state that prepared statements depend on. It is searched when it is first asked, and once: a text may be long,
 * and its statements many.
 *
 * <p>A word in a literal or a comment counts too: then statements are prepared anew without need, which costs time and nothing else. Confined
 * to the connection's owner.
 */
final class SessionWords {

    /** What a text may be about, and the words by which it is known. */
    private enum Topic {
        OUR_STATEMENTS(List.of(StatementNames.PREFIX)),

        /** {@code SET SCHEMA} is {@code SET search_path}, {@code "$user"} in the path follows the role, {@code RESET ALL} resets both. */
        NAME_RESOLUTION(List.of("search_path", "schema", "role", "authorization", "all")),

        SET_CONFIG(List.of("set_config")),

        FLOAT_DIGITS(List.of("extra_float_digits"));

        private final List<String> words;

        Topic(List<String> words) {
            this.words = words;
        }

        boolean isIn(String sql) {
            for (var word : words) {
                for (var at = 0; at <= sql.length() - word.length(); at++) {
                    if (sql.regionMatches(true, at, word, 0, word.length())) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** What leaves floats all their digits, or only asks how many they have. */
    private static final Pattern ALL_DIGITS = Pattern.compile(
            "(?i)(?:show|reset)\\s+extra_float_digits|extra_float_digits'?\\s*(?:=|to|,)\\s*'?[1-3]\\b");

    private final String sql;
    private @Nullable Set<Topic> topics;

    SessionWords(String sql) {
        this.sql = sql;
    }

    /** Whether it may drop statements that we have prepared. */
    boolean nameOurStatements() {
        return topics().contains(Topic.OUR_STATEMENTS);
    }

    /** Whether a SET or RESET in it may change what unqualified names mean. */
    boolean setNameResolution() {
        return topics().contains(Topic.NAME_RESOLUTION);
    }

    /** Whether a SELECT in it may change any setting. */
    boolean callSetConfig() {
        return topics().contains(Topic.SET_CONFIG);
    }

    /** Whether floats may be printed rounded from here on. */
    boolean mayRoundFloats() {
        return topics().contains(Topic.FLOAT_DIGITS)
                && Topic.FLOAT_DIGITS.isIn(ALL_DIGITS.matcher(sql).replaceAll(""));
    }

    /** Whether it is about none of this. */
    boolean sayNothing() {
        return topics().isEmpty();
    }

    private Set<Topic> topics() {
        var found = topics;
        if (found == null) {
            found = EnumSet.noneOf(Topic.class);
            for (var topic : Topic.values()) {
                if (topic.isIn(sql)) {
                    found.add(topic);
                }
            }
            topics = found;
        }
        return found;
    }
}
