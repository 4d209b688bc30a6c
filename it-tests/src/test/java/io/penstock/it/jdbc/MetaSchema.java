package io.penstock.it.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.penstock.it.server.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The schema with every kind of object, which is there until it is closed. */
record MetaSchema(PostgresServer server) implements AutoCloseable {

    private static final List<String> CLEANING = List.of(
            "drop schema if exists meta, meta_other, \"Meta 'Odd' %\" cascade",
            "drop foreign data wrapper if exists meta_wrapper cascade", "drop role if exists meta_reader, meta_writer");

    static MetaSchema on(PostgresServer server) throws IOException, SQLException {
        var schema = new MetaSchema(server);
        schema.close();
        try (var admin = server.admin();
                var statement = admin.createStatement()) {
            for (var sql : script().split(" --;(\\R|$)")) {
                statement.execute(sql);
            }
        }
        return schema;
    }

    private static String script() throws IOException {
        try (var file = requireNonNull(MetaSchema.class.getResourceAsStream("every-kind-of-object.sql"))) {
            return new String(file.readAllBytes(), UTF_8).strip();
        }
    }

    /** What only the session that has made it sees. */
    static void addTemporary(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("create temporary table temporary_table (id serial primary key, x text)");
            statement.execute("create temporary view temporary_view as select 1 as one");
        }
    }

    @Override
    public void close() throws SQLException {
        try (var admin = server.admin();
                var statement = admin.createStatement()) {
            for (var sql : CLEANING) {
                statement.execute(sql);
            }
        }
    }
}
