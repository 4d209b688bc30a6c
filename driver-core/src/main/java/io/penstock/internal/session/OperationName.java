package io.penstock.internal.session;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What operations are called in meters and traces: few names, whatever users write. */
final class OperationName {

    static final String OTHER = "OTHER";

    /** The commands of the manual's part VI by their first words, and two words that begin a query. */
    private static final Set<String> COMMANDS = Set.of(
            "ABORT",
            "ALTER",
            "ANALYZE",
            "BEGIN",
            "CALL",
            "CHECKPOINT",
            "CLOSE",
            "CLUSTER",
            "COMMENT",
            "COMMIT",
            "COPY",
            "CREATE",
            "DEALLOCATE",
            "DECLARE",
            "DELETE",
            "DISCARD",
            "DO",
            "DROP",
            "END",
            "EXECUTE",
            "EXPLAIN",
            "FETCH",
            "GRANT",
            "IMPORT",
            "INSERT",
            "LISTEN",
            "LOAD",
            "LOCK",
            "MERGE",
            "MOVE",
            "NOTIFY",
            "PREPARE",
            "REASSIGN",
            "REFRESH",
            "REINDEX",
            "RELEASE",
            "RESET",
            "REVOKE",
            "ROLLBACK",
            "SAVEPOINT",
            "SECURITY",
            "SELECT",
            "SET",
            "SHOW",
            "START",
            "TABLE",
            "TRUNCATE",
            "UNLISTEN",
            "UPDATE",
            "VACUUM",
            "VALUES",
            "WITH");

    private static final int LONGEST_WORD = 10;

    private OperationName() {}

    /** The name; null for what is not a user's, such as a sign of life. */
    static @Nullable String of(String operation, @Nullable String sql) {
        return switch (operation) {
            case "ping", "close", "look types up" -> null;
            case "copy in", "copy out" -> "COPY";
            case "prepare", "describe" -> "PREPARE";
            default -> sql == null ? "BATCH" : firstWord(sql);
        };
    }

    private static String firstWord(String sql) {
        var start = 0;
        while (start < sql.length() && !isLetter(sql.charAt(start)) && !isComment(sql, start)) {
            start++;
        }
        if (start < sql.length() && isComment(sql, start)) {
            var end = endOfComment(sql, start);
            return end < 0 ? OTHER : firstWord(sql.substring(end));
        }
        var end = start;
        while (end < sql.length() && isLetter(sql.charAt(end)) && end - start <= LONGEST_WORD) {
            end++;
        }
        var word = sql.substring(start, end).toUpperCase(Locale.ROOT);
        return COMMANDS.contains(word) ? word.intern() : OTHER;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isComment(String sql, int at) {
        return sql.startsWith("--", at) || sql.startsWith("/*", at);
    }

    /** Behind the comment; -1 where it does not end. */
    private static int endOfComment(String sql, int at) {
        var end = sql.startsWith("--", at) ? sql.indexOf('\n', at) : sql.indexOf("*/", at);
        return end < 0 ? -1 : end + 1;
    }
}
