package io.penstock.jdbc.internal.sql;

import io.penstock.sql.SqlLexer;
import java.util.Locale;
import java.util.Set;

/** What a statement has to do with the session that it runs in, as far as its text tells: a function that it calls may do anything. */
public enum SessionUse {
    /** Any session will do, and it leaves nothing behind in it. */
    NONE,
    /** It changes the session, or needs the one that an earlier statement ran in. */
    SOME;

    /** Functions whose effect, or whose meaning, is one session's; and what makes a table that is one session's. */
    private static final Set<String> OF_A_SESSION = Set.of(
            "set_config",
            "setseed",
            "currval",
            "lastval",
            "pg_backend_pid",
            "pg_export_snapshot",
            "pg_listening_channels",
            "pg_my_temp_schema",
            "pg_temp",
            "temp",
            "temporary");

    private static final Set<String> FAMILIES_OF_A_SESSION =
            Set.of("pg_advisory_", "pg_try_advisory_", "lo_", "dblink", "postgres_fdw_");

    /** Of a statement as the server reads it. */
    public static SessionUse of(String sql) {
        return switch (Verb.first(sql)) {
            case SELECT, INSERT, UPDATE, DELETE, MERGE, WITH, VALUES, NONE -> ofWords(sql);
            case CALL, COPY, BEGIN, TRANSACTION, DEFINITION, OTHER -> SOME;
        };
    }

    /** Where a string ends is not looked for where a backslash may be in the way. */
    private static SessionUse ofWords(String sql) {
        if (sql.indexOf('\\') >= 0) {
            return SOME;
        }
        var at = 0;
        while (at < sql.length()) {
            var end = SqlLexer.startsWord(sql.charAt(at)) ? SqlLexer.endOfWord(sql, at) : behind(sql, at);
            if (isOfASession(sql, at, end)) {
                return SOME;
            }
            at = end;
        }
        return NONE;
    }

    /** Behind what is no word. */
    private static int behind(String sql, int at) {
        return switch (sql.charAt(at)) {
            case '\'' -> SqlLexer.endOfString(sql, at);
            case '$' -> SqlLexer.endOfDollarQuote(sql, at);
            case '-' -> SqlLexer.endOfLineComment(sql, at);
            case '/' -> SqlLexer.endOfBlockComment(sql, at);
            default -> at + 1;
        };
    }

    private static boolean isOfASession(String sql, int start, int end) {
        if (end - start < 3) {
            return false;
        }
        var word = sql.substring(start, end).toLowerCase(Locale.ROOT);
        return OF_A_SESSION.contains(word) || FAMILIES_OF_A_SESSION.stream().anyMatch(word::startsWith);
    }
}
