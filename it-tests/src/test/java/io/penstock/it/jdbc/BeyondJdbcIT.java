package io.penstock.it.jdbc;

import static io.penstock.it.jdbc.JdbcServer.ask;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.ListenEvent;
import io.penstock.Notification;
import io.penstock.Query;
import io.penstock.config.PoolOptions;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.jdbc.PenstockConnection;
import io.penstock.jdbc.PenstockDataSource;
import io.penstock.jdbc.PenstockDriver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What there is beyond {@code java.sql}, and what this driver does in its own way. */
@PostgresTest
class BeyondJdbcIT {

    private final Thread main = Thread.currentThread();
    private final PostgresServer server;

    BeyondJdbcIT(PostgresServer server) {
        this.server = server;
    }

    private PenstockConnection open() throws SQLException {
        return new JdbcServer(server).connect();
    }

    private static void execute(PenstockConnection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void copiesBothWaysInTheTransactionOfJdbc() throws Exception {
        try (var connection = open()) {
            execute(connection, "create temp table copied (a int, b text)");
            connection.setAutoCommit(false);
            var lines = new ByteArrayInputStream("1\tone\n2\ttwo\n".getBytes(UTF_8));

            assertThat(connection.copyIn("copy copied from stdin", lines)).isEqualTo(2);
            var out = new ByteArrayOutputStream();
            assertThat(connection.copyOut("copy copied to stdout", out)).isEqualTo(2);
            assertThat(out.toString(UTF_8)).isEqualTo("1\tone\n2\ttwo\n");

            connection.rollback();
            assertThat(ask(connection, "select count(*) from copied")).isEqualTo("0");
        }
    }

    @Test
    void copiesNothingOfAStreamThatFails() throws Exception {
        try (var connection = open()) {
            execute(connection, "create temp table copied (a int)");
            var failing = new InputStream() {
                private int given;

                @Override
                public int read() throws IOException {
                    if (given == 4) {
                        throw new IOException("torn");
                    }
                    return given++ % 2 == 0 ? '1' : '\n';
                }
            };

            assertThatThrownBy(() -> connection.copyIn("copy copied from stdin", failing))
                    .isInstanceOf(IOException.class)
                    .hasMessage("torn");
            assertThat(ask(connection, "select count(*) from copied")).isEqualTo("0");
        }
    }

    @Test
    void tellsWhatACopyFailsIn() throws Exception {
        try (var connection = open()) {
            execute(connection, "create temp table copied (a int)");

            assertThatThrownBy(() -> connection.copyIn(
                            "copy copied from stdin", new ByteArrayInputStream("x\n".getBytes(UTF_8))))
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("22P02");
            assertThat(ask(connection, "select count(*) from copied")).isEqualTo("0");
        }
    }

    /** A batch has a count for each entry, also of one that is several statements, which pgjdbc refuses. */
    @Test
    void countsWhatAllStatementsOfAnEntryDo() throws Exception {
        try (var connection = open();
                var statement = connection.createStatement()) {
            execute(connection, "create temp table many (a int primary key)");
            statement.addBatch("insert into many values (1)");
            statement.addBatch("insert into many values (2); select 1; insert into many values (3), (4)");
            statement.addBatch("delete from many");
            assertThat(statement.executeBatch()).containsExactly(1, 3, 4);

            try (var prepared =
                    connection.prepareStatement("insert into many values (?); delete from many where a < ?")) {
                for (var i = 1; i <= 3; i++) {
                    prepared.setInt(1, i);
                    prepared.setInt(2, i);
                    prepared.addBatch();
                }
                assertThat(prepared.executeBatch()).containsExactly(1, 2, 2);
            }

            statement.addBatch("insert into many values (5); insert into many values (5)");
            statement.addBatch("insert into many values (6)");
            assertThatThrownBy(statement::executeBatch)
                    .isInstanceOf(BatchUpdateException.class)
                    .hasMessageStartingWith("entry 0 ")
                    .satisfies(e -> assertThat(((BatchUpdateException) e).getUpdateCounts())
                            .containsExactly(Statement.EXECUTE_FAILED, Statement.EXECUTE_FAILED));
        }
    }

    /** Most entries of a large batch are encoded while the first are sent, but not one that cannot be: its transaction goes on. */
    @Test
    void sendsNothingOfABatchWithAValueThatCannotBeSent() throws Exception {
        try (var connection = open();
                var statement = connection.prepareStatement("insert into sent values (?, ?)")) {
            execute(connection, "create temp table sent (a int, b text)");
            connection.setAutoCommit(false);
            for (var round = 0; round < 3; round++) {
                for (var row = 0; row < 900; row++) {
                    statement.setInt(1, row);
                    statement.setString(2, round == 1 && row == 899 ? "a NUL \0" : "text");
                    statement.addBatch();
                }
                if (round == 1) {
                    assertThatThrownBy(statement::executeBatch).hasStackTraceContaining("parameter $2");
                } else {
                    assertThat(statement.executeBatch()).hasSize(900).containsOnly(1);
                }
            }
            assertThat(ask(connection, "select count(*) from sent")).isEqualTo("1800");
            connection.commit();
        }
    }

    /** A reader is not its own name; it is set as a stream. */
    @ParameterizedTest
    @ValueSource(ints = {Types.VARCHAR, Types.LONGVARCHAR, Types.CHAR, Types.SQLXML})
    void sendsNoReaderAsItsName(int type) throws Exception {
        try (var connection = open();
                var statement = connection.prepareStatement("select ?")) {
            assertThatThrownBy(() -> statement.setObject(1, new StringReader("text"), type))
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("07006");
        }
    }

    @Test
    void pollsNotifications() throws Exception {
        try (var listening = open();
                var notifying = open()) {
            execute(listening, "listen heard");
            assertThat(listening.pollNotification(Duration.ZERO)).isNull();
            execute(notifying, "notify heard, 'hello'");

            var event = listening.pollNotification(Duration.ofSeconds(20));

            assertThat(event).isInstanceOf(ListenEvent.class);
            assertThat(String.valueOf(event)).contains("heard");
        }
    }

    @Test
    void pushesNotificationsWhileNobodyCallsAndWhileSomebodyDoes() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        try (var notifying = open()) {
            var listening = open();
            execute(listening, "listen heard");
            var done = listening.forEachNotification(event ->
                    heard.add(Thread.currentThread() == main ? "in a call" : ((Notification) event).payload()));

            execute(notifying, "notify heard, 'idle'");
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("idle");
            execute(listening, "notify heard, 'to itself'");
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("to itself");
            assertThat(ask(listening, "select 1")).isEqualTo("1");
            assertThatThrownBy(() -> listening.forEachNotification(event -> {}))
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("55006");
            assertThatThrownBy(() -> listening.pollNotification(Duration.ZERO)).isInstanceOf(SQLException.class);

            listening.close();
            assertThat(Await.get(done)).isNull();
        }
    }

    @Test
    void stopsPushingWhenTheActionFailsAndWhenItIsCancelled() throws Exception {
        var thrown = new IllegalStateException("enough");
        try (var listening = open()) {
            execute(listening, "listen heard");
            var failing = listening.forEachNotification(event -> {
                throw thrown;
            });
            execute(listening, "notify heard, 'one'");
            assertThatThrownBy(() -> failing.toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .cause()
                    .isSameAs(thrown);

            var heard = new CountDownLatch(1);
            var cancelled =
                    listening.forEachNotification(event -> heard.countDown()).toCompletableFuture();
            execute(listening, "notify heard, 'still'");
            Await.signal(heard);
            cancelled.cancel(true);
            execute(listening, "notify heard, 'two'");
            assertThat(String.valueOf(listening.pollNotification(Duration.ofSeconds(20))))
                    .contains("two");
        }
    }

    /** Both of a pool's connection and of a container's. */
    @Test
    void pushesNothingBehindAHandlesEnd() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        var jdbc = new JdbcServer(server);
        var one = PoolOptions.builder().maxSize(1).build();
        try (var source = PenstockDataSource.of(jdbc.url(), jdbc.namedUser(), one)) {
            CompletionStage<?> done;
            try (var first = source.getConnection().unwrap(PenstockConnection.class)) {
                execute(first, "listen heard");
                done = first.forEachNotification(event -> heard.add("first"));
            }
            assertThat(Await.get(done)).isNull();
            try (var second = source.getConnection().unwrap(PenstockConnection.class)) {
                execute(second, "listen heard");
                second.forEachNotification(event -> heard.add("second"));
                execute(second, "notify heard");
                assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("second");
            }
        }
        assertThat(heard).isEmpty();
    }

    /** A server that has ended a session is noticed while nobody is in a call on it. */
    @Test
    void noticesTheEndOfAnIdleSession() throws Exception {
        try (var idle = open();
                var other = open()) {
            ask(other, "select pg_terminate_backend(" + ask(idle, "select pg_backend_pid()") + ")");

            Await.until("the connection is known to be closed", () -> isClosed(idle));
        }
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** A URL of JDBC's opens what has no JDBC: here the connection whose calls are stages. */
    @Test
    void opensTheAsynchronousConnectionOfTheSameUrl(TestClient client) throws Exception {
        var jdbc = new JdbcServer(server);
        var options = PenstockDriver.connectionOptions(jdbc.url(), jdbc.namedUser());
        var connection = Await.get(client.penstock().connect(options));

        assertThat(Await.get(connection.query(Query.of("select 42"))).single().getInt(0))
                .isEqualTo(42);
        Await.get(connection.close());
    }

    /** pgjdbc carries them to the next row. */
    @Test
    void forgetsWhatWasSetOfARowThatIsLeft() throws SQLException {
        try (var connection = open()) {
            execute(connection, "create temp table held (id int primary key, name text default 'usual', at int)");
            execute(connection, "insert into held values (1, 'one'), (2, 'two')");
            try (var statement =
                            connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                    var rows = statement.executeQuery("select id, name from held order by id")) {
                rows.next();
                rows.updateString(2, "lost");
                rows.next();
                rows.updateRow();
                rows.moveToInsertRow();
                assertThat(rows.getString(2)).isNull();
                rows.updateInt(1, 3);
                rows.insertRow();
                assertThat(rows.getString(2)).isEqualTo("usual");
            }
            assertThat(ask(connection, "select string_agg(name, ' ' order by id) from held"))
                    .isEqualTo("one two usual");
        }
    }

    @Test
    void updatesNoRowsOfSeveralTables() throws SQLException {
        try (var connection = open()) {
            execute(connection, "create temp table one (id int primary key)");
            execute(connection, "create temp table other (id int primary key)");
            execute(connection, "insert into one values (1); insert into other values (1)");
            try (var statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE);
                    var rows = statement.executeQuery("select one.id, other.id from one, other")) {
                rows.next();
                assertThatThrownBy(rows::deleteRow)
                        .isInstanceOf(SQLException.class)
                        .extracting(e -> ((SQLException) e).getSQLState())
                        .isEqualTo("24000");
            }
        }
    }

    /** JDBC's default would let the text end its literal. */
    @Test
    void quotesLiteralsAsTheSessionReadsThem() throws SQLException {
        var text = "\\' or 'a' = 'a";
        try (var connection = open();
                var statement = connection.createStatement()) {
            for (var strings : new String[] {"on", "off"}) {
                execute(connection, "set standard_conforming_strings = " + strings);

                assertThat(ask(connection, "select " + statement.enquoteLiteral(text)))
                        .isEqualTo(text);
            }
            assertThat(ask(connection, "select 1 as " + statement.enquoteIdentifier("a\"b", false)))
                    .isEqualTo("1");
        }
    }
}
