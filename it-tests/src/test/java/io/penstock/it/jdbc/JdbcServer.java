package io.penstock.it.jdbc;

import static java.util.Objects.requireNonNull;

import io.penstock.it.server.PostgresServer;
import io.penstock.jdbc.PenstockConnection;
import io.penstock.jdbc.PenstockDriver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/** A server as JDBC reaches it, by this driver and by pgjdbc. */
record JdbcServer(PostgresServer server) {

    /** Behind {@code jdbc:penstock:} or {@code jdbc:postgresql:}. */
    String address() {
        return "//" + server.host() + ":" + server.port() + "/" + server.database();
    }

    String url() {
        return "jdbc:penstock:" + address();
    }

    /** The default user. */
    Properties user() {
        var user = new Properties();
        user.setProperty("user", server.user());
        user.setProperty("password", server.password());
        return user;
    }

    /** The same, under the name by which the invariants know sessions of tests. */
    Properties namedUser() {
        var user = user();
        user.setProperty("ApplicationName", "penstock-it");
        return user;
    }

    /** The default user's connection through this driver. */
    PenstockConnection connect() throws SQLException {
        return connect(namedUser());
    }

    PenstockConnection connect(Properties user) throws SQLException {
        return requireNonNull(new PenstockDriver().connect(url(), user)).unwrap(PenstockConnection.class);
    }

    /** The first value that a query gives, as text. */
    static String ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
