package io.penstock.r2dbc;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An option's value, of the option's own class or as text. What it cannot be read as is an {@link IllegalArgumentException} that names the
 * option and not the value, which may be a piece of a password.
 */
record OptionValue(String name, @Nullable Object value) {

    Object object() {
        if (value == null) {
            throw refused("there");
        }
        return value;
    }

    String text() {
        return object().toString();
    }

    int integer() {
        try {
            return object() instanceof Number number ? Math.toIntExact(number.longValue()) : Integer.parseInt(text());
        } catch (ArithmeticException | NumberFormatException e) {
            throw refused("a whole number");
        }
    }

    boolean truth() {
        return switch (text().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused("true or false");
        };
    }

    /** Text is in ISO 8601, {@code PT10S}, or a whole number of milliseconds. */
    Duration duration() {
        if (object() instanceof Duration duration) {
            return duration;
        }
        try {
            return text().startsWith("P") ? Duration.parse(text()) : Duration.ofMillis(Long.parseLong(text()));
        } catch (DateTimeParseException | NumberFormatException e) {
            throw refused("a duration such as PT10S");
        }
    }

    /** A map, or text such as {@code lock_timeout=10s;statement_timeout=5m}. */
    Map<String, String> pairs() {
        var pairs = new LinkedHashMap<String, String>();
        if (object() instanceof Map<?, ?> map) {
            map.forEach((key, setting) -> pairs.put(String.valueOf(key), String.valueOf(setting)));
            return pairs;
        }
        for (var pair : text().split(";", -1)) {
            if (pair.isBlank()) {
                continue;
            }
            var parts = pair.split("=", 2);
            if (parts.length != 2) {
                throw refused("pairs such as lock_timeout=10s;statement_timeout=5m");
            }
            pairs.put(parts[0].strip(), parts[1].strip());
        }
        return pairs;
    }

    /** In lower case, without what stands between words. */
    String plainWord() {
        return text().toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }

    /** One of a set, written as its keyword or as its constant, in whatever case. */
    <E extends Enum<E>> E word(Class<E> type, Function<E, String> keyword) {
        var word = plainWord();
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> keyword.apply(constant).replace("-", "").equals(word))
                .findFirst()
                .orElseThrow(() -> refused("one of "
                        + Arrays.stream(type.getEnumConstants()).map(keyword).collect(Collectors.joining(", "))));
    }

    IllegalArgumentException refused(String expected) {
        return new IllegalArgumentException("option " + name + " must be " + expected);
    }
}
