package io.penstock.it.jdbc;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.stream.Stream;

/** Results whose rows are changed, added and deleted where they stand. */
final class UpdatableScenarios {

    private static final String TABLES = """
            create table side.without (a int);
            insert into side.without values (1);
            create table side.one (a int not null unique, b text);
            insert into side.one values (1, 'x');
            create table side.pair (x int, y int, z text, primary key (x, y));
            insert into side.pair values (1, 1, 'q'), (1, 2, 'r');
            create view side.seen as select * from side.sample;
            create table side.kinds (id int primary key, t text, n numeric(10,2), d date, ts timestamp, b bytea, bo boolean,
                f float8, a int4[], u uuid);
            insert into side.kinds values (1, 't');
            """;

    /** Something that has no value. */
    private interface Step {

        void take() throws Exception;
    }

    private interface Work {

        void run(ResultSet rows, Observations seen) throws Exception;
    }

    private UpdatableScenarios() {}

    static Stream<Chapter> chapters() {
        return Stream.of(new Chapter(
                "updates of results",
                Stream.of(
                                Stream.of(
                                        updates(), moves(), deletes(), inserts(), refreshes(), refusals(), readOnly()),
                                KINDS.stream().map(UpdatableScenarios::kind),
                                QUERIES.stream().map(UpdatableScenarios::query),
                                Stream.of(forwardOnly(), transactions()))
                        .flatMap(scenarios -> scenarios)
                        .toList()));
    }

    private static void done(Observations seen, String what, Step step) {
        seen.see(what, () -> {
            step.take();
            return "done";
        });
    }

    private static Scenario on(String name, String sql, int type, Work work) {
        return new Scenario("updatable: " + name, (connection, seen) -> {
            try (var statement = connection.createStatement(type, ResultSet.CONCUR_UPDATABLE)) {
                statement.execute(TABLES);
                try (var rows = statement.executeQuery(sql)) {
                    work.run(rows, seen);
                }
            }
            table(connection, seen);
        });
    }

    private static void table(Connection connection, Observations seen) throws SQLException {
        try (var statement = connection.createStatement()) {
            seen.seeRows("sample", statement.executeQuery("select * from sample order by id"));
            seen.seeRows("pair", statement.executeQuery("select * from pair order by x, y"));
            seen.seeRows("one", statement.executeQuery("select * from one"));
        }
    }

    private static Scenario updates() {
        return on("updates", "select * from sample order by id", ResultSet.TYPE_SCROLL_INSENSITIVE, (rows, seen) -> {
            seen.see("concurrency", rows::getConcurrency);
            seen.see("type", rows::getType);
            done(seen, "before the first", () -> rows.updateInt(1, 1));
            rows.next();
            done(seen, "set", () -> rows.updateString("name", "new"));
            seen.see("not yet", () -> rows.getString(2));
            done(seen, "update", rows::updateRow);
            seen.see("now", () -> rows.getString(2));
            seen.see("flags", () -> rows.rowUpdated() + " " + rows.rowInserted() + " " + rows.rowDeleted());
            done(seen, "nothing to update", rows::updateRow);
            done(seen, "key", () -> {
                rows.updateInt(1, 11);
                rows.updateNull("number");
                rows.updateRow();
            });
            seen.see("key now", () -> rows.getInt(1));
            done(seen, "again by the new key", () -> {
                rows.updateLong(3, 5);
                rows.updateRow();
            });
            done(seen, "duplicate", () -> {
                rows.updateInt(1, 2);
                rows.updateRow();
            });
            seen.see("key still", () -> rows.getInt(1));
            done(seen, "after the failure", () -> {
                rows.updateInt(1, 12);
                rows.updateRow();
            });
            done(seen, "no such column", () -> rows.updateInt(9, 1));
            done(seen, "no such name", () -> rows.updateInt("nowhere", 1));
            done(seen, "of a wrong type", () -> {
                rows.updateString(3, "x");
                rows.updateRow();
            });
        });
    }

    private static Scenario moves() {
        return on("cancels", "select * from sample order by id", ResultSet.TYPE_SCROLL_INSENSITIVE, (rows, seen) -> {
            rows.next();
            rows.updateString(2, "lost");
            done(seen, "cancel", rows::cancelRowUpdates);
            rows.absolute(3);
            rows.updateString(2, "kept");
            rows.updateRow();
            seen.see("previous", rows::previous);
            seen.see("value", () -> rows.getString(2));
            seen.see("last", rows::last);
            seen.see("value", () -> rows.getString(2));
            rows.afterLast();
            done(seen, "behind the last", () -> rows.updateInt(1, 1));
        });
    }

    private static Scenario deletes() {
        return on("deletes", "select * from sample order by id", ResultSet.TYPE_SCROLL_INSENSITIVE, (rows, seen) -> {
            done(seen, "before the first", rows::deleteRow);
            rows.absolute(2);
            done(seen, "delete", rows::deleteRow);
            seen.see("row", rows::getRow);
            seen.see("id", () -> rows.getInt(1));
            seen.see("next", rows::next);
            seen.see("id", () -> rows.getInt(1));
            seen.see("is last", rows::isLast);
            rows.afterLast();
            done(seen, "behind the last", rows::deleteRow);
            rows.first();
            done(seen, "delete the first", rows::deleteRow);
            seen.see("row", rows::getRow);
            seen.see("next", rows::next);
            seen.see("id", () -> rows.getInt(1));
        });
    }

    private static Scenario inserts() {
        return on("inserts", "select * from sample order by id", ResultSet.TYPE_SCROLL_INSENSITIVE, (rows, seen) -> {
            rows.next();
            done(seen, "not on it", rows::insertRow);
            rows.moveToInsertRow();
            seen.see("row", rows::getRow);
            done(seen, "update", rows::updateRow);
            done(seen, "delete", rows::deleteRow);
            done(seen, "refresh", rows::refreshRow);
            done(seen, "cancel", rows::cancelRowUpdates);
            done(seen, "nothing", rows::insertRow);
            done(seen, "next", rows::next);
            done(seen, "previous", rows::previous);
            done(seen, "relative", () -> rows.relative(1));
            rows.updateInt("id", 10);
            rows.updateString("name", "ten");
            done(seen, "insert", rows::insertRow);
            seen.see("id", () -> rows.getInt(1));
            seen.see("name", () -> rows.getString(2));
            rows.updateInt("id", 10);
            rows.updateString("name", "ten");
            done(seen, "duplicate", rows::insertRow);
            rows.moveToCurrentRow();
            seen.see("row", rows::getRow);
            seen.see("id", () -> rows.getInt(1));
            seen.see("last", rows::last);
            seen.see("row", rows::getRow);
            seen.see("id", () -> rows.getInt(1));
            done(seen, "update what was inserted", () -> {
                rows.updateLong(3, 100);
                rows.updateRow();
            });
        });
    }

    private static Scenario refreshes() {
        return on("refreshes", "select * from sample order by id", ResultSet.TYPE_SCROLL_INSENSITIVE, (rows, seen) -> {
            done(seen, "before the first", rows::refreshRow);
            rows.next();
            try (var other = rows.getStatement().getConnection().createStatement()) {
                other.executeUpdate("update sample set name = 'elsewhere' where id = 1");
                seen.see("as it was", () -> rows.getString(2));
                done(seen, "refresh", rows::refreshRow);
                seen.see("as it is", () -> rows.getString(2));
                other.executeUpdate("delete from sample where id = 1");
                done(seen, "gone", rows::refreshRow);
                seen.see("as it was last", () -> rows.getString(2));
                done(seen, "delete what is gone", rows::deleteRow);
                seen.see("row", rows::getRow);
            }
        });
    }

    private static Scenario refusals() {
        return on("what there is not", "select * from sample", ResultSet.TYPE_SCROLL_INSENSITIVE, (rows, seen) -> {
            rows.next();
            done(seen, "ref", () -> rows.updateRef(2, null));
            done(seen, "row id", () -> rows.updateRowId(2, null));
            rows.close();
            done(seen, "closed", rows::updateRow);
            done(seen, "closed", () -> rows.updateInt(1, 1));
            done(seen, "closed", rows::moveToInsertRow);
        });
    }

    private static Scenario readOnly() {
        return new Scenario("a result for reading", (connection, seen) -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("select id, name from sample")) {
                rows.next();
                done(seen, "update", () -> rows.updateInt(1, 1));
                done(seen, "by name", () -> rows.updateInt("id", 1));
                done(seen, "by no name", () -> rows.updateInt("nowhere", 1));
                done(seen, "update row", rows::updateRow);
                done(seen, "insert", rows::moveToInsertRow);
                done(seen, "insert row", rows::insertRow);
                done(seen, "back", rows::moveToCurrentRow);
                done(seen, "delete", rows::deleteRow);
                done(seen, "cancel", rows::cancelRowUpdates);
                seen.see("updated", rows::rowUpdated);
            }
        });
    }

    // ---- kinds of values

    private record Kind(String name, String column, Setter setter) {}

    private interface Setter {

        void set(ResultSet rows, String column) throws SQLException;
    }

    private static final List<Kind> KINDS = List.of(
            new Kind("text", "t", (rows, column) -> rows.updateString(column, "it's")),
            new Kind("null", "t", ResultSet::updateNull),
            new Kind("decimal", "n", (rows, column) -> rows.updateBigDecimal(column, new BigDecimal("7.50"))),
            new Kind("int for a float", "f", (rows, column) -> rows.updateInt(column, 7)),
            new Kind("object", "n", (rows, column) -> rows.updateObject(column, new BigDecimal("8.25"))),
            new Kind("date", "d", (rows, column) -> rows.updateDate(column, java.sql.Date.valueOf("2020-02-29"))),
            new Kind(
                    "timestamp",
                    "ts",
                    (rows, column) -> rows.updateTimestamp(column, java.sql.Timestamp.valueOf("2020-02-29 12:00:00"))),
            new Kind("bytes", "b", (rows, column) -> rows.updateBytes(column, new byte[] {1, 2})),
            new Kind("boolean", "bo", (rows, column) -> rows.updateBoolean(column, true)),
            new Kind("double", "f", (rows, column) -> rows.updateDouble(column, 1.25)),
            new Kind("float", "f", (rows, column) -> rows.updateFloat(column, 1.25f)),
            new Kind("short", "f", (rows, column) -> rows.updateShort(column, (short) 2)),
            new Kind(
                    "uuid",
                    "u",
                    (rows, column) -> rows.updateObject(
                            column, java.util.UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"))),
            new Kind("object with a type", "f", (rows, column) -> rows.updateObject(column, 5.5, Types.DOUBLE)),
            new Kind(
                    "characters",
                    "t",
                    (rows, column) -> rows.updateCharacterStream(column, new java.io.StringReader("abcdef"), 3)),
            new Kind(
                    "stream",
                    "b",
                    (rows, column) -> rows.updateBinaryStream(
                            column, new java.io.ByteArrayInputStream(new byte[] {1, 2, 3}), 2)));

    private static Scenario kind(Kind kind) {
        return on(
                "a value, " + kind.name(),
                "select id, " + kind.column() + " from kinds",
                ResultSet.TYPE_SCROLL_INSENSITIVE,
                (rows, seen) -> {
                    rows.next();
                    done(seen, "set", () -> kind.setter().set(rows, kind.column()));
                    done(seen, "update", rows::updateRow);
                    done(seen, "refresh", rows::refreshRow);
                    seen.see("value", () -> rows.getString(kind.column()));
                });
    }

    // ---- which results can be updated

    private static final List<String> QUERIES = List.of(
            "select * from without",
            "select name from sample",
            "select id, name from seen",
            "select a, b from one",
            "select x, z from pair",
            "select z, y, x from pair",
            "select count(*) from sample",
            "select id from sample where id = 2",
            "values (1)");

    private static Scenario query(String sql) {
        return on("which are: " + sql, sql, ResultSet.TYPE_SCROLL_SENSITIVE, (rows, seen) -> {
            seen.see("concurrency", rows::getConcurrency);
            seen.see("type", rows::getType);
            rows.next();
            done(seen, "delete", rows::deleteRow);
        });
    }

    private static Scenario forwardOnly() {
        return on(
                "forward only",
                "select id, name from sample order by id",
                ResultSet.TYPE_FORWARD_ONLY,
                (rows, seen) -> {
                    seen.see("type", rows::getType);
                    while (rows.next()) {
                        rows.updateString(2, "all " + rows.getInt(1));
                        rows.updateRow();
                    }
                    seen.see("back", rows::first);
                });
    }

    private static Scenario transactions() {
        return new Scenario("updatable: in a transaction", (connection, seen) -> {
            connection.setAutoCommit(false);
            try (var statement = connection.prepareStatement(
                    "select id, name from sample where id > ?",
                    ResultSet.TYPE_SCROLL_INSENSITIVE,
                    ResultSet.CONCUR_UPDATABLE)) {
                statement.setInt(1, 0);
                var rows = statement.executeQuery();
                rows.next();
                rows.updateString(2, "undone");
                rows.updateRow();
                connection.rollback();
            }
            CallScenarios.state(connection, seen);
            try (var statement = connection.createStatement()) {
                seen.seeRows("sample", statement.executeQuery("select * from sample order by id"));
            }
        });
    }
}
