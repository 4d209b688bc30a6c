package io.penstock.it.jdbc;

import static io.penstock.it.jdbc.JdbcServer.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.config.PoolOptions;
import io.penstock.it.invariant.Await;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.jdbc.PenstockDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that share sessions: each has his own answers, and what he needs of a session he has for himself. */
@PostgresTest
@Timeout(60)
class MultiplexingIT {

    private static final int SHARED = 2;
    private static final int CALLERS = 32;
    private static final int CALLS = 100;
    private static final String SLEEP = "select pg_sleep(25)";

    private static final Executor THREADS = task -> new Thread(task, "caller").start();

    private final PostgresServer server;
    private PenstockDataSource source;

    MultiplexingIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void open() throws SQLException {
        source = open("");
    }

    private PenstockDataSource open(String properties) throws SQLException {
        var jdbc = new JdbcServer(server);
        return PenstockDataSource.multiplexing(
                jdbc.url() + properties,
                jdbc.namedUser(),
                PoolOptions.builder().maxSize(4).build(),
                SHARED);
    }

    @AfterEach
    void close() {
        source.close();
    }

    private List<String> sessions() throws SQLException {
        try (var admin = server.admin();
                var statement = admin.createStatement();
                var result = statement.executeQuery(
                        "select pid from pg_stat_activity where application_name = 'penstock-it' and pid <> pg_backend_pid()")) {
            var processes = new ArrayList<String>();
            while (result.next()) {
                processes.add(result.getString(1));
            }
            return processes;
        }
    }

    // ---- many callers

    @Test
    void answersEachCallerWithItsOwn() throws SQLException {
        var callers = new ArrayList<CompletableFuture<Void>>();
        for (var i = 0; i < CALLERS; i++) {
            var first = i * CALLS;
            callers.add(CompletableFuture.runAsync(() -> call(first), THREADS));
        }
        CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).join();

        assertThat(source.metrics().totals().acquired())
                .as("sessions of a caller's own")
                .isZero();
        assertThat(sessions()).hasSize(SHARED);
    }

    /** A connection for each statement, and every tenth statement fails. */
    private void call(int first) {
        for (var nonce = first; nonce < first + CALLS; nonce++) {
            try (var connection = source.getConnection();
                    var statement = connection.prepareStatement("select ?::int, 10 / ?")) {
                statement.setInt(1, nonce);
                statement.setInt(2, nonce % 10);
                try (var result = statement.executeQuery()) {
                    assertThat(result.next()).isTrue();
                    assertThat(result.getInt(1)).isEqualTo(nonce);
                    assertThat(nonce % 10).isNotZero();
                }
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("22012");
                assertThat(nonce % 10).isZero();
            }
        }
    }

    // ---- what needs a session

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set work_mem = '5MB'",
                "select set_config('work_mem', '5MB', false)",
                "select pg_advisory_lock(4711)",
                "create temp table mine (id int)",
                "listen mine",
                "select 1 into temporary mine",
                "prepare mine as select 1"
            })
    void hasASessionOfItsOwnForWhatChangesIt(String sql) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
            var own = ask(connection, "select pg_backend_pid()");

            assertThat(source.metrics().active()).isOne();
            assertThat(ask(connection, "select pg_backend_pid()")).isEqualTo(own);
            try (var other = source.getConnection()) {
                assertThat(ask(other, "select current_setting('work_mem')")).isNotEqualTo("5MB");
                assertThat(ask(
                                other,
                                "select count(*) from pg_locks where locktype = 'advisory' and objid = 4711 and pid <> "
                                        + own))
                        .isEqualTo("0");
            }
        }
        assertThat(source.metrics().active()).isZero();
    }

    @Test
    void hasASessionOfItsOwnForATransaction() throws SQLException {
        try (var owner = source.getConnection();
                var other = source.getConnection();
                var statement = owner.createStatement()) {
            statement.execute("drop table if exists shared_sessions; create table shared_sessions (id int)");
            owner.setAutoCommit(false);
            statement.executeUpdate("insert into shared_sessions values (1)");

            assertThat(ask(owner, "select count(*) from shared_sessions")).isEqualTo("1");
            assertThat(ask(other, "select count(*) from shared_sessions")).isEqualTo("0");
            owner.rollback();
            owner.setAutoCommit(true);
            assertThat(ask(owner, "select count(*) from shared_sessions")).isEqualTo("0");
            statement.execute("drop table shared_sessions");
        }
        assertThat(source.metrics().active()).isZero();
    }

    @Test
    void runsABatchInASessionOfItsOwn() throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("select pg_notify('shared_sessions', ?)")) {
            for (var text : List.of("one", "two")) {
                statement.setString(1, text);
                statement.addBatch();
            }
            assertThat(statement.executeBatch()).hasSize(2);
            assertThat(source.metrics().active()).isOne();
        }
    }

    // ---- one caller's trouble is not another's

    /** What stands in front of the neighbours is given up by its caller; they have their answers all the same. */
    @Test
    void cancelsACallersStatementAndNobodyElses() throws Exception {
        for (var timed : List.of(true, false)) {
            var sleeping = new AtomicReference<Statement>();
            var sleeps = CompletableFuture.supplyAsync(() -> sleep(sleeping, timed), THREADS);
            Await.until("the statement runs", this::isSleeping);
            var neighbours = new ArrayList<CompletableFuture<String>>();
            for (var i = 0; i < 2 * SHARED; i++) {
                var nonce = i;
                neighbours.add(CompletableFuture.supplyAsync(() -> echoed(nonce), THREADS));
            }
            if (!timed) {
                sleeping.get().cancel();
            }
            assertThat(sleeps.join()).isEqualTo("57014");
            for (var i = 0; i < neighbours.size(); i++) {
                assertThat(neighbours.get(i).join()).isEqualTo(Integer.toString(i));
            }
        }
    }

    private String sleep(AtomicReference<Statement> sleeping, boolean timed) {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.setQueryTimeout(timed ? 1 : 0);
            sleeping.set(statement);
            var failure = catchThrowableOfType(SQLException.class, () -> statement.executeQuery(SLEEP));
            assertThat(ask(connection, "select 'usable'")).isEqualTo("usable");
            return failure.getSQLState();
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    private boolean isSleeping() {
        try (var admin = server.admin()) {
            return ask(
                            admin,
                            "select count(*) from pg_stat_activity where state = 'active' and query = '" + SLEEP + "'")
                    .equals("1");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private String echoed(int nonce) {
        try (var connection = source.getConnection()) {
            return ask(connection, "select " + nonce);
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void endsAnInterruptedCallersWaitAndNobodyElses() throws Exception {
        var seen = new CompletableFuture<String>();
        var caller = new Thread(
                () -> {
                    try (var connection = source.getConnection();
                            var statement = connection.createStatement()) {
                        var failure = catchThrowableOfType(SQLException.class, () -> statement.executeQuery(SLEEP));
                        seen.complete(
                                failure.getSQLState() + " " + Thread.interrupted() + " " + ask(connection, "select 1"));
                    } catch (Throwable e) {
                        seen.completeExceptionally(e);
                    }
                },
                "caller");
        caller.start();
        Await.until("the statement runs", this::isSleeping);
        caller.interrupt();

        assertThat(seen.join()).isEqualTo("57014 true 1");
    }

    @Test
    void opensASessionAgainThatIsLost() throws SQLException {
        try (var connection = source.getConnection()) {
            for (var i = 0; i < 2 * SHARED; i++) {
                ask(connection, "select 1");
            }
            var lost = sessions();
            assertThat(lost).hasSize(SHARED);
            try (var admin = server.admin()) {
                for (var process : lost) {
                    ask(admin, "select pg_terminate_backend(" + process + ")");
                }
            }
            Await.untilEmpty("the sessions", () -> {
                var left = new ArrayList<>(quietly());
                left.retainAll(lost);
                return left;
            });
            for (var i = 0; i < 2 * SHARED; i++) {
                String answer;
                try {
                    answer = ask(connection, "select 1");
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).as("lost under way").isIn("57P01", "08006", "08003");
                    answer = ask(connection, "select 1");
                }
                assertThat(answer).isEqualTo("1");
            }
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    private List<String> quietly() {
        try {
            return sessions();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    // ---- bounds and ends

    @Test
    void failsAResultThatIsTooLargeToBeHeld() throws SQLException {
        var large = "select repeat('x', 1000000) from generate_series(1, 80)";
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery(large))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("maxResultBytes")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("54000");
            assertThat(ask(connection, "select 1")).isEqualTo("1");
            connection.setAutoCommit(false);
            var rows = 0;
            try (var result = statement.executeQuery(large)) {
                while (result.next()) {
                    rows++;
                }
            }
            assertThat(rows).isEqualTo(80);
        }
    }

    @Test
    void refusesWhatIsClosed() throws SQLException {
        var connection = source.getConnection();
        var statement = connection.createStatement();
        connection.close();
        assertThat(connection.isClosed()).isTrue();
        assertState(() -> statement.executeQuery("select 1"), "08003");

        source.close();
        assertState(source::getConnection, "08003");
    }

    @Test
    void tellsWhenItIsAskedThatThereIsNoServer() throws SQLException {
        var nobody = new Properties();
        nobody.setProperty("user", "nobody_at_all");
        nobody.setProperty("password", "wrong");
        try (var refused = PenstockDataSource.multiplexing(
                new JdbcServer(server).url(),
                nobody,
                PoolOptions.builder().maxSize(1).build(),
                1)) {
            assertState(refused::getConnection, "28P01");
        }
    }

    private interface Call {
        Object call() throws SQLException;
    }

    private static void assertState(Call call, String state) {
        assertThat(catchThrowableOfType(SQLException.class, call::call).getSQLState())
                .isEqualTo(state);
    }

    @Test
    void abortEndsAConnectionAndNotItsSharedSession() throws Exception {
        try (var connection = source.getConnection()) {
            ask(connection, "select 1");
            connection.abort(Runnable::run);
            assertThat(connection.isClosed()).isTrue();
        }
        try (Connection other = source.getConnection()) {
            assertThat(ask(other, "select 1")).isEqualTo("1");
        }
    }
}
