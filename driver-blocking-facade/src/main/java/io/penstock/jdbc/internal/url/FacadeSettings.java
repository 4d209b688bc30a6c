package io.penstock.jdbc.internal.url;

import static io.penstock.jdbc.internal.url.ConnectionProperty.AUTOSAVE;
import static io.penstock.jdbc.internal.url.ConnectionProperty.CLEANUP_SAVEPOINTS;
import static io.penstock.jdbc.internal.url.ConnectionProperty.CONVERT_BOOLEAN_TO_NUMERIC;
import static io.penstock.jdbc.internal.url.ConnectionProperty.DEFAULT_ROW_FETCH_SIZE;
import static io.penstock.jdbc.internal.url.ConnectionProperty.DISABLE_COLUMN_SANITISER;
import static io.penstock.jdbc.internal.url.ConnectionProperty.ESCAPE_SYNTAX_CALL_MODE;
import static io.penstock.jdbc.internal.url.ConnectionProperty.HIDE_UNPRIVILEGED_OBJECTS;
import static io.penstock.jdbc.internal.url.ConnectionProperty.MAX_RESULT_BUFFER;
import static io.penstock.jdbc.internal.url.ConnectionProperty.PREFER_QUERY_MODE;
import static io.penstock.jdbc.internal.url.ConnectionProperty.PREPARE_THRESHOLD;
import static io.penstock.jdbc.internal.url.ConnectionProperty.QUERY_TIMEOUT;
import static io.penstock.jdbc.internal.url.ConnectionProperty.QUOTE_RETURNING_IDENTIFIERS;
import static io.penstock.jdbc.internal.url.ConnectionProperty.READ_ONLY;
import static io.penstock.jdbc.internal.url.ConnectionProperty.READ_ONLY_MODE;
import static io.penstock.jdbc.internal.url.ConnectionProperty.REWRITE_BATCHED_INSERTS;
import static io.penstock.jdbc.internal.url.ConnectionProperty.REWRITE_BATCHED_INSERTS_SIZE;
import static io.penstock.jdbc.internal.url.ConnectionProperty.SOCKET_TIMEOUT;
import static io.penstock.jdbc.internal.url.ConnectionProperty.STRING_TYPE;
import static io.penstock.jdbc.internal.url.ConnectionProperty.UNKNOWN_LENGTH;

import io.penstock.error.PgConfigException;
import io.penstock.jdbc.internal.sql.CallMode;
import java.util.Locale;

/** Reads what the settings say of the facade. */
final class FacadeSettings {

    private static final int MOST_REWRITTEN_ROWS = 32_768;
    private static final int USUAL_REWRITTEN_ROWS = 128;

    private FacadeSettings() {}

    static FacadeOptions of(Settings settings) {
        var returning = settings.isTrue(QUOTE_RETURNING_IDENTIFIERS, "true");
        var hides = settings.isTrue(HIDE_UNPRIVILEGED_OBJECTS, "false");
        return new FacadeOptions(
                Autosave.valueOf(upper(settings.word(AUTOSAVE, "never", "never", "conservative", "always"))),
                settings.isTrue(CLEANUP_SAVEPOINTS, "false")
                        ? FacadeOptions.Savepoints.RELEASED
                        : FacadeOptions.Savepoints.KEPT,
                callMode(settings),
                settings.word(STRING_TYPE, "varchar", "varchar", "unspecified").equals("varchar")
                        ? FacadeOptions.Strings.VARCHAR
                        : FacadeOptions.Strings.UNSPECIFIED,
                notNegative(DEFAULT_ROW_FETCH_SIZE, settings),
                notNegative(QUERY_TIMEOUT, settings),
                maxResultBytes(settings.text(MAX_RESULT_BUFFER, "25p")),
                settings.isTrue(READ_ONLY, "false") ? FacadeOptions.Access.READ_ONLY : FacadeOptions.Access.READ_WRITE,
                ReadOnlyMode.valueOf(
                        upper(settings.word(READ_ONLY_MODE, "transaction", "ignore", "transaction", "always"))),
                preparing(settings),
                rewriting(settings),
                settings.isTrue(DISABLE_COLUMN_SANITISER, "false")
                        ? FacadeOptions.Names.EXACT
                        : FacadeOptions.Names.ANY_CASE,
                returning ? FacadeOptions.Returning.QUOTED : FacadeOptions.Returning.AS_GIVEN,
                settings.isTrue(CONVERT_BOOLEAN_TO_NUMERIC, "false")
                        ? FacadeOptions.Booleans.NUMBERS
                        : FacadeOptions.Booleans.NOT_NUMBERS,
                hides ? FacadeOptions.Objects.PRIVILEGED : FacadeOptions.Objects.ALL,
                settings.number(UNKNOWN_LENGTH, Integer.MAX_VALUE),
                settings.seconds(SOCKET_TIMEOUT, 0));
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    private static int notNegative(ConnectionProperty property, Settings settings) {
        var number = settings.number(property, 0);
        if (number < 0) {
            throw new PgConfigException(property.keyword() + " must not be negative");
        }
        return number;
    }

    private static CallMode callMode(Settings settings) {
        var word = settings.word(ESCAPE_SYNTAX_CALL_MODE, "select", "select", "callIfNoReturn", "call");
        return switch (word) {
            case "call" -> CallMode.CALL;
            case "callIfNoReturn" -> CallMode.CALL_IF_NO_RETURN;
            default -> CallMode.SELECT;
        };
    }

    private static FacadeOptions.Preparing preparing(Settings settings) {
        var mode = settings.word(
                PREFER_QUERY_MODE, "extended", "simple", "extended", "extendedForPrepared", "extendedCacheEverything");
        if (mode.equals("simple") || settings.number(PREPARE_THRESHOLD, 5) == 0) {
            return FacadeOptions.Preparing.ONE_USE;
        }
        return mode.equals("extendedCacheEverything") ? FacadeOptions.Preparing.ALL_KEPT : FacadeOptions.Preparing.KEPT;
    }

    private static FacadeOptions.Rewriting rewriting(Settings settings) {
        if (!settings.isTrue(REWRITE_BATCHED_INSERTS, "false")) {
            return FacadeOptions.Rewriting.NEVER;
        }
        var most = notNegative(REWRITE_BATCHED_INSERTS_SIZE, settings);
        if (most == 0) {
            return new FacadeOptions.Rewriting(USUAL_REWRITTEN_ROWS, MOST_REWRITTEN_ROWS);
        }
        var bounded = Integer.highestOneBit(Math.min(most, MOST_REWRITTEN_ROWS));
        return new FacadeOptions.Rewriting(bounded, bounded);
    }

    /** {@code 100}, {@code 10M}, {@code 1G}; {@code 20p}, {@code 20pct} or {@code 20percent} of the heap. */
    static long maxResultBytes(String text) {
        var digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits == 0 || digits > 12) {
            throw malformed();
        }
        var number = Long.parseLong(text.substring(0, digits));
        var bytes = switch (text.substring(digits).toLowerCase(Locale.ROOT)) {
            case "" -> number;
            case "k" -> number * 1_000;
            case "m" -> number * 1_000_000;
            case "g" -> number * 1_000_000_000;
            case "t" -> number * 1_000_000_000_000L;
            case "p", "pct", "percent" -> Runtime.getRuntime().maxMemory() / 100 * Math.min(number, 90);
            default -> throw malformed();
        };
        return Math.max(bytes, 1);
    }

    private static PgConfigException malformed() {
        return new PgConfigException("maxResultBuffer is a number of bytes (with K, M, G, T), or of percent (with p)");
    }
}
