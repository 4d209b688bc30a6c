package io.penstock.it.frameworks;

import com.zaxxer.hikari.HikariDataSource;
import io.penstock.it.server.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A schema for one suite: made empty, and dropped with all that a framework has put into it. */
final class OwnSchema implements AutoCloseable {

    private final PostgresServer server;
    private final String name;

    private OwnSchema(PostgresServer server, String name) {
        this.server = server;
        this.name = name;
    }

    static OwnSchema make(PostgresServer server, String name) throws SQLException {
        var schema = new OwnSchema(server, name);
        schema.run("drop schema if exists " + name + " cascade; create schema " + name);
        return schema;
    }

    String name() {
        return name;
    }

    /** As applications write it for pgjdbc; unqualified names mean this schema. */
    String url() {
        return "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.database() + "?currentSchema="
                + name + "&ApplicationName=penstock-it";
    }

    String user() {
        return server.user();
    }

    String password() {
        return server.password();
    }

    Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user());
        properties.setProperty("password", password());
        return DriverManager.getConnection(url(), properties);
    }

    /** Statements, to make or to look at something behind the framework's back. */
    void run(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The one value that a query has, as text. */
    String ask(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    /** HikariCP in front of the driver, as most applications have it. */
    HikariDataSource pool(int size) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(url());
        pool.setUsername(user());
        pool.setPassword(password());
        pool.setMaximumPoolSize(size);
        return pool;
    }

    @Override
    public void close() throws SQLException {
        run("drop schema " + name + " cascade");
    }
}
