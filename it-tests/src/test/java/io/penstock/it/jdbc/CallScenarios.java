package io.penstock.it.jdbc;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Statements, parameters, results, transactions and batches, one call after the other. */
final class CallScenarios {

    /** A value that is set, and read back as text. */
    private record Setting(String name, String sql, Setter setter) {}

    private interface Setter {

        void set(java.sql.PreparedStatement statement) throws SQLException;
    }

    private CallScenarios() {}

    static Stream<Chapter> chapters() {
        return Stream.of(
                new Chapter("parameters", parameters().toList()),
                new Chapter("texts", texts().toList()),
                new Chapter("updates", updates().toList()),
                new Chapter("results", results().toList()),
                new Chapter("transactions", transactions().toList()),
                new Chapter("batches", batches().toList()),
                new Chapter("misuse", misuse().toList()));
    }

    // ---- parameters

    private static final List<Setting> SETTINGS = List.of(
            new Setting("int", "select ?", s -> s.setInt(1, 42)),
            new Setting("long", "select ? + 1", s -> s.setLong(1, 1L << 40)),
            new Setting("short", "select ?", s -> s.setShort(1, (short) 7)),
            new Setting("byte", "select ?", s -> s.setByte(1, (byte) -7)),
            new Setting("float", "select ?", s -> s.setFloat(1, 1.25f)),
            new Setting("double", "select ?", s -> s.setDouble(1, -0.1)),
            new Setting("decimal", "select ?", s -> s.setBigDecimal(1, new BigDecimal("12345678901234567890.50"))),
            new Setting("boolean", "select ?", s -> s.setBoolean(1, true)),
            new Setting("string", "select ?", s -> s.setString(1, "it's \\ 'x'")),
            new Setting("string as int", "select ?::int + 1", s -> s.setString(1, "41")),
            new Setting("string in a comparison", "select 1 where 'a'::text = ?", s -> s.setString(1, "a")),
            new Setting("string for an int column", "select * from sample where id = ?", s -> s.setString(1, "1")),
            new Setting("bytes", "select ?", s -> s.setBytes(1, new byte[] {0, 1, -1})),
            new Setting("date", "select ?::date", s -> s.setDate(1, Date.valueOf("2020-02-29"))),
            new Setting("date as timestamptz", "select ?::timestamptz", s -> s.setDate(1, Date.valueOf("2020-02-29"))),
            new Setting("time", "select ?::time", s -> s.setTime(1, Time.valueOf("12:34:56"))),
            new Setting(
                    "timestamp",
                    "select ?::timestamp",
                    s -> s.setTimestamp(1, Timestamp.valueOf("2020-02-29 12:34:56.789"))),
            new Setting(
                    "timestamp as timestamptz",
                    "select ?::timestamptz",
                    s -> s.setTimestamp(1, Timestamp.valueOf("2020-07-01 12:34:56.789012"))),
            new Setting(
                    "timestamp as date",
                    "select ?::date",
                    s -> s.setTimestamp(1, Timestamp.valueOf("2020-02-29 23:00:00"))),
            new Setting(
                    "old timestamp",
                    "select ?::timestamp",
                    s -> s.setTimestamp(1, Timestamp.valueOf("0001-01-01 00:00:00"))),
            new Setting("null int", "select ?", s -> s.setNull(1, Types.INTEGER)),
            new Setting("null text", "select ?::text", s -> s.setNull(1, Types.VARCHAR)),
            new Setting("null other", "select ?::jsonb", s -> s.setNull(1, Types.OTHER)),
            new Setting("null of no type", "select ?::int", s -> s.setNull(1, Types.NULL)),
            new Setting("object of no type", "select ?::text", s -> s.setObject(1, "x", Types.NULL)),
            new Setting("null object of no type", "select ?::text", s -> s.setObject(1, null, Types.NULL)),
            new Setting("null string", "select ?::text", s -> s.setString(1, null)),
            new Setting("null date", "select ?::date", s -> s.setDate(1, null)),
            new Setting("object Integer", "select ?", s -> s.setObject(1, 42)),
            new Setting("object String", "select ?", s -> s.setObject(1, "x")),
            new Setting(
                    "object UUID",
                    "select ?",
                    s -> s.setObject(1, UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"))),
            new Setting("object LocalDate", "select ?", s -> s.setObject(1, LocalDate.of(2020, 2, 29))),
            new Setting(
                    "object LocalDateTime",
                    "select ?",
                    s -> s.setObject(1, LocalDateTime.of(2020, 2, 29, 12, 30, 0, 500_000_000))),
            new Setting(
                    "object OffsetDateTime",
                    "select ?",
                    s -> s.setObject(1, OffsetDateTime.parse("2020-07-01T12:00:00+02:00"))),
            new Setting("object null", "select ?::int", s -> s.setObject(1, null)),
            new Setting("object Boolean", "select ?", s -> s.setObject(1, false)),
            new Setting("object Character", "select ?", s -> s.setObject(1, 'c')),
            new Setting("String as INTEGER", "select ?", s -> s.setObject(1, "42", Types.INTEGER)),
            new Setting("String as no INTEGER", "select ?", s -> s.setObject(1, "x", Types.INTEGER)),
            new Setting("Integer as VARCHAR", "select ?", s -> s.setObject(1, 42, Types.VARCHAR)),
            new Setting("Integer as BIGINT", "select ?", s -> s.setObject(1, 42, Types.BIGINT)),
            new Setting("Long as SMALLINT", "select ?", s -> s.setObject(1, 42L, Types.SMALLINT)),
            new Setting("Double as NUMERIC", "select ?", s -> s.setObject(1, 1.5, Types.NUMERIC)),
            new Setting(
                    "decimal with a scale",
                    "select ?",
                    s -> s.setObject(1, new BigDecimal("1.2355"), Types.NUMERIC, 2)),
            new Setting("Boolean as INTEGER", "select ?", s -> s.setObject(1, true, Types.INTEGER)),
            new Setting("String as BOOLEAN", "select ?", s -> s.setObject(1, "yes", Types.BOOLEAN)),
            new Setting("String as no BOOLEAN", "select ?", s -> s.setObject(1, "maybe", Types.BOOLEAN)),
            new Setting("Integer as BIT", "select ?", s -> s.setObject(1, 1, Types.BIT)),
            new Setting("String as OTHER", "select ?::jsonb", s -> s.setObject(1, "{\"a\": 1}", Types.OTHER)),
            new Setting("String as DATE", "select ?", s -> s.setObject(1, "2020-02-29", Types.DATE)),
            new Setting("Date as DATE", "select ?::date", s -> s.setObject(1, Date.valueOf("2020-02-29"), Types.DATE)),
            new Setting("LocalDate as DATE", "select ?", s -> s.setObject(1, LocalDate.of(2020, 2, 29), Types.DATE)),
            new Setting("byte[] as VARBINARY", "select ?", s -> s.setObject(1, new byte[] {1, 2}, Types.VARBINARY)),
            new Setting("String as VARBINARY", "select ?", s -> s.setObject(1, "x", Types.VARBINARY)),
            new Setting("to an index that is not there", "select ?", s -> s.setInt(2, 1)),
            new Setting("to index 0", "select ?", s -> s.setInt(0, 1)),
            new Setting("not at all", "select ?", s -> {}),
            new Setting(
                    "array of ints",
                    "select ?",
                    s -> s.setArray(1, s.getConnection().createArrayOf("int4", new Object[] {1, null, 3}))),
            new Setting(
                    "array of texts",
                    "select ?",
                    s -> s.setArray(1, s.getConnection().createArrayOf("text", new Object[] {"a", "b \"c\"", "NULL"}))),
            new Setting(
                    "array of arrays",
                    "select ?",
                    s -> s.setArray(1, s.getConnection().createArrayOf("int4", new Object[][] {{1, 2}, {3, 4}}))),
            new Setting(
                    "any of an array",
                    "select id from sample where id = any (?)",
                    s -> s.setArray(1, s.getConnection().createArrayOf("int4", new Object[] {1, 3}))));

    private static Stream<Scenario> parameters() {
        return SETTINGS.stream()
                .map(setting -> new Scenario("set " + setting.name(), (connection, seen) -> {
                    try (var statement = connection.prepareStatement(setting.sql())) {
                        for (var i = 0; i < 2; i++) {
                            seen.see("set", () -> {
                                setting.setter().set(statement);
                                return "done";
                            });
                            seen.see("rows", () -> {
                                try (var result = statement.executeQuery()) {
                                    seen.seeRows("row", result);
                                    seen.see("type", () -> result.getMetaData().getColumnTypeName(1));
                                }
                                return "read";
                            });
                        }
                    }
                }));
    }

    // ---- texts

    private static final List<String> TEXTS = List.of(
            "select 'a' 'b'",
            "select E'\\n'",
            "select $$x?y$$",
            "select 1 -- ?",
            "select /* ? /* ? */ */ 1",
            "select \"a?\" from (select 1 as \"a?\") q",
            "select '{\"a\":1}'::jsonb ? 'a'",
            "select {fn ucase('x')}",
            "select {fn concat('a', 'b')}",
            "select {fn locate('b', 'abb')}",
            "select {fn locate('bb', 'abbabbabb', 3)}",
            "select {fn left('abc', 2)}",
            "select {fn right('abc', 2)}",
            "select {fn length('ab ')}",
            "select {fn ltrim(' a')}",
            "select {fn rtrim('a ')}",
            "select {fn space(2)} || 'x'",
            "select {fn substring('abc', 2, 1)}",
            "select {fn insert('abcd', 2, 2, 'XY')}",
            "select {fn char(65)}",
            "select {fn ceiling(1.2)}",
            "select {fn log(1)}",
            "select {fn log10(100)}",
            "select {fn power(2, 3)}",
            "select {fn truncate(1.29, 1)}",
            "select {fn dayofweek(date '2020-02-29')}",
            "select {fn dayofmonth(date '2020-02-29')}",
            "select {fn dayofyear(date '2020-02-29')}",
            "select {fn month(date '2020-02-29')}",
            "select {fn year(date '2020-02-29')}",
            "select {fn hour(timestamp '2020-02-29 12:34:56')}",
            "select {fn quarter(date '2020-02-29')}",
            "select {fn week(date '2020-02-29')}",
            "select {fn dayname(date '2020-02-29')}",
            "select {fn monthname(date '2020-02-29')}",
            "select {fn ifnull(null, 'x')}",
            "select {fn timestampadd(SQL_TSI_DAY, 3, timestamp '2020-02-29 00:00:00')}",
            "select {fn abs(-2)}",
            "select {fn mod(7, 3)}",
            "select {d '2020-02-29'}",
            "select {t '12:34:56'}",
            "select {ts '2020-02-29 12:34:56'}",
            "select 1 where 'a%' like 'a|%' {escape '|'}",
            "select count(*) from {oj sample a left outer join sample b on a.id = b.id}",
            "select '{fn x}'",
            "select {fn nosuch(1)}",
            "",
            ";",
            "select",
            "selec 1",
            "select 1; select 2",
            "select 1;;",
            "select * from nowhere",
            "select 1/0",
            "select 'x'::int",
            "select nocolumn from sample",
            "values (1, 'a'), (2, 'b')",
            "with q as (select 1) select * from q",
            "table sample",
            "show server_encoding",
            "explain (costs off) select 1",
            "insert into sample values (1, 'dup', 1)",
            "insert into sample values (9, null, 1)",
            "update sample set name = repeat('x', 100) where id = 1",
            "delete from sample where id = 2 returning id",
            "create table sample (a int)",
            "drop table if exists nowhere",
            "do $$ begin raise notice 'hello'; end $$",
            "do $$ begin raise exception 'no' using errcode = 'P0042'; end $$",
            "set search_path = nowhere",
            "lock table sample");

    private static Stream<Scenario> texts() {
        return TEXTS.stream()
                .map(sql -> new Scenario("execute " + sql, (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        seen.see("native", () -> connection.nativeSQL(sql));
                        seen.see("execute", () -> {
                            var rows = statement.execute(sql);
                            for (var more = rows;
                                    more || statement.getUpdateCount() >= 0;
                                    more = statement.getMoreResults()) {
                                seen.see("count", statement::getUpdateCount);
                                if (more) {
                                    seen.seeRows("row", statement.getResultSet());
                                }
                            }
                            return rows;
                        });
                        seen.seeWarnings("statement", statement.getWarnings());
                    }
                    state(connection, seen);
                }));
    }

    /** What a connection is like afterwards. */
    static void state(Connection connection, Observations seen) {
        seen.see("autocommit", connection::getAutoCommit);
        seen.see("closed", connection::isClosed);
        seen.see("usable", () -> {
            try (var statement = connection.createStatement();
                    var result = statement.executeQuery("select count(*) from sample")) {
                result.next();
                return result.getInt(1);
            }
        });
    }

    // ---- updates

    private static Stream<Scenario> updates() {
        return Stream.of(
                new Scenario("count of updates", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        seen.see(
                                "insert",
                                () -> statement.executeUpdate(
                                        "insert into sample select 100 + g, 'g', 0 from generate_series(1, 5) g"));
                        seen.see("update", () -> statement.executeLargeUpdate("update sample set number = 1"));
                        seen.see("none", () -> statement.executeUpdate("delete from sample where false"));
                        seen.see("ddl", () -> statement.executeUpdate("create table other (a int)"));
                        seen.see("count", statement::getUpdateCount);
                        seen.see("more", () -> statement.getMoreResults());
                        seen.see("count behind", statement::getUpdateCount);
                        seen.see("select", () -> statement.executeUpdate("select 1"));
                        seen.see("query", () -> statement.executeQuery("update sample set number = 2"));
                        seen.see(
                                "several",
                                () -> statement.executeUpdate(
                                        "update sample set number = 3; delete from sample where id = 1"));
                    }
                    state(connection, seen);
                }),
                keys("all", (connection, sql) -> connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)),
                keys("by name", (connection, sql) -> connection.prepareStatement(sql, new String[] {"id"})),
                keys("by names", (connection, sql) -> connection.prepareStatement(sql, new String[] {"name", "id"})),
                keys(
                        "by a name that is not there",
                        (connection, sql) -> connection.prepareStatement(sql, new String[] {"nocolumn"})),
                keys("by upper case", (connection, sql) -> connection.prepareStatement(sql, new String[] {"ID"})),
                keys("none", (connection, sql) -> connection.prepareStatement(sql, Statement.NO_GENERATED_KEYS)),
                keys("by index", (connection, sql) -> connection.prepareStatement(sql, new int[] {1})));
    }

    private interface Preparing {

        java.sql.PreparedStatement prepare(Connection connection, String sql) throws SQLException;
    }

    private static Scenario keys(String which, Preparing preparing) {
        return new Scenario("generated keys " + which, (connection, seen) -> {
            seen.see("insert", () -> {
                try (var statement = preparing.prepare(connection, "insert into counted (name) values (?), ('z')")) {
                    statement.setString(1, "a");
                    seen.see("count", statement::executeUpdate);
                    try (var keys = statement.getGeneratedKeys()) {
                        seen.seeRows("key", keys);
                    }
                    seen.see("result", statement::getResultSet);
                }
                return "done";
            });
            state(connection, seen);
        });
    }

    // ---- results

    private static Stream<Scenario> results() {
        return Stream.of(
                scrolling(ResultSet.TYPE_SCROLL_INSENSITIVE),
                scrolling(ResultSet.TYPE_FORWARD_ONLY),
                new Scenario("fetch size in a transaction", (connection, seen) -> {
                    connection.setAutoCommit(false);
                    try (var statement = connection.createStatement();
                            var other = connection.createStatement()) {
                        statement.setFetchSize(2);
                        var result = statement.executeQuery("select generate_series(1, 7)");
                        result.next();
                        seen.seeRows("other", other.executeQuery("select 'between'"));
                        seen.seeRows("row", result);
                    }
                    connection.commit();
                }),
                new Scenario("a portal behind its commit", (connection, seen) -> {
                    connection.setAutoCommit(false);
                    try (var statement = connection.createStatement()) {
                        statement.setFetchSize(2);
                        var result = statement.executeQuery("select generate_series(1, 7)");
                        result.next();
                        connection.commit();
                        seen.see("second", result::next);
                        seen.see("third", result::next);
                    }
                }),
                new Scenario("max rows", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        statement.setMaxRows(3);
                        seen.seeRows("row", statement.executeQuery("select generate_series(1, 7)"));
                        seen.see("update", () -> statement.executeUpdate("update sample set number = 0"));
                        seen.see("negative", () -> {
                            statement.setMaxRows(-1);
                            return "set";
                        });
                    }
                }),
                new Scenario("several results open", (connection, seen) -> {
                    try (var one = connection.createStatement();
                            var two = connection.createStatement()) {
                        var first = one.executeQuery("select generate_series(1, 3)");
                        first.next();
                        var second = two.executeQuery("select 'b'");
                        seen.seeRows("second", second);
                        seen.seeRows("first", first);
                    }
                }),
                new Scenario("a result and its statement run again", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        var first = statement.executeQuery("select 1");
                        statement.executeQuery("select 2");
                        seen.see("closed", first::isClosed);
                        seen.see("next", first::next);
                    }
                }),
                new Scenario("close on completion", (connection, seen) -> {
                    var statement = connection.createStatement();
                    statement.closeOnCompletion();
                    var result = statement.executeQuery("select 1");
                    result.close();
                    seen.see("closed", statement::isClosed);
                }),
                new Scenario("columns by name", (connection, seen) -> {
                    try (var statement = connection.createStatement();
                            var result = statement.executeQuery("select 1 as a, 2 as \"A\", 3 as a, 4 as \"b c\"")) {
                        result.next();
                        seen.see("a", () -> result.getInt("a"));
                        seen.see("A", () -> result.getInt("A"));
                        seen.see("b c", () -> result.getInt("B C"));
                        seen.see("no", () -> result.getInt("no"));
                        seen.see("find", () -> result.findColumn("b c"));
                        seen.see("0", () -> result.getInt(0));
                        seen.see("5", () -> result.getInt(5));
                    }
                }),
                new Scenario("what is said of columns of a table", (connection, seen) -> {
                    try (var statement = connection.createStatement();
                            var result = statement.executeQuery(
                                    "select c.*, s.name as other, 1 + 1 as sum from counted c, sample s")) {
                        var meta = result.getMetaData();
                        for (var i = 1; i <= meta.getColumnCount(); i++) {
                            var column = i;
                            seen.see("label", () -> meta.getColumnLabel(column));
                            seen.see("name", () -> meta.getColumnName(column));
                            seen.see("type", () -> meta.getColumnTypeName(column));
                            seen.see("table", () -> meta.getTableName(column));
                            seen.see("schema", () -> meta.getSchemaName(column).isEmpty());
                            seen.see("nullable", () -> meta.isNullable(column));
                            seen.see("counted", () -> meta.isAutoIncrement(column));
                            seen.see("precision", () -> meta.getPrecision(column));
                            seen.see("writable", () -> meta.isWritable(column));
                        }
                        seen.see("0", () -> meta.getColumnName(0));
                        seen.see("99", () -> meta.getColumnName(99));
                    }
                }),
                new Scenario("what is said of parameters", (connection, seen) -> {
                    try (var statement = connection.prepareStatement(
                            "select * from sample where id = ? and name = ? and number > ?")) {
                        var meta = statement.getParameterMetaData();
                        seen.see("count", meta::getParameterCount);
                        for (var i = 1; i <= 4; i++) {
                            var parameter = i;
                            seen.see("type", () -> meta.getParameterType(parameter));
                            seen.see("name", () -> meta.getParameterTypeName(parameter));
                            seen.see("class", () -> meta.getParameterClassName(parameter));
                            seen.see("mode", () -> meta.getParameterMode(parameter));
                            seen.see("signed", () -> meta.isSigned(parameter));
                        }
                        seen.see("columns", () -> statement.getMetaData().getColumnCount());
                    }
                }));
    }

    private static Scenario scrolling(int type) {
        return new Scenario("scrolling in type " + type, (connection, seen) -> {
            try (var statement = connection.createStatement(type, ResultSet.CONCUR_READ_ONLY)) {
                var result = statement.executeQuery("select generate_series(1, 4)");
                seen.see("type", result::getType);
                seen.see("before", result::isBeforeFirst);
                seen.see("row", result::getRow);
                seen.see("next", result::next);
                seen.see("first", result::isFirst);
                seen.see("row", result::getRow);
                seen.see("last", result::last);
                seen.see("row", result::getRow);
                seen.see("is last", result::isLast);
                seen.see("previous", result::previous);
                seen.see("value", () -> result.getInt(1));
                seen.see("absolute 2", () -> result.absolute(2));
                seen.see("relative 1", () -> result.relative(1));
                seen.see("value", () -> result.getInt(1));
                seen.see("absolute -1", () -> result.absolute(-1));
                seen.see("absolute 99", () -> result.absolute(99));
                seen.see("after", result::isAfterLast);
                seen.see("absolute -99", () -> result.absolute(-99));
                seen.see("before", result::isBeforeFirst);
                seen.see("update", () -> {
                    result.updateInt(1, 1);
                    return "updated";
                });
            }
        });
    }

    // ---- transactions

    private static Stream<Scenario> transactions() {
        return Stream.of(
                new Scenario("commit and rollback", (connection, seen) -> {
                    connection.setAutoCommit(false);
                    try (var statement = connection.createStatement()) {
                        statement.executeUpdate("delete from sample where id = 1");
                        connection.rollback();
                        statement.executeUpdate("delete from sample where id = 2");
                        connection.commit();
                        seen.seeRows("row", statement.executeQuery("select id from sample order by id"));
                    }
                    connection.commit();
                    state(connection, seen);
                }),
                new Scenario("a failed transaction", (connection, seen) -> {
                    connection.setAutoCommit(false);
                    try (var statement = connection.createStatement()) {
                        seen.see("fails", () -> statement.executeUpdate("insert into sample values (1, 'dup', 1)"));
                        seen.see("refused", () -> statement.executeQuery("select 1"));
                        seen.see("commit", () -> {
                            connection.commit();
                            return "committed";
                        });
                        seen.seeRows("row", statement.executeQuery("select count(*) from sample"));
                    }
                    connection.rollback();
                    state(connection, seen);
                }),
                new Scenario("savepoints", (connection, seen) -> {
                    seen.see("in autocommit", connection::setSavepoint);
                    connection.setAutoCommit(false);
                    try (var statement = connection.createStatement()) {
                        var one = connection.setSavepoint();
                        seen.see("name", one::getSavepointName);
                        statement.executeUpdate("delete from sample where id = 1");
                        var two = connection.setSavepoint("it's \"two\"");
                        seen.see("id", two::getSavepointId);
                        seen.see("name", two::getSavepointName);
                        seen.see("fails", () -> statement.executeUpdate("insert into sample values (2, 'dup', 1)"));
                        connection.rollback(two);
                        connection.releaseSavepoint(two);
                        seen.see("released", () -> {
                            connection.rollback(two);
                            return "back";
                        });
                        connection.rollback(one);
                        connection.commit();
                    }
                    state(connection, seen);
                }),
                new Scenario("read-only", (connection, seen) -> {
                    connection.setReadOnly(true);
                    seen.see("is", connection::isReadOnly);
                    try (var statement = connection.createStatement()) {
                        seen.see("autocommit", () -> statement.executeUpdate("update sample set number = 5"));
                        connection.setAutoCommit(false);
                        seen.see("transaction", () -> statement.executeUpdate("update sample set number = 6"));
                        seen.see("change", () -> {
                            connection.setReadOnly(false);
                            return "changed";
                        });
                        connection.rollback();
                        connection.setReadOnly(false);
                        seen.see("again", () -> statement.executeUpdate("update sample set number = 7"));
                    }
                    connection.rollback();
                }),
                new Scenario("isolation", (connection, seen) -> {
                    seen.see("default", connection::getTransactionIsolation);
                    for (var level : new int[] {1, 2, 4, 8, 0, 3}) {
                        seen.see("set " + level, () -> {
                            connection.setTransactionIsolation(level);
                            return connection.getTransactionIsolation();
                        });
                    }
                    connection.setAutoCommit(false);
                    try (var statement = connection.createStatement()) {
                        statement.execute("select 1");
                    }
                    seen.see("inside", () -> {
                        connection.setTransactionIsolation(2);
                        return "set";
                    });
                    connection.rollback();
                }),
                new Scenario("commit in autocommit", (connection, seen) -> {
                    seen.see("commit", () -> {
                        connection.commit();
                        return "done";
                    });
                    seen.see("rollback", () -> {
                        connection.rollback();
                        return "done";
                    });
                }),
                new Scenario("autocommit commits", (connection, seen) -> {
                    connection.setAutoCommit(false);
                    try (var statement = connection.createStatement()) {
                        statement.executeUpdate("delete from sample where id = 3");
                        connection.setAutoCommit(true);
                        seen.seeRows("row", statement.executeQuery("select count(*) from sample"));
                    }
                }),
                new Scenario("autocommit in a failed transaction", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        connection.setAutoCommit(false);
                        statement.executeUpdate("delete from sample where id = 3");
                        seen.see("failure", () -> statement.execute("select 1/0"));
                        seen.see("commit", () -> {
                            connection.setAutoCommit(true);
                            return "committed";
                        });
                        connection.setAutoCommit(true);
                        seen.see("autocommit", connection::getAutoCommit);
                        seen.seeRows("row", statement.executeQuery("select count(*) from sample"));
                    }
                }),
                new Scenario("autocommit where the commit fails", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        statement.execute("create table late (id int unique deferrable initially deferred)");
                        connection.setAutoCommit(false);
                        statement.executeUpdate("insert into late values (1), (1)");
                        seen.see("commit", () -> {
                            connection.setAutoCommit(true);
                            return "committed";
                        });
                        seen.see("autocommit", connection::getAutoCommit);
                        connection.rollback();
                        seen.seeRows("row", statement.executeQuery("select count(*) from late"));
                    }
                }),
                new Scenario("settings of the session", (connection, seen) -> {
                    seen.see("schema", () -> connection.getSchema().isEmpty());
                    connection.setSchema("pg_catalog");
                    seen.see("schema", connection::getSchema);
                    seen.see("catalog", connection::getCatalog);
                    connection.setClientInfo("ApplicationName", "somebody");
                    seen.see("client", () -> connection.getClientInfo("ApplicationName"));
                    seen.see("holdability", connection::getHoldability);
                    seen.see("valid", () -> connection.isValid(5));
                    seen.see("invalid", () -> connection.isValid(-1));
                    seen.see("network", connection::getNetworkTimeout);
                }));
    }

    // ---- batches

    private static Stream<Scenario> batches() {
        return Stream.of(
                batch(
                        "good",
                        true,
                        "insert into sample values (10, 'a', 1)",
                        "update sample set number = 9",
                        "delete from sample where id = 10"),
                batch(
                        "with a failure",
                        true,
                        "insert into sample values (10, 'a', 1)",
                        "insert into sample values (1, 'dup', 1)",
                        "insert into sample values (11, 'a', 1)"),
                batch(
                        "with a failure in a transaction",
                        false,
                        "insert into sample values (10, 'a', 1)",
                        "insert into sample values (1, 'dup', 1)",
                        "insert into sample values (11, 'a', 1)"),
                batch(
                        "with a failure at its beginning",
                        true,
                        "insert into sample values (1, 'dup', 1)",
                        "insert into sample values (11, 'a', 1)"),
                batch("with a query", true, "update sample set number = 9", "select 1"),
                batch("of nothing", true),
                new Scenario("prepared batch", (connection, seen) -> {
                    try (var statement = connection.prepareStatement("insert into sample values (?, ?, ?)")) {
                        for (var i = 20; i < 25; i++) {
                            statement.setInt(1, i);
                            statement.setString(2, "n" + i);
                            statement.setLong(3, i);
                            statement.addBatch();
                        }
                        seen.see("counts", statement::executeBatch);
                        seen.see("again", statement::executeBatch);
                        statement.setInt(1, 1);
                        statement.addBatch();
                        seen.see("duplicate", statement::executeBatch);
                        statement.clearParameters();
                        seen.see("unset", () -> {
                            statement.addBatch();
                            return statement.executeBatch();
                        });
                    }
                    state(connection, seen);
                }),
                new Scenario("prepared batch with keys", (connection, seen) -> {
                    try (var statement =
                            connection.prepareStatement("insert into counted (name) values (?)", new String[] {"id"})) {
                        for (var name : List.of("a", "b", "c")) {
                            statement.setString(1, name);
                            statement.addBatch();
                        }
                        seen.see("counts", statement::executeBatch);
                        seen.seeRows("key", statement.getGeneratedKeys());
                    }
                }));
    }

    private static Scenario batch(String name, boolean autoCommit, String... texts) {
        return new Scenario("batch " + name, (connection, seen) -> {
            connection.setAutoCommit(autoCommit);
            try (var statement = connection.createStatement()) {
                for (var sql : texts) {
                    statement.addBatch(sql);
                }
                seen.see("counts", statement::executeBatch);
            }
            if (!autoCommit) {
                connection.rollback();
            }
            state(connection, seen);
        });
    }

    // ---- what is asked of things that are over

    private static Stream<Scenario> misuse() {
        return Stream.of(
                new Scenario("a closed statement", (connection, seen) -> {
                    var statement = connection.prepareStatement("select ?");
                    statement.close();
                    statement.close();
                    seen.see("closed", statement::isClosed);
                    seen.see("set", () -> {
                        statement.setInt(1, 1);
                        return "set";
                    });
                    seen.see("execute", statement::execute);
                    seen.see("result", statement::getResultSet);
                    seen.see("connection", () -> statement.getConnection() == connection);
                }),
                new Scenario("a closed result", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        var result = statement.executeQuery("select 1");
                        result.close();
                        seen.see("next", result::next);
                        seen.see("get", () -> result.getInt(1));
                        seen.see("meta", result::getMetaData);
                    }
                }),
                new Scenario("a result before its first row", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        var result = statement.executeQuery("select 1");
                        seen.see("get", () -> result.getInt(1));
                        seen.see("null", result::wasNull);
                    }
                }),
                new Scenario("a closed connection", (connection, seen) -> {
                    connection.close();
                    connection.close();
                    seen.see("closed", connection::isClosed);
                    seen.see("statement", connection::createStatement);
                    seen.see("prepare", () -> connection.prepareStatement("select 1"));
                    seen.see("commit", () -> {
                        connection.commit();
                        return "done";
                    });
                    seen.see("autocommit", connection::getAutoCommit);
                    seen.see("valid", () -> connection.isValid(1));
                }),
                new Scenario("a prepared statement with a text", (connection, seen) -> {
                    try (var statement = connection.prepareStatement("select 1")) {
                        seen.see("execute", () -> statement.execute("select 2"));
                        seen.see("query", () -> statement.executeQuery("select 2"));
                        seen.see("update", () -> statement.executeUpdate("select 2"));
                    }
                }),
                new Scenario("settings that cannot be", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        seen.see("fetch size", () -> {
                            statement.setFetchSize(-1);
                            return "set";
                        });
                        seen.see("timeout", () -> {
                            statement.setQueryTimeout(-1);
                            return "set";
                        });
                        seen.see("direction", () -> {
                            statement.setFetchDirection(99);
                            return "set";
                        });
                    }
                }));
    }
}
