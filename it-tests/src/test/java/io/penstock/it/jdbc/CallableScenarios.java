package io.penstock.it.jdbc;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.stream.Stream;

/** Functions and procedures, their parameters both ways, and cursors as results. */
final class CallableScenarios {

    private static final String ROUTINES = """
            create function side.add(a int, b int) returns int language sql as 'select a + b';
            create function side.both(in a int, out b int, inout c text) language sql as $$ select a * 2, c || '!' $$;
            create function side.numbers() returns setof int language sql as 'select generate_series(1, 3)';
            create function side.nothing() returns void language sql as '';
            create function side.cursor() returns refcursor language plpgsql as
                $$ declare c refcursor; begin open c for select g, 'row ' || g from generate_series(1, 3) g; return c; end $$;
            create function side.cursors() returns setof refcursor language plpgsql as
                $$ declare c refcursor; d refcursor; begin
                    open c for select 1; return next c; open d for select 2; return next d; end $$;
            create procedure side.total(in a int, inout b int) language plpgsql as $$ begin b := a + b; end $$;
            create procedure side.quiet(a int) language plpgsql as $$ begin end $$;
            """;

    /** A call, and what is done with it. */
    private record Call(String name, String sql, Steps steps) {}

    private interface Steps {

        void take(CallableStatement call, Observations seen) throws Exception;
    }

    private CallableScenarios() {}

    static Stream<Chapter> chapters() {
        return Stream.of(
                new Chapter("calls", calls("")),
                new Chapter("calls of procedures", calls("escapeSyntaxCallMode=call")),
                new Chapter("calls of either", calls("escapeSyntaxCallMode=callIfNoReturn")),
                new Chapter(
                        "types of calls",
                        TYPES.stream().map(CallableScenarios::typed).toList()),
                new Chapter("cursors", cursorsOfAllKinds().toList()));
    }

    // ---- calls

    private static final List<Call> CALLS = List.of(
            new Call("a function", "{? = call add(?, ?)}", (call, seen) -> {
                call.registerOutParameter(1, Types.INTEGER);
                call.setInt(2, 1);
                call.setInt(3, 2);
                for (var i = 0; i < 2; i++) {
                    seen.see("execute", call::execute);
                    seen.see("result", call::getResultSet);
                    seen.see("count", call::getUpdateCount);
                    seen.see("more", () -> call.getMoreResults());
                    seen.see("value", () -> call.getInt(1));
                    seen.see("null", call::wasNull);
                    seen.seeObject("object", () -> call.getObject(1));
                }
            }),
            new Call("a function of nothing but literals", "{? = call add(1, 2)}", (call, seen) -> {
                call.registerOutParameter(1, Types.INTEGER);
                seen.see("update", call::executeUpdate);
                seen.see("value", () -> call.getInt(1));
            }),
            new Call("other getters", "{? = call add(?, ?)}", (call, seen) -> {
                call.registerOutParameter(1, Types.INTEGER);
                call.setInt(2, 1);
                call.setInt(3, 2);
                seen.see("too early", () -> call.getInt(1));
                call.execute();
                seen.see("string", () -> call.getString(1));
                seen.see("long", () -> call.getLong(1));
                seen.see("short", () -> call.getShort(1));
                seen.see("boolean", () -> call.getBoolean(1));
                seen.see("double", () -> call.getDouble(1));
                seen.see("decimal", () -> call.getBigDecimal(1));
                seen.see("bytes", () -> call.getBytes(1));
                seen.see("date", () -> call.getDate(1));
                seen.see("array", () -> call.getArray(1));
                seen.see("of one that goes in", () -> call.getInt(2));
            }),
            new Call("registered as another type", "{? = call add(?, ?)}", (call, seen) -> {
                call.registerOutParameter(1, Types.VARCHAR);
                call.setInt(2, 1);
                call.setInt(3, 2);
                seen.see("execute", call::execute);
            }),
            new Call("a NULL", "{? = call add(?, ?)}", (call, seen) -> {
                call.registerOutParameter(1, Types.INTEGER);
                call.setNull(2, Types.INTEGER);
                call.setInt(3, 2);
                call.execute();
                seen.see("value", () -> call.getInt(1));
                seen.see("null", call::wasNull);
                seen.see("object", () -> call.getObject(1));
            }),
            new Call("nothing registered for the result", "{? = call add(?, ?)}", (call, seen) -> {
                call.setInt(2, 1);
                call.setInt(3, 2);
                seen.see("execute", call::execute);
            }),
            new Call(
                    "a parameter that is not there",
                    "{? = call add(?, ?)}",
                    (call, seen) -> seen.see("register", () -> {
                        call.registerOutParameter(9, Types.INTEGER);
                        return "registered";
                    })),
            new Call("nothing registered at all", "{call add(?, ?)}", (call, seen) -> {
                call.setInt(1, 1);
                call.setInt(2, 2);
                seen.see("execute", call::execute);
                seen.see("get", () -> call.getInt(1));
                seen.see("rows", () -> {
                    seen.seeRows("row", call.getResultSet());
                    return "read";
                });
                seen.see("query", () -> {
                    seen.seeRows("row", call.executeQuery());
                    return "read";
                });
            }),
            new Call("parameters both ways", "{call both(?, ?, ?)}", (call, seen) -> {
                call.setInt(1, 4);
                call.registerOutParameter(2, Types.INTEGER);
                call.registerOutParameter(3, Types.VARCHAR);
                call.setString(3, "x");
                seen.see("execute", call::execute);
                seen.see("out", () -> call.getInt(2));
                seen.see("both ways", () -> call.getString(3));
                seen.see("update", call::executeUpdate);
                seen.see("query", call::executeQuery);
            }),
            new Call("one too few registered", "{call both(?, ?, ?)}", (call, seen) -> {
                call.setInt(1, 4);
                call.registerOutParameter(3, Types.VARCHAR);
                call.setString(3, "x");
                seen.see("execute", call::execute);
            }),
            new Call("a set", "{? = call numbers()}", (call, seen) -> {
                call.registerOutParameter(1, Types.INTEGER);
                seen.see("execute", call::execute);
                seen.see("value", () -> call.getInt(1));
                seen.see("more", () -> call.getMoreResults());
            }),
            new Call("nothing", "{call nothing()}", (call, seen) -> {
                seen.see("execute", call::execute);
                seen.see("count", call::getUpdateCount);
                call.addBatch();
                seen.see("batch", call::executeBatch);
            }),
            new Call("without parentheses", "{call nothing}", (call, seen) -> seen.see("execute", call::execute)),
            new Call("nothing as a result", "{? = call nothing()}", (call, seen) -> {
                call.registerOutParameter(1, Types.OTHER);
                seen.see("execute", call::execute);
                seen.see("object", () -> call.getObject(1));
            }),
            new Call("a procedure as a call", "{call total(?, ?)}", (call, seen) -> {
                call.setInt(1, 4);
                call.setInt(2, 5);
                call.registerOutParameter(2, Types.INTEGER);
                seen.see("execute", call::execute);
                seen.see("value", () -> call.getInt(2));
            }),
            new Call("a procedure in SQL", "call total(?, ?)", (call, seen) -> {
                call.setInt(1, 4);
                call.setInt(2, 5);
                call.registerOutParameter(2, Types.INTEGER);
                seen.see("execute", call::execute);
                seen.see("value", () -> call.getInt(2));
            }),
            new Call("a procedure with nothing set", "call total(?, ?)", (call, seen) -> {
                call.setInt(1, 4);
                call.registerOutParameter(2, Types.INTEGER);
                seen.see("execute", call::execute);
                seen.see("value", () -> call.getInt(2));
                seen.see("null", call::wasNull);
            }),
            new Call("a quiet procedure", "call quiet(?)", (call, seen) -> {
                call.setInt(1, 4);
                seen.see("execute", call::execute);
                seen.see("procedure's count", call::getUpdateCount);
            }),
            new Call("a quiet procedure in another statement", "select 1", (call, seen) -> {
                try (var other = call.getConnection().createStatement()) {
                    seen.see("execute", () -> other.execute("call quiet(1)"));
                    seen.see("procedure's count", other::getUpdateCount);
                    seen.see("procedure's update", () -> other.executeUpdate("call quiet(1)"));
                }
                try (var other = call.getConnection().prepareStatement("call quiet(1)")) {
                    seen.see("execute", other::execute);
                    seen.see("procedure's count", other::getUpdateCount);
                }
            }),
            new Call("a quiet procedure as a call", "{call quiet(?)}", (call, seen) -> {
                call.setInt(1, 4);
                seen.see("execute", call::execute);
                seen.see("procedure's count", call::getUpdateCount);
            }),
            new Call("a query", "select ? + 1", (call, seen) -> {
                seen.see("register", () -> {
                    call.registerOutParameter(1, Types.INTEGER);
                    return "registered";
                });
                call.setInt(1, 1);
                seen.seeRows("row", call.executeQuery());
            }),
            new Call("names", "{? = call add(?, ?)}", (call, seen) -> {
                seen.see("register", () -> {
                    call.registerOutParameter("a", Types.INTEGER);
                    return "registered";
                });
                seen.see("set", () -> {
                    call.setInt("a", 1);
                    return "set";
                });
                seen.see("get", () -> call.getInt("a"));
                seen.see("object", () -> call.getObject("a"));
            }),
            new Call("a closed call", "{? = call add(?, ?)}", (call, seen) -> {
                call.registerOutParameter(1, Types.INTEGER, 2);
                call.close();
                seen.see("get", () -> call.getInt(1));
                seen.see("register", () -> {
                    call.registerOutParameter(1, Types.INTEGER);
                    return "registered";
                });
            }));

    private static List<Scenario> calls(String properties) {
        return CALLS.stream()
                .map(call -> new Scenario(
                        "call " + call.name() + " " + properties,
                        properties.isEmpty() ? "autosave=never" : properties,
                        (connection, seen) -> call(connection, seen, call)))
                .toList();
    }

    private static void call(Connection connection, Observations seen, Call call) throws Exception {
        make(connection);
        try (var statement = connection.prepareCall(call.sql())) {
            call.steps().take(statement, seen);
        }
        CallScenarios.state(connection, seen);
    }

    private static void make(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(ROUTINES);
        }
    }

    // ---- types

    /** A value that comes back, and the getter that is for it. */
    private record Typed(String value, String type, int registered, Getter getter) {}

    private interface Getter {

        Object get(CallableStatement call) throws SQLException;
    }

    private static final List<Typed> TYPES = List.of(
            new Typed("true", "boolean", Types.BOOLEAN, call -> call.getBoolean(1)),
            new Typed("true", "boolean", Types.BIT, call -> call.getBoolean(1)),
            new Typed("7", "int2", Types.SMALLINT, call -> call.getShort(1)),
            new Typed("7", "int2", Types.TINYINT, call -> call.getByte(1)),
            new Typed("7", "int4", Types.INTEGER, call -> call.getInt(1)),
            new Typed("7", "int8", Types.BIGINT, call -> call.getLong(1)),
            new Typed("1.5", "float4", Types.REAL, call -> call.getFloat(1)),
            new Typed("1.5", "float8", Types.DOUBLE, call -> call.getDouble(1)),
            new Typed("1.5", "float8", Types.FLOAT, call -> call.getDouble(1)),
            new Typed("1.5", "float8", Types.REAL, call -> call.getFloat(1)),
            new Typed("12.340", "numeric", Types.NUMERIC, call -> call.getBigDecimal(1)),
            new Typed("12.340", "numeric", Types.DECIMAL, call -> call.getBigDecimal(1)),
            new Typed("abc", "text", Types.VARCHAR, call -> call.getString(1)),
            new Typed("abc", "varchar", Types.LONGVARCHAR, call -> call.getString(1)),
            new Typed("abc", "char(5)", Types.CHAR, call -> call.getString(1)),
            new Typed("\\x0102", "bytea", Types.BINARY, call -> call.getBytes(1)),
            new Typed("\\x0102", "bytea", Types.VARBINARY, call -> call.getBytes(1)),
            new Typed("2020-02-29", "date", Types.DATE, call -> call.getDate(1)),
            new Typed("12:34:56", "time", Types.TIME, call -> call.getTime(1)),
            new Typed("2020-02-29 12:34:56.789", "timestamp", Types.TIMESTAMP, call -> call.getTimestamp(1)),
            new Typed("2020-02-29 12:34:56+00", "timestamptz", Types.TIMESTAMP, call -> call.getTimestamp(1)),
            new Typed("{1,2}", "int4[]", Types.ARRAY, call -> call.getArray(1)),
            new Typed("{\"a\": 1}", "json", Types.OTHER, call -> String.valueOf(call.getObject(1))),
            new Typed(
                    "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                    "uuid",
                    Types.OTHER,
                    call -> String.valueOf(call.getObject(1))));

    private static Scenario typed(Typed typed) {
        return new Scenario(
                "a call of " + typed.type() + " registered as " + typed.registered(),
                "autosave=never",
                (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        statement.execute("create function side.value() returns " + typed.type()
                                + " language sql as $$ select '" + typed.value() + "'::" + typed.type() + " $$");
                    }
                    try (var call = connection.prepareCall("{? = call value()}")) {
                        call.registerOutParameter(1, typed.registered());
                        seen.see("execute", call::execute);
                        seen.see("value", () -> typed.getter().get(call));
                        seen.see("int", () -> call.getInt(1));
                        seen.see("string", () -> call.getString(1));
                        seen.see("null", call::wasNull);
                    }
                });
    }

    // ---- cursors

    private static Stream<Scenario> cursorsOfAllKinds() {
        return Stream.concat(
                Stream.of(cursors(), cursorTwice(), cursorInAutocommit()),
                CURSORS.stream()
                        .map(call -> new Scenario(
                                "cursors: " + call.name(),
                                "autosave=never",
                                (connection, seen) -> cursors(connection, seen, call))));
    }

    private static final String CURSOR_ROUTINES = """
            create function side.two(out a refcursor, out b refcursor) language plpgsql as
                $$ begin open a for select 1; open b for select 2, 'b'; end $$;
            create function side.named(inout c refcursor) language plpgsql as $$ begin open c for select 7; end $$;
            create procedure side.opened(inout c refcursor, in n int) language plpgsql as
                $$ begin open c for select g from generate_series(1, n) g; end $$;
            create function side.none() returns refcursor language sql as 'select null::refcursor';
            create function side.scrolled() returns refcursor language plpgsql as
                $$ declare c scroll cursor for select generate_series(1, 3); begin open c; return c; end $$;
            """;

    private static final List<Call> CURSORS = List.of(
            new Call("two that come back", "{call two(?, ?)}", (call, seen) -> {
                call.registerOutParameter(1, Types.OTHER);
                call.registerOutParameter(2, Types.REF_CURSOR);
                seen.see("execute", call::execute);
                seen.seeRows("second", (ResultSet) call.getObject(2));
                seen.seeRows("first", (ResultSet) call.getObject(1));
            }),
            new Call("one that has a name", "{call named(?)}", (call, seen) -> {
                call.registerOutParameter(1, Types.REF_CURSOR);
                call.setObject(1, "it's \"mine\"", Types.OTHER);
                seen.see("execute", call::execute);
                seen.see("rows", () -> rows(seen, call));
            }),
            new Call("one of a procedure", "call opened(?, ?)", (call, seen) -> {
                call.registerOutParameter(1, Types.REF_CURSOR);
                call.setNull(1, Types.REF_CURSOR);
                call.setInt(2, 3);
                seen.see("execute", call::execute);
                seen.see("rows", () -> rows(seen, call));
            }),
            new Call("one that is NULL", "{? = call none()}", (call, seen) -> {
                call.registerOutParameter(1, Types.REF_CURSOR);
                seen.see("execute", call::execute);
                seen.see("object", () -> call.getObject(1));
                seen.see("null", call::wasNull);
            }),
            new Call("one that scrolls", "{? = call scrolled()}", (call, seen) -> {
                call.registerOutParameter(1, Types.REF_CURSOR);
                seen.see("execute", call::execute);
                var rows = (ResultSet) call.getObject(1);
                seen.see("type", rows::getType);
                seen.see("last", rows::last);
                seen.see("rows", () -> rows(seen, call));
            }),
            new Call("one behind a commit", "select cursor()", (call, seen) -> {
                var result = call.executeQuery();
                result.next();
                var rows = (ResultSet) result.getObject(1);
                seen.see("first", rows::next);
                call.getConnection().commit();
                seen.see("second", rows::next);
                rows.close();
                seen.see("closed", rows::isClosed);
            }),
            new Call("one that is asked for behind its transaction", "select cursor()", (call, seen) -> {
                var result = call.executeQuery();
                result.next();
                call.getConnection().commit();
                seen.see("rows", () -> result.getObject(1));
            }),
            new Call("one behind a rollback to a savepoint", "select cursor()", (call, seen) -> {
                var savepoint = call.getConnection().setSavepoint();
                var result = call.executeQuery();
                result.next();
                call.getConnection().rollback(savepoint);
                seen.see("rows", () -> result.getObject(1));
            }),
            new Call("several in one row, read in turns", "select cursor(), cursor()", (call, seen) -> {
                var result = call.executeQuery();
                result.next();
                var one = (ResultSet) result.getObject(1);
                var other = (ResultSet) result.getObject(2);
                seen.see("one", one::next);
                seen.see("other", other::next);
                seen.seeRows("one", one);
                seen.seeRows("other", other);
            }),
            new Call("a few rows at a time", "select cursor()", (call, seen) -> {
                call.setFetchSize(1);
                var result = call.executeQuery();
                result.next();
                seen.seeRows("row", (ResultSet) result.getObject(1));
                seen.see("next", result::next);
            }),
            new Call("fetched from by SQL", "select cursor()", (call, seen) -> {
                var result = call.executeQuery();
                result.next();
                var name = result.getString(1);
                try (var fetch = call.getConnection().createStatement()) {
                    seen.seeRows("row", fetch.executeQuery("fetch 2 from \"" + name + "\""));
                    seen.seeRows("more", fetch.executeQuery("fetch all from \"" + name + "\""));
                    seen.see("close", () -> fetch.executeUpdate("close \"" + name + "\""));
                }
            }));

    private static String rows(Observations seen, CallableStatement call) throws SQLException {
        try (var rows = (ResultSet) call.getObject(1)) {
            seen.seeRows("row", rows);
        }
        return "read";
    }

    /** Afterwards no cursor is open. */
    private static void cursors(Connection connection, Observations seen, Call call) throws Exception {
        make(connection);
        try (var statement = connection.createStatement()) {
            statement.execute(CURSOR_ROUTINES);
        }
        connection.setAutoCommit(false);
        try (var statement = connection.prepareCall(call.sql())) {
            call.steps().take(statement, seen);
        }
        connection.rollback();
        try (var statement = connection.createStatement()) {
            seen.seeRows("open", statement.executeQuery("select name from pg_cursors where name like '%unnamed%'"));
        }
        connection.rollback();
        CallScenarios.state(connection, seen);
    }

    private static Scenario cursors() {
        return new Scenario("cursors as results", "autosave=never", (connection, seen) -> {
            make(connection);
            connection.setAutoCommit(false);
            try (var call = connection.prepareCall("{? = call cursor()}")) {
                for (var type : new int[] {Types.OTHER, Types.REF_CURSOR}) {
                    call.registerOutParameter(1, type);
                    seen.see("execute", call::execute);
                    try (var rows = (ResultSet) call.getObject(1)) {
                        seen.see("type", rows::getType);
                        seen.see("concurrency", rows::getConcurrency);
                        seen.seeRows("row", rows);
                    }
                }
                seen.see("as a result", () -> call.getObject(1, ResultSet.class).isClosed());
            }
            try (var statement = connection.createStatement();
                    var result = statement.executeQuery("select * from cursors()")) {
                while (result.next()) {
                    seen.see("type", () -> result.getMetaData().getColumnType(1));
                    seen.see("class", () -> result.getMetaData().getColumnClassName(1));
                    seen.seeRows("row", (ResultSet) result.getObject(1));
                }
            }
            connection.commit();
        });
    }

    private static Scenario cursorTwice() {
        return new Scenario("a cursor that is read twice", "autosave=never", (connection, seen) -> {
            make(connection);
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement();
                    var result = statement.executeQuery("select cursor()")) {
                result.next();
                seen.seeRows("row", (ResultSet) result.getObject(1));
                seen.see("again", () -> result.getObject(1));
            }
            connection.rollback();
        });
    }

    private static Scenario cursorInAutocommit() {
        return new Scenario("a cursor in autocommit", "autosave=never", (connection, seen) -> {
            make(connection);
            try (var statement = connection.createStatement();
                    var result = statement.executeQuery("select cursor()")) {
                result.next();
                seen.see("rows", () -> result.getObject(1));
            }
        });
    }
}
