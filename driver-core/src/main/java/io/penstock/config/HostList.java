package io.penstock.config;

import io.penstock.error.PgConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pairs libpq's lists {@code host}, {@code hostaddr} and {@code port}, each separated by commas. One port
 * serves all hosts; otherwise the lists must be of one length. An empty host is {@code localhost}: libpq would
 * take the socket directory it was compiled with, which we cannot know.
 */
final class HostList {
    private static final String DEFAULT_HOST = "localhost";

    private HostList() {}

    /** The servers that the settings name; {@code localhost:5432} if they name none. */
    static List<HostAddress> of(Map<LibpqKeyword, String> settings) {
        String[] hosts = items(settings.get(LibpqKeyword.HOST));
        String[] numeric = items(settings.get(LibpqKeyword.HOSTADDR));
        String[] ports = items(settings.get(LibpqKeyword.PORT));
        int count = Math.max(1, numeric.length > 0 ? numeric.length : hosts.length);
        if (numeric.length > 0 && hosts.length > 0 && hosts.length != count) {
            throw new PgConfigException(hosts.length + " hosts do not match " + count + " hostaddr values");
        }
        if (ports.length > 1 && ports.length != count) {
            throw new PgConfigException(ports.length + " ports do not match " + count + " hosts");
        }
        var addresses = new ArrayList<HostAddress>(count);
        for (int i = 0; i < count; i++) {
            int port = port(ports.length == 1 ? ports[0] : item(ports, i));
            addresses.add(address(item(hosts, i), item(numeric, i), port));
        }
        return addresses;
    }

    private static HostAddress address(String host, String numeric, int port) {
        if (numeric.isEmpty()) {
            return HostAddress.of(host.isEmpty() ? DEFAULT_HOST : host, port);
        }
        return new HostAddress.Tcp(host.isEmpty() ? numeric : host, numeric, port);
    }

    private static int port(String text) {
        return text.isEmpty() ? HostAddress.DEFAULT_PORT : Checks.port(Checks.number("port", text));
    }

    private static String[] items(@Nullable String list) {
        return list == null || list.isEmpty() ? new String[0] : list.split(",", -1);
    }

    private static String item(String[] items, int index) {
        return items.length == 0 ? "" : items[index];
    }
}
