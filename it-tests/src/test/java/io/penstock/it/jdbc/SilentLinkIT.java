package io.penstock.it.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.penstock.config.Timeouts;
import io.penstock.it.invariant.Await;
import io.penstock.it.proxy.Direction;
import io.penstock.it.proxy.FaultyProxy;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.jdbc.PenstockDriver;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server of which nothing is heard any more, and the calls of JDBC that say how long they wait: each returns, though nobody closes the socket. */
@PostgresTest(versions = 18)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SilentLinkIT {

    private static final int PATIENCE_MILLIS = 500;

    /** What a cancel in vain takes, and what the machine may be late by. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Executor OTHERS = task -> new Thread(task, "caller").start();

    private final PostgresServer server;
    private FaultyProxy proxy;
    private Connection connection;

    SilentLinkIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void open() throws SQLException {
        proxy = FaultyProxy.to(server);
        connection = requireNonNull(new PenstockDriver()
                .connect(
                        "jdbc:penstock://127.0.0.1:" + proxy.port() + "/" + server.database()
                                + "?sslmode=disable&cancelSignalTimeout=1",
                        new JdbcServer(server).namedUser()));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        proxy.close();
    }

    private void fallSilent() {
        proxy.connections().get(0).stall(Direction.TO_CLIENT);
    }

    /** What is waited for in vain. */
    enum Call {
        QUERY {
            @Override
            void make(Connection connection) throws SQLException {
                JdbcServer.ask(connection, "select 1");
            }
        },
        PREPARED {
            @Override
            void make(Connection connection) throws SQLException {
                try (var select = connection.prepareStatement("select ?")) {
                    select.setInt(1, 1);
                    select.executeQuery();
                }
            }
        },
        BATCH {
            @Override
            void make(Connection connection) throws SQLException {
                try (var statement = connection.createStatement()) {
                    statement.addBatch("select 1");
                    statement.addBatch("select 2");
                    statement.executeBatch();
                }
            }
        },
        COMMIT {
            @Override
            void make(Connection connection) throws SQLException {
                connection.commit();
            }
        },
        ROLLBACK {
            @Override
            void make(Connection connection) throws SQLException {
                connection.rollback();
            }
        },
        AUTOCOMMIT {
            @Override
            void make(Connection connection) throws SQLException {
                connection.setAutoCommit(true);
            }
        },
        SAVEPOINT {
            @Override
            void make(Connection connection) throws SQLException {
                connection.setSavepoint();
            }
        },
        SCHEMA {
            @Override
            void make(Connection connection) throws SQLException {
                connection.getSchema();
            }
        },
        CATALOGUE {
            @Override
            void make(Connection connection) throws SQLException {
                connection.getMetaData().getTables(null, null, "%", null);
            }
        },
        DESCRIPTION {
            @Override
            void make(Connection connection) throws SQLException {
                try (var select = connection.prepareStatement("select 1")) {
                    select.getMetaData();
                }
            }
        };

        abstract void make(Connection connection) throws SQLException;
    }

    @ParameterizedTest
    @EnumSource
    void aNetworkTimeoutEndsEveryCall(Call call) throws SQLException {
        connection.setAutoCommit(false);
        JdbcServer.ask(connection, "select 1");
        connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
        fallSilent();

        endsInTime(() -> assertThatThrownBy(() -> call.make(connection)).isInstanceOf(SQLException.class));

        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void aQueryTimeoutEndsAStatement() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            fallSilent();

            endsInTime(() ->
                    assertThatThrownBy(() -> statement.executeQuery("select 1")).isInstanceOf(SQLException.class));
        }
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void aNetworkTimeoutEndsAResultThatIsRead() throws SQLException {
        connection.setAutoCommit(false);
        connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(2);
            try (var result = statement.executeQuery("select * from generate_series(1, 5)")) {
                assertThat(result.next()).isTrue();
                assertThat(result.next()).isTrue();
                fallSilent();

                endsInTime(() -> assertThatThrownBy(result::next).isInstanceOf(SQLException.class));
            }
        }
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void isNotValid() throws Exception {
        fallSilent();

        endsInTime(() -> assertThat(connection.isValid(1)).isFalse());
    }

    /** For as long as it takes, which is longer than somebody who asks wants to wait. */
    @Test
    void isNotValidWhileAnotherThreadIsInACall() throws Exception {
        var call = CompletableFuture.supplyAsync(() -> failure(connection, "select pg_sleep(60)"), OTHERS);
        awaitBusy();

        endsInTime(() -> assertThat(connection.isValid(1)).isFalse());
        assertThat(call).isNotDone();

        endSleep();
        assertThat(call.get(GRACE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(SQLException.class);
    }

    @Test
    void closes() {
        fallSilent();

        endsInTime(connection::close);
    }

    /** What another thread does to a call that waits for ever. */
    enum Deed {
        ABORT(Duration.ZERO) {
            @Override
            void doTo(Connection connection) throws SQLException {
                connection.abort(Runnable::run);
            }
        },
        CLOSE(Timeouts.defaults().close()) {
            @Override
            void doTo(Connection connection) throws SQLException {
                connection.close();
            }
        };

        /** How long it waits for what is under way. */
        private final Duration patience;

        Deed(Duration patience) {
            this.patience = patience;
        }

        abstract void doTo(Connection connection) throws SQLException;
    }

    @ParameterizedTest
    @EnumSource
    void anotherThreadEndsACall(Deed deed) throws SQLException {
        var call = CompletableFuture.supplyAsync(() -> failure(connection, "select pg_sleep(60)"), OTHERS);
        awaitBusy();
        fallSilent();

        endsWithin(deed.patience.plus(GRACE), () -> deed.doTo(connection));
        endsInTime(
                () -> assertThat(call.get(GRACE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(SQLException.class));
        endSleep();
    }

    private void endSleep() throws SQLException {
        try (var admin = server.admin()) {
            JdbcServer.ask(
                    admin,
                    "select pg_terminate_backend(pid) from pg_stat_activity where query = 'select pg_sleep(60)'");
        }
    }

    private void awaitBusy() throws SQLException {
        try (var admin = server.admin()) {
            Await.until(
                    "the statement runs",
                    () -> isOne(admin, "select count(*) from pg_stat_activity where query = 'select pg_sleep(60)'"));
        }
    }

    private static boolean isOne(Connection admin, String count) {
        try {
            return JdbcServer.ask(admin, count).equals("1");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Throwable failure(Connection connection, String sql) {
        return catchThrowable(() -> JdbcServer.ask(connection, sql));
    }

    private static void endsInTime(ThrowingCallable call) {
        endsWithin(GRACE, call);
    }

    private static void endsWithin(Duration bound, ThrowingCallable call) {
        var start = System.nanoTime();
        assertThatCode(call).doesNotThrowAnyException();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(bound);
    }
}
