package io.penstock.jdbc.internal.url;

import io.penstock.config.HostAddress;
import io.penstock.error.PgConfigException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A URL, taken apart.
 *
 * <pre>
 *   jdbc:postgresql:[//host[:port][,…]/][database][?name=value[&amp;…]]
 * </pre>
 *
 * <p>An IPv6 address stands in brackets. The database and the values of properties are percent-encoded; an encoded slash in the host is a
 * Unix-domain socket's directory.
 *
 * @param hosts empty where the URL names none
 * @param database null where the URL names none
 * @param properties those behind the question mark
 */
public record JdbcUrl(List<HostAddress> hosts, @Nullable String database, Map<String, String> properties) {

    private static final String OWN = "jdbc:penstock:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    public JdbcUrl {
        hosts = List.copyOf(hosts);
        properties = Map.copyOf(properties);
    }

    /** Whether it is this driver's own kind of URL. */
    public static boolean isOwn(String url) {
        return url.startsWith(OWN);
    }

    /** Whether it is a URL of a PostgreSQL server. */
    public static boolean isPostgresql(String url) {
        return url.startsWith(POSTGRESQL);
    }

    /**
     * Takes a URL apart.
     *
     * @throws PgConfigException if it is malformed; the message does not repeat it, since it may hold a password
     */
    public static JdbcUrl parse(String url) {
        if (!isOwn(url) && !isPostgresql(url)) {
            throw new PgConfigException("the URL begins neither with jdbc:postgresql: nor with jdbc:penstock:");
        }
        var rest = url.substring(isOwn(url) ? OWN.length() : POSTGRESQL.length());
        var question = rest.indexOf('?');
        var properties = question < 0 ? Map.<String, String>of() : properties(rest.substring(question + 1));
        var place = question < 0 ? rest : rest.substring(0, question);
        if (!place.startsWith("//")) {
            var database = place.startsWith("/") ? place.substring(1) : place;
            return new JdbcUrl(List.of(), named(database), properties);
        }
        var slash = place.indexOf('/', 2);
        var authority = slash < 0 ? place.substring(2) : place.substring(2, slash);
        return new JdbcUrl(hosts(authority), slash < 0 ? null : named(place.substring(slash + 1)), properties);
    }

    private static @Nullable String named(String database) {
        return database.isEmpty() ? null : decoded(database, "database");
    }

    private static Map<String, String> properties(String query) {
        var properties = new LinkedHashMap<String, String>();
        for (var pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            var equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            properties.putIfAbsent(name, equals < 0 ? "" : decoded(pair.substring(equals + 1), name));
        }
        return properties;
    }

    private static List<HostAddress> hosts(String authority) {
        if (authority.isEmpty()) {
            return List.of();
        }
        if (authority.indexOf('@') >= 0 && !authority.startsWith("@")) {
            throw new PgConfigException(
                    "user and password are properties of a JDBC URL, they do not stand in front of the host");
        }
        var hosts = new ArrayList<HostAddress>();
        for (var host : authority.split(",", -1)) {
            if (host.isEmpty()) { // a comma too many must not lead to a server that nobody has named
                throw new PgConfigException("a host is missing in the list of hosts");
            }
            hosts.add(host(host));
        }
        return hosts;
    }

    private static HostAddress host(String text) {
        var colon = text.lastIndexOf(':');
        var bracket = text.lastIndexOf(']');
        var hasPort = colon > bracket;
        var name = hasPort ? text.substring(0, colon) : text;
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        var host = name.isEmpty() ? "localhost" : decoded(name, "host");
        return HostAddress.of(host, hasPort ? port(text.substring(colon + 1)) : HostAddress.DEFAULT_PORT);
    }

    /** A port; an empty one is the default. */
    static int port(String text) {
        if (text.isEmpty()) {
            return HostAddress.DEFAULT_PORT;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new PgConfigException("a port is a number from 1 to 65535", e);
        }
    }

    private static String decoded(String text, String what) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new PgConfigException("the value of " + what + " is not percent-encoded as it should be");
        }
    }
}
