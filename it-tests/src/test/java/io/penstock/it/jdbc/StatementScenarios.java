package io.penstock.it.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** What statements tell beside their rows: large counts, keys, warnings; and how long they and their results live. */
final class StatementScenarios {

    private StatementScenarios() {}

    static Stream<Chapter> chapters() {
        return Stream.of(
                new Chapter("large counts", largeCounts().toList()),
                new Chapter("generated keys", keys().toList()),
                new Chapter("warnings", warnings().toList()),
                new Chapter("close on completion", completion().toList()),
                new Chapter("holdability", holdability().toList()),
                new Chapter("requests", requests().toList()));
    }

    private interface Step {

        void run() throws Exception;
    }

    /** Notes that it was done, or what was thrown in its place. */
    private static void done(Observations seen, String what, Step step) {
        seen.see(what, () -> {
            step.run();
            return "done";
        });
    }

    // ---- large counts

    private static Stream<Scenario> largeCounts() {
        return Stream.of(
                new Scenario("large update", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        seen.see("update", () -> statement.executeLargeUpdate("update sample set number = 4"));
                        seen.see("count", statement::getLargeUpdateCount);
                        seen.see("count as an int", statement::getUpdateCount);
                        seen.see("more", statement::getMoreResults);
                        seen.see("count behind", statement::getLargeUpdateCount);
                        seen.see("ddl", () -> statement.executeLargeUpdate("create table other (a int)"));
                        seen.see("query", () -> statement.executeLargeUpdate("select 1"));
                        seen.see("failure", () -> statement.executeLargeUpdate("update nowhere set a = 1"));
                        seen.see("count of a failure", statement::getLargeUpdateCount);
                    }
                    CallScenarios.state(connection, seen);
                }),
                new Scenario("large update with keys", (connection, seen) -> {
                    var insert = "insert into counted (name) values ('a'), ('b')";
                    try (var statement = connection.createStatement()) {
                        seen.see("all", () -> statement.executeLargeUpdate(insert, Statement.RETURN_GENERATED_KEYS));
                        seen.seeRows("key", statement.getGeneratedKeys());
                        seen.see("none", () -> statement.executeLargeUpdate(insert, Statement.NO_GENERATED_KEYS));
                        seen.seeRows("key", statement.getGeneratedKeys());
                        seen.see("names", () -> statement.executeLargeUpdate(insert, new String[] {"big", "id"}));
                        seen.seeRows("key", statement.getGeneratedKeys());
                        seen.see("indexes", () -> statement.executeLargeUpdate(insert, new int[] {1}));
                        seen.see("flag", () -> statement.executeLargeUpdate(insert, 7));
                    }
                    CallScenarios.state(connection, seen);
                }),
                new Scenario("large update of a prepared statement", (connection, seen) -> {
                    try (var statement = connection.prepareStatement("update sample set number = ? where id < ?")) {
                        statement.setLong(1, 5);
                        seen.see("unset", statement::executeLargeUpdate);
                        statement.setInt(2, 3);
                        seen.see("update", statement::executeLargeUpdate);
                        seen.see("count", statement::getLargeUpdateCount);
                        seen.see("text", () -> statement.executeLargeUpdate("update sample set number = 1"));
                    }
                }),
                new Scenario("large batch", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        statement.addBatch("update sample set number = 4");
                        statement.addBatch("delete from sample where id = 2");
                        seen.see("counts", statement::executeLargeBatch);
                        seen.see("again", statement::executeLargeBatch);
                        statement.addBatch("update sample set number = 5");
                        statement.addBatch("insert into sample values (1, 'dup', 1)");
                        statement.addBatch("update sample set number = 6");
                        largeFailure(seen, statement);
                        statement.addBatch("update sample set number = 7");
                        done(seen, "clear", statement::clearBatch);
                        seen.see("cleared", statement::executeLargeBatch);
                    }
                    CallScenarios.state(connection, seen);
                }),
                new Scenario("large batch of a prepared statement", (connection, seen) -> {
                    try (var statement = connection.prepareStatement("insert into sample values (?, 'x', 1)")) {
                        for (var id : List.of(10, 11)) {
                            statement.setInt(1, id);
                            statement.addBatch();
                        }
                        seen.see("counts", statement::executeLargeBatch);
                        for (var id : List.of(12, 10, 13)) {
                            statement.setInt(1, id);
                            statement.addBatch();
                        }
                        largeFailure(seen, statement);
                    }
                    CallScenarios.state(connection, seen);
                }));
    }

    private static void largeFailure(Observations seen, Statement statement) {
        seen.see("failure", () -> {
            try {
                return statement.executeLargeBatch();
            } catch (java.sql.BatchUpdateException e) {
                seen.see("large counts", e::getLargeUpdateCounts);
                throw e;
            }
        });
    }

    // ---- keys

    private static Stream<Scenario> keys() {
        return Stream.of(
                new Scenario("keys of what has none to give", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        seen.seeRows("before anything", statement.getGeneratedKeys());
                        seen.see("plain", () -> statement.executeUpdate("insert into counted (name) values ('a')"));
                        seen.seeRows("not asked for", statement.getGeneratedKeys());
                        seen.see("query", () -> statement.execute("select 1", Statement.RETURN_GENERATED_KEYS));
                        keyRows(seen, "of a query", statement);
                        seen.see("ddl", () -> statement.execute("create table k (a int)", new String[] {"a"}));
                        keyRows(seen, "of ddl", statement);
                    }
                    CallScenarios.state(connection, seen);
                }),
                new Scenario("keys of updates and deletes", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        seen.see(
                                "update",
                                () -> statement.executeUpdate(
                                        "update sample set number = 5 where id < 3", Statement.RETURN_GENERATED_KEYS));
                        keyRows(seen, "updated", statement);
                        seen.see(
                                "delete",
                                () -> statement.executeUpdate(
                                        "delete from sample where id = 3", new String[] {"name"}));
                        keyRows(seen, "deleted", statement);
                        seen.see(
                                "nothing",
                                () -> statement.executeUpdate("delete from sample where false", new String[] {"name"}));
                        keyRows(seen, "of nothing", statement);
                    }
                }),
                new Scenario("keys beside a returning of one's own", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        seen.see(
                                "execute",
                                () -> statement.execute(
                                        "insert into counted (name) values ('a') returning name", new String[] {"id"}));
                        keyRows(seen, "key", statement);
                    }
                    try (var statement = connection.prepareStatement(
                            "insert into counted (name) values ('a') returning id", Statement.RETURN_GENERATED_KEYS)) {
                        seen.see("update", statement::executeUpdate);
                        keyRows(seen, "key", statement);
                    }
                }),
                new Scenario("keys without names", (connection, seen) -> {
                    seen.see("no name", () -> {
                        try (var statement =
                                connection.prepareStatement("insert into counted (name) values ('a')", new String[0])) {
                            seen.see("update", statement::executeUpdate);
                            keyRows(seen, "key", statement);
                        }
                        return "done";
                    });
                    seen.see("no index", () -> {
                        try (var statement =
                                connection.prepareStatement("insert into counted (name) values ('a')", new int[0])) {
                            seen.see("update", statement::executeUpdate);
                            keyRows(seen, "key", statement);
                        }
                        return "done";
                    });
                }),
                new Scenario("keys are there until the next execution", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        statement.executeUpdate("insert into counted (name) values ('a')", new String[] {"id"});
                        seen.seeRows("first", statement.getGeneratedKeys());
                        statement.executeUpdate("update counted set name = 'b'");
                        seen.seeRows("behind", statement.getGeneratedKeys());
                    }
                }),
                new Scenario("keys end with their statement", (connection, seen) -> {
                    var statement = connection.createStatement();
                    statement.executeUpdate("insert into counted (name) values ('a')", new String[] {"id"});
                    var keys = statement.getGeneratedKeys();
                    statement.executeUpdate("insert into counted (name) values ('b')", new String[] {"id"});
                    seen.see("run again", keys::isClosed);
                    seen.see("next", keys::next);
                    var last = statement.getGeneratedKeys();
                    statement.close();
                    seen.see("closed", last::isClosed);
                }),
                new Scenario("keys of a batch that fails", (connection, seen) -> {
                    try (var statement =
                            connection.prepareStatement("insert into counted (id) values (?)", new String[] {"id"})) {
                        for (var id : List.of(100, 101, 100)) {
                            statement.setInt(1, id);
                            statement.addBatch();
                        }
                        seen.see("counts", statement::executeBatch);
                        seen.seeRows("key", statement.getGeneratedKeys());
                    }
                    CallScenarios.state(connection, seen);
                }),
                new Scenario("keys with an end and a comment behind", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        seen.see(
                                "semicolon",
                                () -> statement.executeUpdate(
                                        "insert into counted (name) values ('a');", new String[] {"id"}));
                        keyRows(seen, "key", statement);
                        seen.see(
                                "comment",
                                () -> statement.executeUpdate(
                                        "insert into counted (name) values ('a') /* the end */", new String[] {"id"}));
                        keyRows(seen, "key", statement);
                    }
                }));
    }

    private static void keyRows(Observations seen, String what, Statement statement) {
        seen.see(what, () -> {
            try (var keys = statement.getGeneratedKeys()) {
                seen.see("columns", () -> keys.getMetaData().getColumnCount());
                seen.seeRows(what, keys);
            }
            return "seen";
        });
    }

    // ---- warnings

    private static final String RAISE =
            "do $$ begin raise warning 'first' using errcode = '01P07'; raise notice 'second'; end $$";

    private static Stream<Scenario> warnings() {
        return Stream.of(
                new Scenario("warnings of a statement", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        statement.execute(RAISE);
                        seen.seeWarnings("statement", statement.getWarnings());
                        seen.seeWarnings("connection", connection.getWarnings());
                        statement.execute("select 1");
                        seen.seeWarnings("next execution", statement.getWarnings());
                        statement.execute(RAISE);
                        statement.clearWarnings();
                        seen.seeWarnings("cleared", statement.getWarnings());
                        seen.see("none", statement::getWarnings);
                    }
                }),
                new Scenario("warnings of rows", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        statement.execute("create function side.loud(n int) returns int language plpgsql as"
                                + " $$ begin raise notice 'row %', n; return n; end $$");
                        try (var rows = statement.executeQuery("select side.loud(g) from generate_series(1, 3) g")) {
                            seen.seeWarnings("statement", statement.getWarnings());
                            seen.see("of the result", rows::getWarnings);
                            done(seen, "clear", rows::clearWarnings);
                        }
                    }
                }),
                new Scenario("warnings of a batch", (connection, seen) -> {
                    try (var statement = connection.createStatement()) {
                        statement.addBatch(RAISE);
                        statement.addBatch("update sample set number = 1");
                        statement.addBatch(RAISE);
                        seen.see("counts", statement::executeBatch);
                        seen.seeWarnings("statement", statement.getWarnings());
                    }
                }),
                new Scenario("warnings of a prepared statement", (connection, seen) -> {
                    try (var statement = connection.prepareStatement("drop table if exists nowhere")) {
                        for (var i = 0; i < 3; i++) {
                            seen.see("execute", statement::execute);
                            seen.seeWarnings("statement", statement.getWarnings());
                        }
                    }
                }),
                new Scenario("warnings of the connection", (connection, seen) -> {
                    seen.see("none", connection::getWarnings);
                    done(seen, "unknown", () -> connection.setClientInfo("NoSuchThing", "x"));
                    seen.see("some", () -> connection.getWarnings() != null);
                    done(seen, "clear", connection::clearWarnings);
                    seen.see("cleared", connection::getWarnings);
                }),
                new Scenario("warnings of what is closed", (connection, seen) -> {
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("select 1");
                    rows.close();
                    seen.see("of the result", rows::getWarnings);
                    statement.close();
                    seen.see("of the statement", statement::getWarnings);
                    done(seen, "clear", statement::clearWarnings);
                    connection.close();
                    seen.see("of the connection", connection::getWarnings);
                    done(seen, "clear", connection::clearWarnings);
                }));
    }

    // ---- close on completion

    private static Stream<Scenario> completion() {
        return Stream.of(
                new Scenario("completion of rows that are read to their end", (connection, seen) -> {
                    var statement = connection.createStatement();
                    seen.see("at first", statement::isCloseOnCompletion);
                    statement.closeOnCompletion();
                    seen.see("then", statement::isCloseOnCompletion);
                    var rows = statement.executeQuery("select 1");
                    seen.seeRows("row", rows);
                    seen.see("read", statement::isClosed);
                    rows.close();
                    seen.see("closed", statement::isClosed);
                    seen.see("asked when closed", statement::isCloseOnCompletion);
                    done(seen, "set when closed", statement::closeOnCompletion);
                }),
                new Scenario("completion without rows", (connection, seen) -> {
                    var statement = connection.createStatement();
                    statement.closeOnCompletion();
                    seen.see("update", () -> statement.executeUpdate("update sample set number = 1"));
                    seen.see("closed", statement::isClosed);
                    statement.close();
                }),
                new Scenario("completion when it is run again", (connection, seen) -> {
                    var statement = connection.prepareStatement("select 1");
                    statement.closeOnCompletion();
                    statement.executeQuery();
                    seen.see("second run", () -> statement.executeQuery().next());
                    statement.close();
                }),
                new Scenario("completion of several results", (connection, seen) -> {
                    var statement = connection.createStatement();
                    statement.closeOnCompletion();
                    seen.see("execute", () -> statement.execute("select 1; select 2"));
                    statement.getResultSet().close();
                    seen.see("first closed", statement::isClosed);
                    seen.see("more", statement::getMoreResults);
                    seen.see("second", () -> {
                        statement.getResultSet().close();
                        return statement.isClosed();
                    });
                }),
                new Scenario("completion of keys", (connection, seen) -> {
                    var statement = connection.createStatement();
                    statement.closeOnCompletion();
                    statement.executeUpdate("insert into counted (name) values ('a')", new String[] {"id"});
                    statement.getGeneratedKeys().close();
                    seen.see("closed", statement::isClosed);
                    statement.close();
                }));
    }

    // ---- holdability

    private static Stream<Scenario> holdability() {
        return Stream.of(
                new Scenario("holdability of a connection", (connection, seen) -> {
                    seen.see("at first", connection::getHoldability);
                    seen.see(
                            "of its statements",
                            () -> connection.createStatement().getResultSetHoldability());
                    seen.see("of metadata", () -> connection.getMetaData().getResultSetHoldability());
                    done(seen, "held", () -> connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT));
                    seen.see("then", connection::getHoldability);
                    seen.see(
                            "of new statements",
                            () -> connection.createStatement().getResultSetHoldability());
                    done(seen, "nonsense", () -> connection.setHoldability(42));
                }),
                held("over a commit", ResultSet.HOLD_CURSORS_OVER_COMMIT, Connection::commit),
                held("over a rollback", ResultSet.HOLD_CURSORS_OVER_COMMIT, Connection::rollback),
                held("not held over a commit", ResultSet.CLOSE_CURSORS_AT_COMMIT, Connection::commit),
                new Scenario("holdability that cannot be", (connection, seen) -> {
                    seen.see(
                            "statement",
                            () -> connection.createStatement(
                                    ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, 42));
                    seen.see(
                            "prepared",
                            () -> connection.prepareStatement(
                                    "select 1", ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, 42));
                }));
    }

    private interface End {

        void of(Connection connection) throws SQLException;
    }

    private static Scenario held(String name, int holdability, End end) {
        return new Scenario("holding a result " + name, (connection, seen) -> {
            connection.setAutoCommit(false);
            try (var statement =
                    connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability)) {
                var rows = statement.executeQuery("select id from sample order by id");
                seen.see("holdability", rows::getHoldability);
                seen.see("first", rows::next);
                end.of(connection);
                seen.see("closed", rows::isClosed);
                seen.see("second", rows::next);
                seen.see("value", () -> rows.getInt(1));
            }
            connection.rollback();
        });
    }

    // ---- requests

    private static Stream<Scenario> requests() {
        return Stream.of(
                new Scenario("a request", (connection, seen) -> {
                    done(seen, "begin", connection::beginRequest);
                    connection.setAutoCommit(false);
                    try (var statement = connection.createStatement()) {
                        statement.executeUpdate("update sample set number = 9");
                        done(seen, "begin again", connection::beginRequest);
                        done(seen, "end", connection::endRequest);
                        done(seen, "end again", connection::endRequest);
                        seen.seeRows("row", statement.executeQuery("select number from sample"));
                    }
                    seen.see("autocommit", connection::getAutoCommit);
                    connection.rollback();
                }),
                new Scenario("a request on a closed connection", (connection, seen) -> {
                    connection.close();
                    done(seen, "begin", connection::beginRequest);
                    done(seen, "end", connection::endRequest);
                }),
                new Scenario("sharding", (connection, seen) -> {
                    done(seen, "set", () -> connection.setShardingKey(null));
                    seen.see("valid", () -> connection.setShardingKeyIfValid(null, 1));
                }));
    }
}
