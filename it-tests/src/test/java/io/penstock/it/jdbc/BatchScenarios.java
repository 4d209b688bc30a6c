package io.penstock.it.jdbc;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Batches of inserts that may be put together: what is in the table afterwards, whatever was sent. The counts of what has succeeded are not compared: where rows
 * are put together pgjdbc tells none of them.
 */
final class BatchScenarios {

    private static final int ROWS = 11;

    private static final int MANY_ROWS = 900;

    private static final String MANY_TYPES =
            "create table many (id serial, s int2, i int4, l int8, f float4, d float8, n numeric(20,4), b bool, t text,"
                    + " v varchar(30), c char(6), y bytea, u uuid, j jsonb, day date, clock time, at timestamp,"
                    + " point timestamptz, later timestamptz, local timestamp, born date, list int[])";

    private BatchScenarios() {}

    static Stream<Scenario> with(String properties) {
        return Stream.of(
                scenario("values of many types", properties, BatchScenarios::types),
                scenario("setters that differ", properties, BatchScenarios::setters),
                scenario("values of the wrong type", properties, BatchScenarios::wrongTypes),
                scenario("an error in the middle", properties, BatchScenarios::errors),
                scenario("many entries", properties, BatchScenarios::manyEntries),
                scenario("what is filled in", properties, BatchScenarios::defaults),
                scenario("triggers and partitions", properties, BatchScenarios::triggers),
                scenario("a transaction", properties, BatchScenarios::transaction));
    }

    private static Scenario scenario(String name, String properties, Scenario.Work work) {
        return new Scenario("batch of " + name + " with " + properties, properties, work);
    }

    private static void run(Connection connection, String... texts) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : texts) {
                statement.execute(sql);
            }
        }
    }

    private static void look(Connection connection, Observations seen, String query) throws SQLException {
        try (var statement = connection.createStatement()) {
            seen.seeRows("row", statement.executeQuery(query));
        }
    }

    /** How one row's values are set. */
    private interface Filling {

        void set(PreparedStatement statement, int row) throws SQLException;
    }

    private static void batch(Connection connection, Observations seen, String sql, Filling filling)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var round = 0; round < 2; round++) {
                for (var row = 0; row < ROWS; row++) {
                    filling.set(statement, round * ROWS + row);
                    statement.addBatch();
                }
                seen.see("batch", () -> statement.executeBatch().length);
            }
        }
    }

    private static void types(Connection connection, Observations seen) throws SQLException {
        run(connection, MANY_TYPES);
        batch(
                connection,
                seen,
                "insert into many (s, i, l, f, d, n, b, t, v, c, y) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                BatchScenarios::plain);
        batch(
                connection,
                seen,
                "insert into many (u, j, day, clock, at, point, later, local, born) values (?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?)",
                BatchScenarios::times);
        batch(connection, seen, "insert into many (t, list) values (?, ?)", (statement, row) -> {
            statement.setString(1, "with a list");
            statement.setArray(2, connection.createArrayOf("int4", new Integer[] {row, null}));
        });
        look(connection, seen, "select * from many order by id");
    }

    private static void plain(PreparedStatement statement, int row) throws SQLException {
        if (row % 4 == 3) {
            var types = new int[] {
                Types.SMALLINT,
                Types.INTEGER,
                Types.BIGINT,
                Types.REAL,
                Types.DOUBLE,
                Types.NUMERIC,
                Types.BOOLEAN,
                Types.VARCHAR,
                Types.VARCHAR,
                Types.VARCHAR,
                Types.BINARY
            };
            for (var i = 0; i < types.length; i++) {
                statement.setNull(i + 1, types[i]);
            }
            return;
        }
        statement.setShort(1, (short) -row);
        statement.setInt(2, Integer.MAX_VALUE - row);
        statement.setLong(3, Long.MIN_VALUE + row);
        statement.setFloat(4, row / 3f);
        statement.setDouble(5, row == 1 ? Double.NaN : row / 7d);
        statement.setBigDecimal(6, BigDecimal.valueOf(row * 12_345L, 4));
        statement.setBoolean(7, row % 2 == 0);
        statement.setString(8, "{\"a\\,b}' " + row + " NULL äß\n");
        statement.setString(9, row == 2 ? "" : "null");
        statement.setString(10, "c" + row);
        statement.setBytes(11, new byte[] {0, (byte) row, -1});
    }

    private static void times(PreparedStatement statement, int row) throws SQLException {
        var seconds = 1_000_000_000L + row * 10_000_000L;
        statement.setObject(1, new UUID(row, 7));
        statement.setObject(2, "{\"row\": " + row + "}", Types.OTHER);
        statement.setDate(3, Date.valueOf(LocalDate.of(2024, 2, 1 + row)));
        statement.setTime(4, Time.valueOf("12:34:" + (10 + row)));
        var time = new Timestamp(seconds * 1_000);
        time.setNanos(row * 1_000);
        statement.setTimestamp(5, time);
        statement.setTimestamp(6, row % 5 == 4 ? null : time);
        statement.setObject(7, OffsetDateTime.of(2024, 2, 1, 0, 0, row, 0, ZoneOffset.ofHours(row % 9)));
        statement.setObject(8, LocalDateTime.of(1890, 1, 1 + row, 1, 2, 3, 4_000));
        statement.setObject(9, LocalDate.of(1, 1, 1 + row));
    }

    /** One that says nothing, one that says another type, and nulls of either. */
    private static void setters(Connection connection, Observations seen) throws SQLException {
        batch(connection, seen, "insert into sample values (?, ?, ?)", (statement, row) -> {
            statement.setInt(1, 100 + row);
            if (row % 2 == 0) {
                statement.setString(2, "n" + row);
            } else {
                statement.setObject(2, "o" + row, Types.OTHER);
            }
            switch (row % 4) {
                case 0 -> statement.setInt(3, row);
                case 1 -> statement.setLong(3, row);
                case 2 -> statement.setNull(3, Types.NULL);
                default -> statement.setNull(3, Types.BIGINT);
            }
        });
        look(connection, seen, "select * from sample order by id");
    }

    private static void wrongTypes(Connection connection, Observations seen) throws SQLException {
        batch(connection, seen, "insert into sample values (?, ?, ?)", (statement, row) -> {
            statement.setString(1, "1" + row);
            statement.setString(2, "n");
            statement.setLong(3, row);
        });
        batch(connection, seen, "insert into sample values (?, ?, ?)", (statement, row) -> {
            statement.setObject(1, row == 7 ? "x" : "2" + row, Types.OTHER);
            statement.setString(2, "n");
            statement.setLong(3, row);
        });
        batch(connection, seen, "insert into nowhere values (?, ?)", (statement, row) -> {
            statement.setInt(1, row);
            statement.setTimestamp(2, new Timestamp(0));
        });
        look(connection, seen, "select * from sample order by id");
    }

    private static void errors(Connection connection, Observations seen) throws SQLException {
        batch(connection, seen, "insert into sample values (?, ?, ?)", (statement, row) -> {
            statement.setInt(1, row == 7 ? 2 : 100 + row);
            statement.setString(2, row == ROWS + 3 ? null : "n" + row);
            statement.setLong(3, row);
        });
        batch(connection, seen, "insert into sample values (?, ?, ?) on conflict do nothing", (statement, row) -> {
            statement.setInt(1, 200 + row / 2);
            statement.setString(2, "n" + row);
            statement.setLong(3, row);
        });
        look(connection, seen, "select * from sample order by id");
    }

    /** So many that most are encoded while the first are sent; again in a transaction, and with an error far behind the first. */
    private static void manyEntries(Connection connection, Observations seen) throws SQLException {
        run(connection, MANY_TYPES, "alter table many add check (l >= 0)");
        for (var round = 0; round < 3; round++) {
            manyEntries(connection, seen, round);
            look(
                    connection,
                    seen,
                    "select count(*), sum(s), min(i), sum(l), sum(d), count(b), md5(string_agg(t, ',' order by id)),"
                            + " md5(string_agg(u || ' ' || coalesce(point::text, '-') || ' ' || at, ',' order by id)) from many");
        }
    }

    private static void manyEntries(Connection connection, Observations seen, int round) throws SQLException {
        connection.setAutoCommit(round == 0);
        try (var statement = connection.prepareStatement(
                "insert into many (s, i, l, d, b, t, u, point, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (var row = 0; row < MANY_ROWS; row++) {
                statement.setShort(1, (short) row);
                if (row % 11 == 3) {
                    statement.setNull(2, Types.INTEGER);
                } else {
                    statement.setInt(2, row);
                }
                statement.setLong(3, row == 700 && round == 2 ? Long.MIN_VALUE : row * 5L);
                statement.setDouble(4, row / 8.0);
                statement.setBoolean(5, row % 2 == 0);
                statement.setString(6, row % 7 == 5 ? null : "text äß日 " + row);
                statement.setObject(7, new UUID(row, round));
                var time = new Timestamp(1_700_000_000_000L + row * 1_001L);
                statement.setTimestamp(8, row % 5 == 4 ? null : time);
                statement.setTimestamp(9, time);
                statement.addBatch();
            }
            seen.see("batch", () -> statement.executeBatch().length);
        }
        if (round == 1) {
            connection.commit();
        } else if (round == 2) {
            connection.rollback();
        }
        connection.setAutoCommit(true);
    }

    private static void defaults(Connection connection, Observations seen) throws SQLException {
        batch(connection, seen, "insert into counted (name) values (?)", (statement, row) -> {
            statement.setString(1, "n" + (row * 7 % 5));
        });
        batch(connection, seen, "insert into counted (amount, name) values (?, ?)", (statement, row) -> {
            statement.setBigDecimal(1, BigDecimal.valueOf(row * 12_345L, 4));
            statement.setString(2, null);
        });
        batch(
                connection,
                seen,
                "insert into counted (big, name) overriding system value values (?, ?)",
                (statement, row) -> {
                    statement.setInt(1, row);
                    statement.setString(2, "own");
                });
        look(connection, seen, "select * from counted order by id");
    }

    private static void triggers(Connection connection, Observations seen) throws SQLException {
        run(
                connection,
                "create table noted (number bigserial, what text)",
                "create function note() returns trigger language plpgsql as $$ begin"
                        + " insert into noted (what) values (new.id || ' behind ' || (select count(*) from parted));"
                        + " new.name := upper(new.name); return case when new.id % 5 = 4 then null else new end; end $$",
                "create table parted (id int, name text) partition by range (id)",
                "create table low partition of parted for values from (0) to (10)",
                "create table high partition of parted for values from (10) to (100)",
                "create trigger noting before insert on low for each row execute function note()");
        batch(connection, seen, "insert into parted values (?, ?)", (statement, row) -> {
            statement.setInt(1, row);
            statement.setString(2, "n" + row);
        });
        look(connection, seen, "select tableoid::regclass, * from parted order by id");
        look(connection, seen, "select * from noted order by number");
    }

    private static void transaction(Connection connection, Observations seen) throws SQLException {
        connection.setAutoCommit(false);
        batch(connection, seen, "insert into counted (name, amount) values (?, ?)", (statement, row) -> {
            statement.setString(1, "n" + row);
            statement.setObject(2, "" + row, Types.OTHER);
        });
        connection.rollback();
        batch(connection, seen, "insert into counted (name, amount) values (?, ?)", (statement, row) -> {
            statement.setString(1, "n" + row);
            statement.setObject(2, row == ROWS ? "x" : "" + row, Types.OTHER);
        });
        seen.see("in it", () -> {
            run(connection, "select 1");
            return "open";
        });
        connection.rollback();
        look(connection, seen, "select name from counted order by id");
    }
}
