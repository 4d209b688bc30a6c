package io.penstock.it.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** What a URL's properties change of a connection's ways. */
final class OptionScenarios {

    private OptionScenarios() {}

    static Stream<Chapter> chapters() {
        return Stream.of(
                new Chapter(
                        "autosave",
                        AUTOSAVES.stream().flatMap(OptionScenarios::saving).toList()),
                new Chapter(
                        "read-only",
                        READ_ONLY.stream().map(OptionScenarios::reading).toList()),
                new Chapter(
                        "batched inserts",
                        REWRITING.stream()
                                .flatMap(properties ->
                                        Stream.concat(inserting(properties), BatchScenarios.with(properties)))
                                .toList()),
                new Chapter(
                        "query modes",
                        MODES.stream().map(OptionScenarios::modes).toList()),
                new Chapter("sizes of fields", List.of(fieldSizes())));
    }

    // ---- autosave

    private static final List<String> AUTOSAVES = List.of(
            "autosave=never",
            "autosave=conservative",
            "autosave=always",
            "autosave=conservative&cleanupSavepoints=true",
            "autosave=always&cleanupSavepoints=true");

    private static Stream<Scenario> saving(String properties) {
        return Stream.of(
                new Scenario("a failure with " + properties, properties, OptionScenarios::fail),
                new Scenario("a failure at the beginning with " + properties, properties, (connection, seen) -> {
                    connection.setAutoCommit(false);
                    seen.see("fails", () -> update(connection, "insert into sample values (1, 'dup', 1)"));
                    seen.see("behind", () -> update(connection, "insert into sample values (4, 'four', 4)"));
                    connection.rollback();
                }),
                new Scenario("savepoints of the user's with " + properties, properties, OptionScenarios::savepoints),
                new Scenario("a plan that has changed with " + properties, properties, OptionScenarios::stalePlan));
    }

    private static void fail(Connection connection, Observations seen) throws SQLException {
        connection.setAutoCommit(false);
        seen.see("first", () -> update(connection, "update sample set number = 7 where id = 1"));
        seen.see("fails", () -> update(connection, "insert into sample values (1, 'dup', 1)"));
        seen.see("behind", () -> update(connection, "insert into sample values (4, 'four', 4)"));
        seen.see("fails again", () -> update(connection, "selec"));
        seen.see("query", () -> count(connection));
        connection.rollback();
        seen.see("rolled back", () -> count(connection));
    }

    private static void savepoints(Connection connection, Observations seen) throws SQLException {
        connection.setAutoCommit(false);
        update(connection, "insert into sample values (4, 'four', 4)");
        var one = connection.setSavepoint("one");
        update(connection, "insert into sample values (5, 'five', 5)");
        var two = connection.setSavepoint();
        update(connection, "insert into sample values (6, 'six', 6)");
        connection.rollback(two);
        seen.see("without six", () -> count(connection));
        connection.releaseSavepoint(two);
        connection.rollback(one);
        seen.see("without five", () -> count(connection));
        update(connection, "insert into sample values (7, 'seven', 7)");
        connection.releaseSavepoint(one);
        connection.commit();
        seen.see("committed", () -> count(connection));
        connection.rollback();
    }

    private static void stalePlan(Connection connection, Observations seen) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.prepareStatement("select * from sample order by id")) {
            for (var i = 0; i < 8; i++) {
                statement.executeQuery().close();
            }
            update(connection, "alter table sample add column more text default 'm'");
            seen.see("with the new column", () -> read(statement));
            seen.see("still there", () -> count(connection));
        }
        connection.rollback();
    }

    private static Object read(PreparedStatement statement) throws SQLException {
        try (var result = statement.executeQuery()) {
            result.next();
            return result.getMetaData().getColumnCount() + " "
                    + result.getString(result.getMetaData().getColumnCount());
        }
    }

    // ---- read-only

    private static final List<String> READ_ONLY = List.of(
            "readOnly=true",
            "readOnly=true&readOnlyMode=ignore",
            "readOnly=true&readOnlyMode=transaction",
            "readOnly=true&readOnlyMode=always",
            "readOnlyMode=always",
            "readOnlyMode=ignore");

    private static Scenario reading(String properties) {
        return new Scenario("writing with " + properties, properties, (connection, seen) -> {
            seen.see("is", connection::isReadOnly);
            write(connection, seen, "as it began");
            connection.setReadOnly(true);
            write(connection, seen, "read-only");
            connection.setReadOnly(false);
            write(connection, seen, "for writing");
            seen.see("is", connection::isReadOnly);
        });
    }

    private static void write(Connection connection, Observations seen, String when) throws SQLException {
        seen.see(when + ", autocommit", () -> update(connection, "update sample set number = 5"));
        connection.setAutoCommit(false);
        seen.see(when + ", transaction", () -> update(connection, "update sample set number = 6"));
        connection.rollback();
        connection.setAutoCommit(true);
    }

    // ---- batches

    private static final List<String> REWRITING = List.of(
            "reWriteBatchedInserts=false",
            "reWriteBatchedInserts=true",
            "reWriteBatchedInserts=true&reWriteBatchedInsertsSize=4");

    private static final List<String> INSERTS = List.of(
            "insert into sample values (?, ?, ?)",
            "insert into sample (id, name, number) values(?, upper(?), (? + 1)) ",
            "insert into sample values (?, ?, ?) on conflict do nothing",
            "insert into sample as s values (?, ?, ?) on conflict (id) do update set name = 'again'",
            "insert into sample select ?, ?, ?",
            "insert into sample values (?, ?, ?), (100, 'x', 1)");

    private static Stream<Scenario> inserting(String properties) {
        return INSERTS.stream()
                .map(sql -> new Scenario("batch of " + sql + " with " + properties, properties, (connection, seen) -> {
                    try (var statement = connection.prepareStatement(sql)) {
                        fill(statement, 20, 11);
                        seen.see("rows", () -> statement.executeBatch().length);
                        fill(statement, 3, 2);
                        seen.see("some there", () -> statement.executeBatch().length);
                        fill(statement, 40, 1);
                        seen.see("one", statement::executeBatch);
                    }
                    try (var statement = connection.createStatement()) {
                        seen.seeRows("row", statement.executeQuery("select * from sample order by id"));
                    }
                }));
    }

    private static void fill(PreparedStatement statement, int from, int count) throws SQLException {
        for (var i = from; i < from + count; i++) {
            statement.setInt(1, i);
            if (statement.getParameterMetaData().getParameterType(2) == java.sql.Types.BIGINT) {
                statement.setLong(2, i);
            } else {
                statement.setString(2, "n" + i);
            }
            statement.setLong(3, i);
            statement.addBatch();
        }
    }

    // ---- modes

    private static final List<String> MODES = List.of(
            "preferQueryMode=simple",
            "preferQueryMode=extended",
            "preferQueryMode=extendedForPrepared",
            "preferQueryMode=extendedCacheEverything",
            "prepareThreshold=0");

    private static Scenario modes(String properties) {
        return new Scenario("statements with " + properties, properties, (connection, seen) -> {
            try (var plain = connection.createStatement();
                    var prepared = connection.prepareStatement("select name from sample where id = ?")) {
                for (var i = 1; i <= 3; i++) {
                    seen.seeRows("plain", plain.executeQuery("select name from sample where id = 2"));
                    prepared.setInt(1, i);
                    seen.seeRows("prepared", prepared.executeQuery());
                }
                seen.see("update", () -> plain.executeUpdate("update sample set number = 1; delete from sample"));
                seen.see("fails", () -> plain.executeQuery("select 1/0"));
            }
        });
    }

    // ---- sizes

    private static Scenario fieldSizes() {
        return new Scenario("sizes of fields", "", (connection, seen) -> {
            try (var statement = connection.createStatement()) {
                seen.see("default", statement::getMaxFieldSize);
                statement.setMaxFieldSize(3);
                seen.see("set", statement::getMaxFieldSize);
                look(
                        statement.executeQuery(
                                "select 'abcdef'::text, 'abcdef'::varchar, 'abcdef'::char(6), 'äöüß'::text,"
                                        + " '\\x0102030405'::bytea, 123456, 'abcdef'::json, 'ab'::text, 'abcdef'::name"),
                        seen);
                seen.see("negative", () -> {
                    statement.setMaxFieldSize(-1);
                    return "set";
                });
            }
        });
    }

    private static void look(ResultSet result, Observations seen) throws SQLException {
        result.next();
        for (var i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            var column = i;
            seen.see("text " + i, () -> result.getString(column));
            seen.see("bytes " + i, () -> result.getBytes(column));
            seen.see("object " + i, () -> result.getObject(column));
        }
    }

    private static int update(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static int count(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("select count(*) from sample")) {
            result.next();
            return result.getInt(1);
        }
    }
}
