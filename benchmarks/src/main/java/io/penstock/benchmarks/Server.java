package io.penstock.benchmarks;

import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;

/** The server that is measured with; it trusts the user over TCP. */
record Server(String host, int port, String user, String database) {

    static Server parse(String url) {
        var options = ConnectionOptions.parse(url);
        if (!(options.hosts().get(0) instanceof HostAddress.Tcp tcp)) {
            throw new IllegalArgumentException("the peers need a TCP address");
        }
        return new Server(tcp.host(), tcp.port(), options.user(), options.database());
    }

    String url() {
        return "postgresql://" + user + "@" + host + ":" + port + "/" + database + "?sslmode=disable";
    }

    ConnectionOptions options() {
        return ConnectionOptions.parse(url());
    }

    /** For a JDBC driver. */
    String jdbcUrl(String subprotocol) {
        return "jdbc:" + subprotocol + "://" + host + ":" + port + "/" + database + "?sslmode=disable&user=" + user;
    }
}
