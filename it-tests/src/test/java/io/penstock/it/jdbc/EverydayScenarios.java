package io.penstock.it.jdbc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** What an application does on its first day with another driver: some of it unwise, all of it seen. */
final class EverydayScenarios {

    private EverydayScenarios() {}

    static Stream<Chapter> chapters() {
        return Stream.of(
                new Chapter("one connection and several threads", List.of(severalThreads(), anotherThreadsWait())),
                new Chapter("definitions that change", definitions().toList()),
                new Chapter("old times", oldTimes().toList(), Chapter.Connections.SHARED),
                new Chapter("values for the server to read", untyped().toList()),
                new Chapter("streams as parameters", streams().toList()),
                new Chapter("keys of common table expressions", keys().toList()),
                new Chapter("what is left open", leftOpen().toList()));
    }

    // ---- threads

    private static Scenario severalThreads() {
        return new Scenario("statements of several threads", (connection, seen) -> {
            var threads = Executors.newFixedThreadPool(4);
            try {
                var asked = new ArrayList<Callable<Integer>>();
                for (var i = 0; i < 200; i++) {
                    var nonce = i;
                    asked.add(() -> answered(connection, nonce));
                }
                var right = 0;
                for (var answer : threads.invokeAll(asked)) {
                    right += answer.get();
                }
                seen.see("right answers", List.of(right)::toString);
            } finally {
                threads.shutdown();
            }
            CallScenarios.state(connection, seen);
        });
    }

    private static int answered(Connection connection, int nonce) throws SQLException {
        try (var statement = connection.prepareStatement("select ?::int")) {
            statement.setInt(1, nonce);
            try (var result = statement.executeQuery()) {
                return result.next() && result.getInt(1) == nonce ? 1 : 0;
            }
        }
    }

    private static Scenario anotherThreadsWait() {
        return new Scenario("a statement while another thread waits for one", (connection, seen) -> {
            var thread = Executors.newSingleThreadExecutor();
            try (var slow = connection.prepareStatement("select pg_sleep(0.2)")) {
                var sleeping = thread.submit(() -> slow.execute());
                seen.see("meanwhile", () -> answered(connection, 7));
                connection.setAutoCommit(false);
                seen.see("transaction", () -> answered(connection, 8));
                connection.commit();
                seen.see("slow one", sleeping::get);
            } finally {
                thread.shutdown();
            }
        });
    }

    // ---- definitions

    private static final List<String> CHANGES = List.of(
            "alter table changing add column c int default 7",
            "alter table changing alter column b type text",
            "drop table changing cascade; create table changing (a int, b text, c int); insert into changing values (1, 'x', 2);"
                    + " create view seen_rows as select a, 5 as five from changing",
            "drop view seen_rows; create view seen_rows as select a, 5 as five from changing",
            "create or replace view seen_rows as select a, 5 as five from changing");

    /** How what makes the change ends. */
    private enum Ending {
        COMMIT,
        ROLLBACK,
        AUTOCOMMIT
    }

    private static Stream<Scenario> definitions() {
        return Stream.concat(
                CHANGES.stream().flatMap(change -> Stream.of(Ending.values()).map(end -> definition(change, end))),
                Stream.of("discard all; set search_path = side", "discard plans", "deallocate all")
                        .map(change -> definition(change, Ending.AUTOCOMMIT)));
    }

    /** In transactions before, within and behind the one that makes the change. */
    private static Scenario definition(String change, Ending ending) {
        return new Scenario(change + ", " + ending, (connection, seen) -> {
            run(connection, "create table changing (a int, b int); insert into changing values (1, 2)");
            run(connection, "create view seen_rows as select a from changing");
            connection.setAutoCommit(false);
            try (var table = connection.prepareStatement("select * from changing where a = ?");
                    var view = connection.prepareStatement("select * from seen_rows")) {
                table.setInt(1, 1);
                for (var i = 0; i < 7; i++) {
                    table.executeQuery().close();
                    view.executeQuery().close();
                }
                connection.commit();
                connection.setAutoCommit(ending == Ending.AUTOCOMMIT);
                seen.see("change", () -> run(connection, change));
                seen.see("table", () -> rows(table));
                seen.see("view", () -> rows(view));
                connection.setAutoCommit(false);
                if (ending == Ending.COMMIT) {
                    connection.commit();
                }
                for (var i = 0; i < 2; i++) {
                    connection.rollback();
                    seen.see("table", () -> rows(table));
                    seen.see("view", () -> rows(view));
                }
            }
            connection.rollback();
            CallScenarios.state(connection, seen);
        });
    }

    private static List<List<String>> rows(PreparedStatement statement) throws SQLException {
        var rows = new ArrayList<List<String>>();
        try (var result = statement.executeQuery()) {
            while (result.next()) {
                var cells = new ArrayList<String>();
                for (var i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    cells.add(result.getString(i));
                }
                rows.add(cells);
            }
        }
        return rows;
    }

    private static boolean run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    // ---- times

    private static final List<String> TIMES = List.of(
            "0001-01-01 00:00:00",
            "1582-10-04 12:00:00",
            "1582-10-20 12:00:00",
            "1599-12-31 23:59:59",
            "1883-11-18 12:00:00",
            "1893-04-01 00:00:00",
            "1900-01-01 00:00:00",
            "1950-06-01 00:00:00.5",
            "2024-03-10 02:30:00",
            "2024-10-27 02:30:00",
            "2050-07-01 12:00:00",
            "9999-12-31 23:59:59.999999");

    private static Stream<Scenario> oldTimes() {
        return Stream.of("America/New_York", "Europe/Berlin", "Asia/Kolkata", "Africa/Monrovia")
                .flatMap(zone -> TIMES.stream().map(time -> time(zone, time)));
    }

    private static Scenario time(String zone, String time) {
        return new Scenario("the time " + time + " in " + zone, (connection, seen) -> {
            var calendar = Calendar.getInstance(TimeZone.getTimeZone(zone));
            try (var statement =
                    connection.prepareStatement("select timestamp '%s', timestamptz '%s+00', date '%s', ?::timestamptz"
                            .formatted(time, time, time.substring(0, 10)))) {
                statement.setTimestamp(1, Timestamp.valueOf(time), calendar);
                for (var i = 0; i < 7; i++) {
                    try (var result = statement.executeQuery()) {
                        result.next();
                        look(seen, result, calendar);
                    }
                }
            }
        });
    }

    private static void look(Observations seen, ResultSet result, Calendar calendar) {
        for (var column : List.of(1, 2, 3, 4)) {
            seen.see(
                    "timestamp " + column,
                    () -> result.getTimestamp(column, calendar).getTime());
            seen.see("date " + column, () -> result.getDate(column, calendar).getTime());
        }
        seen.see("moment", () -> result.getObject(4, java.time.OffsetDateTime.class));
    }

    // ---- values

    private interface Setter {

        void set(PreparedStatement statement) throws Exception;
    }

    private static Scenario set(String name, String sql, Setter setter) {
        return new Scenario("everyday: " + name, (connection, seen) -> {
            try (var statement = connection.prepareStatement(sql)) {
                seen.see(name, () -> {
                    setter.set(statement);
                    try (var result = statement.executeQuery()) {
                        result.next();
                        seen.see("type", () -> result.getMetaData().getColumnTypeName(1));
                        return result.getString(1);
                    }
                });
            }
            CallScenarios.state(connection, seen);
        });
    }

    private static Stream<Scenario> untyped() {
        return Stream.of(
                set("a number as OTHER", "select ?", s -> s.setObject(1, 5, Types.OTHER)),
                set("a number for money", "select ?::money", s -> s.setObject(1, 1.5, Types.OTHER)),
                set("a truth as OTHER", "select ?", s -> s.setObject(1, true, Types.OTHER)),
                set("a decimal as DISTINCT", "select ?", s -> s.setObject(1, BigDecimal.TEN, Types.DISTINCT)),
                set("an enum as OTHER", "select ?", s -> s.setObject(1, Thread.State.NEW, Types.OTHER)),
                set("an atomic number", "select ?", s -> s.setObject(1, new AtomicLong(7))),
                set("a NULL date", "select ?", s -> s.setNull(1, Types.DATE)),
                set("a NULL timestamp", "select ?", s -> s.setNull(1, Types.TIMESTAMP)),
                set("a date for a timestamp", "select ?::timestamp", s -> s.setDate(1, Date.valueOf("2024-02-29"))));
    }

    private static Stream<Scenario> streams() {
        var bytes = new byte[] {1, 2, 3};
        return Stream.of(
                set("bytes of a length", "select ?", s -> s.setBinaryStream(1, new ByteArrayInputStream(bytes), 2)),
                set("too few bytes", "select ?", s -> s.setBinaryStream(1, new ByteArrayInputStream(bytes), 5)),
                set("-1 bytes", "select ?", s -> s.setBinaryStream(1, new ByteArrayInputStream(bytes), -1)),
                set("bytes to the end", "select ?", s -> s.setBinaryStream(1, new ByteArrayInputStream(bytes))),
                set("no bytes", "select ?", s -> s.setBinaryStream(1, null, 0)),
                set("too few characters", "select ?", s -> s.setCharacterStream(1, new StringReader("abc"), 5)),
                set("-1 characters", "select ?", s -> s.setCharacterStream(1, new StringReader("abc"), -1)),
                set("a stream that fails", "select ?", s -> s.setBinaryStream(1, failing())));
    }

    private static InputStream failing() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("no more");
            }
        };
    }

    // ---- keys

    private static Stream<Scenario> keys() {
        return Stream.of(
                        "with n as (select 'a' as name) insert into counted (name) select name from n",
                        "with gone as (delete from sample where id = 3 returning name)"
                                + " insert into counted (name) select name from gone",
                        "with n as (select 2 as id) update sample set number = 9 from n where sample.id = n.id",
                        "with n as (select 1) select * from n",
                        "insert into counted (name) (select 'a')")
                .map(sql -> new Scenario("keys of " + sql, (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        seen.see("execute", () -> statement.execute(sql, Statement.RETURN_GENERATED_KEYS));
                        seen.see("count", statement::getUpdateCount);
                        seen.seeRows("key", statement.getGeneratedKeys());
                    }
                    CallScenarios.state(connection, seen);
                }));
    }

    // ---- what is left open

    private static Stream<Scenario> leftOpen() {
        return Stream.of(
                new Scenario("results kept open until all are closed", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        statement.execute("select 1; select 2; select 3; select 4");
                        var first = statement.getResultSet();
                        statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
                        var second = statement.getResultSet();
                        statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
                        seen.see("first", first::next);
                        seen.see("more", () -> statement.getMoreResults(Statement.CLOSE_ALL_RESULTS));
                        seen.see("first", first::isClosed);
                        seen.see("second", second::isClosed);
                        seen.see("last", () -> statement.getResultSet().next());
                    }
                }),
                new Scenario("results kept open when it is run again", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        statement.execute("select 1; select 2");
                        var first = statement.getResultSet();
                        statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
                        statement.execute("select 3");
                        seen.see("first", first::isClosed);
                    }
                }),
                new Scenario("what a closed statement still answers", (connection, seen) -> {
                    var statement = connection.prepareStatement("select 1");
                    seen.see("poolable", statement::isPoolable);
                    statement.close();
                    seen.see("cancel", () -> done(statement::cancel));
                    seen.see("batch", () -> done(statement::clearBatch));
                    seen.see("fetch size", statement::getFetchSize);
                    seen.see("direction", statement::getFetchDirection);
                    seen.see("field size", statement::getMaxFieldSize);
                    seen.see("type", statement::getResultSetType);
                    seen.see("concurrency", statement::getResultSetConcurrency);
                    seen.see("holdability", statement::getResultSetHoldability);
                    seen.see("rows", statement::getMaxRows);
                    seen.see("timeout", statement::getQueryTimeout);
                    seen.see("pooled", statement::isPoolable);
                    CallScenarios.state(connection, seen);
                }));
    }

    private interface Step {

        void run() throws SQLException;
    }

    private static String done(Step step) throws SQLException {
        step.run();
        return "done";
    }
}
