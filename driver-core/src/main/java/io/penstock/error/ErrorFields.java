package io.penstock.error;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an ErrorResponse or NoticeResponse, as the server sent them.
 *
 * <p>Texts are the server's own, unchanged but for a bound of 65,536 chars each (longer ones end in an
 * ellipsis). Fields that the server did not send are null, and 0 for the three numbers. {@code detail},
 * {@code hint}, {@code internalQuery} and {@code where} may quote values of rows and parameters:
 * {@link #toString()} shows none of them.
 *
 * @param severity localized: ERROR, FATAL, PANIC, or for notices WARNING, NOTICE, DEBUG, INFO, LOG
 * @param severityNonLocalized the same, never localized (since PostgreSQL 9.6)
 * @param sqlState five characters
 * @param message the primary message, usually one line
 * @param detail a secondary message
 * @param hint what to do about it
 * @param position where in the statement, counted in characters from 1; 0 if not told
 * @param internalPosition where in {@code internalQuery}; 0 if not told
 * @param internalQuery the text of a failed command that the server generated itself
 * @param where call stack of functions and generated commands, one per line
 * @param schema schema of the object the error is about
 * @param table table it is about
 * @param column column it is about
 * @param dataType data type it is about
 * @param constraint constraint (or index) it is about
 * @param file source file of the server
 * @param line source line of the server; 0 if not told
 * @param routine source routine of the server
 * @see <a href="https://www.postgresql.org/docs/current/protocol-error-fields.html">Error and Notice
 *     Message Fields</a>
 */
public record ErrorFields(
        String severity,
        String severityNonLocalized,
        String sqlState,
        String message,
        @Nullable String detail,
        @Nullable String hint,
        int position,
        int internalPosition,
        @Nullable String internalQuery,
        @Nullable String where,
        @Nullable String schema,
        @Nullable String table,
        @Nullable String column,
        @Nullable String dataType,
        @Nullable String constraint,
        @Nullable String file,
        int line,
        @Nullable String routine)
        implements Serializable {

    private static final String DEFAULT_SEVERITY = "ERROR";
    private static final String DEFAULT_MESSAGE = "(no message)";

    /** Checks the four fields that are always there and cuts what is too long. */
    public ErrorFields {
        severity = bounded(requireNonNull(severity, "severity"));
        severityNonLocalized = bounded(requireNonNull(severityNonLocalized, "severityNonLocalized"));
        SqlState.requireValid(sqlState);
        message = bounded(requireNonNull(message, "message"));
        detail = boundedOrNull(detail);
        hint = boundedOrNull(hint);
        internalQuery = boundedOrNull(internalQuery);
        where = boundedOrNull(where);
        schema = boundedOrNull(schema);
        table = boundedOrNull(table);
        column = boundedOrNull(column);
        dataType = boundedOrNull(dataType);
        constraint = boundedOrNull(constraint);
        file = boundedOrNull(file);
        routine = boundedOrNull(routine);
    }

    /** The three fields that every server sends. */
    public static ErrorFields of(String severity, String sqlState, String message) {
        return of(Map.of('S', severity, 'V', severity, 'C', sqlState, 'M', message));
    }

    /**
     * From the one-letter codes of the wire. Never fails, whatever a server may send: a missing or malformed
     * SQLSTATE becomes XX000, a missing severity ERROR, a missing message {@code (no message)}, a number that
     * is none 0. Unknown codes are ignored, as the manual asks.
     */
    public static ErrorFields of(Map<Character, String> fields) {
        String severity = fields.getOrDefault('S', fields.getOrDefault('V', DEFAULT_SEVERITY));
        String state = fields.get('C');
        return new ErrorFields(
                severity,
                fields.getOrDefault('V', severity),
                state != null && SqlState.isValid(state) ? state : SqlState.INTERNAL_ERROR,
                fields.getOrDefault('M', DEFAULT_MESSAGE),
                fields.get('D'),
                fields.get('H'),
                number(fields.get('P')),
                number(fields.get('p')),
                fields.get('q'),
                fields.get('W'),
                fields.get('s'),
                fields.get('t'),
                fields.get('c'),
                fields.get('d'),
                fields.get('n'),
                fields.get('F'),
                number(fields.get('L')),
                fields.get('R'));
    }

    /** Whether the server ends the session after this (severity FATAL or PANIC). */
    public boolean isFatal() {
        return severityNonLocalized.equals("FATAL") || severityNonLocalized.equals("PANIC");
    }

    /** Severity, primary message and SQLSTATE in one clean line; none of the fields that quote values. */
    @Override
    public String toString() {
        String text = severityNonLocalized + ": " + message;
        return MessageText.oneLine(text, MessageText.MAX_MESSAGE_CHARS) + " [" + sqlState + "]";
    }

    private static int number(@Nullable String digits) {
        if (digits == null || digits.isEmpty() || digits.length() > 10) {
            return 0;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9') {
                return 0;
            }
            value = value * 10 + (digit - '0');
        }
        return value > Integer.MAX_VALUE ? 0 : (int) value;
    }

    private static String bounded(String text) {
        return MessageText.cut(text, MessageText.MAX_FIELD_CHARS);
    }

    private static @Nullable String boundedOrNull(@Nullable String text) {
        return text == null ? null : bounded(text);
    }
}
