package io.penstock.jdbc.internal.sql;

import io.penstock.sql.SqlLexer;
import org.jspecify.annotations.Nullable;

/** The words with which an escape in braces may begin, but for the call, which {@link CallEscape} knows. */
final class JdbcEscapes {

    private JdbcEscapes() {}

    /** What is in the braces. */
    enum Keyword {
        DATE("d", "DATE "),
        TIMESTAMP("ts", "TIMESTAMP "),
        TIME("t", "TIME "),
        FUNCTION("fn", ""),
        OUTER_JOIN("oj", ""),
        ESCAPE("escape", "ESCAPE ");

        private final String word;
        private final String sql;

        Keyword(String word, String sql) {
            this.word = word;
            this.sql = sql;
        }

        /** What it becomes. */
        String sql() {
            return sql;
        }

        /** The escape that begins with the brace here; null if that is a brace of something else. */
        static @Nullable Keyword at(String sql, int brace) {
            for (var keyword : values()) {
                if (keyword.behind(sql, brace) >= 0) {
                    return keyword;
                }
            }
            return null;
        }

        /** Where the escape's inside begins; -1 if it is not this one. */
        int behind(String sql, int brace) {
            var start = SqlLexer.skipBlank(sql, brace + 1);
            var end = start + word.length();
            if (!sql.regionMatches(true, start, word, 0, word.length()) || end >= sql.length()) {
                return -1;
            }
            var next = sql.charAt(end);
            return SqlLexer.continuesWord(next) ? -1 : SqlLexer.skipBlank(sql, end);
        }
    }
}
