package io.penstock.jdbc.internal.url;

import io.penstock.error.PgConfigException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The values of the properties that a connection is asked for with: those in the URL, and those given beside it, which yield to the URL's.
 *
 * <p>One that nobody knows is refused in a URL, where it is most likely a slip of the pen, and one day {@code sslmod}. Beside a URL it is logged and let be:
 * pools and frameworks hand on what is meant for others.
 */
final class Settings {

    private static final System.Logger LOGGER = System.getLogger("io.penstock.jdbc");

    private final Map<ConnectionProperty, String> values;

    private Settings(Map<ConnectionProperty, String> values) {
        this.values = values;
    }

    /**
     * Reads them.
     *
     * @throws PgConfigException if one is unknown or refused
     */
    static Settings of(JdbcUrl url, Properties given) {
        var values = new LinkedHashMap<ConnectionProperty, String>();
        for (var name : given.stringPropertyNames()) {
            var property = ConnectionProperty.of(name);
            if (property == null) {
                LOGGER.log(
                        System.Logger.Level.WARNING, "there is no connection property {0}; it changes nothing", name);
            } else {
                values.put(property, accepted(property, given.getProperty(name)));
            }
        }
        url.properties().forEach((name, value) -> {
            var property = known(name);
            values.put(property, accepted(property, value));
        });
        return new Settings(values);
    }

    private static ConnectionProperty known(String name) {
        var property = ConnectionProperty.of(name);
        if (property == null) {
            throw new PgConfigException("there is no connection property " + name);
        }
        return property;
    }

    private static String accepted(ConnectionProperty property, String value) {
        if (!property.accepts(value)) {
            throw new PgConfigException(
                    "the connection property " + property.keyword() + " is refused: " + property.note());
        }
        return value;
    }

    boolean has(ConnectionProperty property) {
        return values.containsKey(property);
    }

    @Nullable
    String text(ConnectionProperty property) {
        return values.get(property);
    }

    String text(ConnectionProperty property, String otherwise) {
        return values.getOrDefault(property, otherwise);
    }

    /** One of some words, in any case. */
    String word(ConnectionProperty property, String otherwise, String... words) {
        var value = text(property, otherwise);
        for (var word : words) {
            if (word.equalsIgnoreCase(value)) {
                return word;
            }
        }
        throw new PgConfigException(property.keyword() + " is one of " + String.join(", ", words));
    }

    /** Whether it is true; given without a value, it is. */
    boolean isTrue(ConnectionProperty property, String otherwise) {
        var value = text(property, otherwise).toLowerCase(Locale.ROOT);
        return value.isEmpty() || value.equals("true");
    }

    int number(ConnectionProperty property, int otherwise) {
        var value = text(property);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new PgConfigException(property.keyword() + " is a whole number", e);
        }
    }

    /** Seconds; null for 0, which is no limit. */
    @Nullable
    Duration seconds(ConnectionProperty property, int otherwise) {
        var seconds = number(property, otherwise);
        if (seconds < 0) {
            throw new PgConfigException(property.keyword() + " is a number of seconds, and not negative");
        }
        return seconds == 0 ? null : Duration.ofSeconds(seconds);
    }
}
