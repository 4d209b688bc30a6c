package io.penstock.jdbc.internal.convert;

import static java.util.Objects.requireNonNull;

import io.penstock.codec.Composite;
import io.penstock.codec.Multirange;
import io.penstock.codec.Range;
import java.lang.reflect.Array;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of users' types that have a {@code timestamptz} somewhere: composite ones, arrays of these, arrays and ranges of a domain. The core spells them in UTC;
 * to JDBC's users each is as the server would spell it, in the session's time zone. What else is in them stays as it is, though it may look like a time.
 */
public final class ZonedValues {

    private static final String SPECIAL_IN_ROWS = "\"\\,()";
    private static final String SPECIAL_IN_ARRAYS = "\"\\,{}";

    private ZonedValues() {}

    /**
     * The text of a value.
     *
     * @param value as the core has read it
     * @param text as the core spells it
     */
    public static String text(Object value, String text, ZoneId zone) {
        if (value instanceof Composite row) {
            return rowText(row, zone);
        }
        var inside = innermost(value);
        if (inside instanceof OffsetDateTime) {
            return ZonedTexts.inZone(text, zone);
        }
        return inside instanceof Composite && value instanceof List<?> list
                ? bounds(text) + arrayText(list, zone)
                : text;
    }

    /**
     * Spells the texts of an array's elements anew.
     *
     * @param texts a Java array of them, of arrays where it has more dimensions
     * @param values the same elements as the core has read them
     */
    public static void respell(Object texts, List<?> values, ZoneId zone) {
        for (var i = 0; i < values.size(); i++) {
            var value = values.get(i);
            var text = Array.get(texts, i);
            if (value instanceof List<?> inner) {
                respell(requireNonNull(text, "texts"), inner, zone);
            } else if (value != null && text instanceof String spelled) {
                Array.set(texts, i, text(value, spelled, zone));
            }
        }
    }

    /** What it is made of, by its first part; null where it has none. */
    private static @Nullable Object innermost(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return first(list);
        }
        if (value instanceof Multirange<?> ranges) {
            return first(ranges.ranges());
        }
        if (value instanceof Range<?> range) {
            return range.lower() != null ? range.lower() : range.upper();
        }
        return value;
    }

    private static @Nullable Object first(List<?> parts) {
        for (var part : parts) {
            var found = innermost(part);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static String rowText(Composite row, ZoneId zone) {
        var text = new StringBuilder("(");
        for (var i = 0; i < row.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            var value = row.get(i);
            if (value != null) {
                appendQuoted(text, text(value, requireNonNull(row.get(i, String.class)), zone), SPECIAL_IN_ROWS, '"');
            }
        }
        return text.append(')').toString();
    }

    /** Where an array does not begin with 1, the text begins with that. */
    private static String bounds(String text) {
        return text.startsWith("[") ? text.substring(0, text.indexOf('=') + 1) : "";
    }

    private static String arrayText(List<?> list, ZoneId zone) {
        var text = new StringBuilder("{");
        for (var element : list) {
            if (text.length() > 1) {
                text.append(',');
            }
            if (element instanceof List<?> inner) {
                text.append(arrayText(inner, zone));
            } else if (element instanceof Composite row) {
                appendQuoted(text, rowText(row, zone), SPECIAL_IN_ARRAYS, '\\');
            } else {
                text.append("NULL");
            }
        }
        return text.append('}').toString();
    }

    /** @param escape what the server has in front of a quote: in rows they are doubled */
    private static void appendQuoted(StringBuilder out, String text, String special, char escape) {
        if (!text.isEmpty() && text.chars().noneMatch(c -> special.indexOf(c) >= 0 || isSpace(c))) {
            out.append(text);
            return;
        }
        out.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '"') {
                out.append(escape);
            } else if (c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }

    /** To the server. */
    private static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
