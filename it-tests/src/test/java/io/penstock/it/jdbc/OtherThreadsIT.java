package io.penstock.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.PoolOptions;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.jdbc.PenstockConnection;
import io.penstock.jdbc.PenstockDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What other threads do to a connection while its owner is blocked in a call. Afterwards the connection works or is gone, and the pool lends one that
 * works; no answer is ever taken for another's.
 */
@PostgresTest(versions = 18)
class OtherThreadsIT {

    private static final String SLEEP = "select pg_sleep(25)";

    /** Rows without end, read until something happens. */
    private static final String STREAM = "select generate_series(1, 2000000000), repeat('x', 1000)";

    private final PostgresServer server;
    private PenstockDataSource source;

    OtherThreadsIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void open() throws SQLException {
        var jdbc = new JdbcServer(server);
        source = PenstockDataSource.of(
                jdbc.url(), jdbc.namedUser(), PoolOptions.builder().maxSize(1).build());
    }

    /** The server does not see that its client is gone while it sleeps. */
    @AfterEach
    void close() throws SQLException {
        source.close();
        try (var admin = server.admin();
                var statement = admin.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where application_name = 'penstock-it' and query = '" + SLEEP + "'");
        }
    }

    /** What is done, the SQLSTATE that the owner gets, and what becomes of the connection. */
    enum Deed {
        CANCEL("57014", Fate.WORKS) {
            @Override
            void doTo(Owner owner) throws SQLException {
                owner.statement.cancel();
            }
        },
        CANCEL_BY_CONNECTION("57014", Fate.WORKS) {
            @Override
            void doTo(Owner owner) throws SQLException {
                owner.connection.unwrap(PenstockConnection.class).cancelQuery();
            }
        },
        INTERRUPT("57014", Fate.IS_GONE) {
            @Override
            void doTo(Owner owner) {
                owner.thread.interrupt();
            }
        },
        ABORT("08", Fate.IS_GONE) {
            @Override
            void doTo(Owner owner) throws SQLException {
                owner.connection.abort(Runnable::run);
            }
        },
        QUERY_TIMEOUT("57014", Fate.WORKS) {
            @Override
            void before(PreparedStatement statement) throws SQLException {
                statement.setQueryTimeout(1);
            }
        },
        NETWORK_TIMEOUT("57014", Fate.WORKS) {
            @Override
            void before(PreparedStatement statement) throws SQLException {
                statement.getConnection().setNetworkTimeout(Runnable::run, 300);
            }
        };

        private final String sqlState;
        private final Fate fate;

        Deed(String sqlState, Fate fate) {
            this.sqlState = sqlState;
            this.fate = fate;
        }

        /** A time limit is one for the server's answer: once rows come, they are the reader's to be slow with. */
        Stream<String> statements() {
            return this == QUERY_TIMEOUT || this == NETWORK_TIMEOUT ? Stream.of(SLEEP) : Stream.of(SLEEP, STREAM);
        }

        void before(PreparedStatement statement) throws SQLException {}

        void doTo(Owner owner) throws SQLException {}
    }

    /** Of a connection. */
    enum Fate {
        WORKS,
        IS_GONE
    }

    static Stream<Arguments> deeds() {
        return Callers.ofThisJvm().stream()
                .flatMap(kind -> Stream.of(Deed.values())
                        .flatMap(deed -> deed.statements().map(sql -> Arguments.of(kind, deed, sql))));
    }

    @ParameterizedTest
    @MethodSource("deeds")
    void leaveAConnectionThatWorksOrIsGone(Callers kind, Deed deed, String sql) throws Exception {
        try (var connection = source.getConnection()) {
            var owner = new Owner(kind, connection, sql, deed);
            owner.thread.start();
            owner.awaitBlocked(server);
            deed.doTo(owner);

            var failure = owner.failure();
            assertThat(failure.getSQLState()).startsWith(deed.sqlState);
            assertThat(owner.wasInterrupted).isEqualTo(deed == Deed.INTERRUPT);
            assertThat(connection.isClosed()).isEqualTo(deed.fate == Fate.IS_GONE);
            if (deed.fate == Fate.WORKS) {
                connection.setNetworkTimeout(Runnable::run, 0);
                assertAnswers(connection);
            }
        }
        try (var next = source.getConnection()) {
            assertAnswers(next);
        }
    }

    /** With what was asked, and not with the rest of what was under way. */
    private static void assertAnswers(Connection connection) throws SQLException {
        for (var nonce = 1; nonce < 4; nonce++) {
            try (var statement = connection.prepareStatement("select ? || 'is mine'")) {
                statement.setString(1, nonce + " ");
                try (var result = statement.executeQuery()) {
                    assertThat(result.next()).isTrue();
                    assertThat(result.getString(1)).isEqualTo(nonce + " is mine");
                    assertThat(result.next()).isFalse();
                }
            }
        }
    }

    /** A thread that is blocked in a call on a connection. */
    private static final class Owner {

        private final Connection connection;
        private final PreparedStatement statement;
        private final Thread thread;
        private final CompletableFuture<SQLException> failure = new CompletableFuture<>();
        private volatile boolean wasInterrupted;

        Owner(Callers kind, Connection connection, String sql, Deed deed) throws SQLException {
            this.connection = connection;
            this.statement = connection.prepareStatement(sql);
            deed.before(statement);
            this.thread = kind.unstarted(this::read);
        }

        private void read() {
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    result.getString(1);
                }
                failure.completeExceptionally(new AssertionError("came to its end"));
            } catch (SQLException e) {
                wasInterrupted = Thread.interrupted();
                failure.complete(e);
            } catch (Throwable e) {
                failure.completeExceptionally(e);
            }
        }

        void awaitBlocked(PostgresServer server) throws SQLException {
            try (var admin = server.admin();
                    var look = admin.prepareStatement(
                            "select count(*) from pg_stat_activity"
                                    + " where application_name = 'penstock-it' and state = 'active' and query like 'select%'")) {
                Await.until("the statement runs, or has ended", () -> failure.isDone() || isRunning(look));
            }
        }

        private static boolean isRunning(PreparedStatement look) {
            try (var result = look.executeQuery()) {
                result.next();
                return result.getInt(1) == 1;
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        SQLException failure() throws InterruptedException {
            var told = Await.get(failure);
            thread.join();
            return told;
        }
    }

    /** Whoever is interrupted before a call sends nothing, and loses nothing. */
    @Test
    void anInterruptBeforeACallCostsNoConnection() throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> statement.executeQuery("select 1")).isInstanceOf(SQLException.class);
            assertThat(Thread.interrupted()).isTrue();

            assertAnswers(connection);
        }
    }

    /** It would wait for what only itself could do. */
    @Test
    void aLoopIsToldAtOnceThatItMayNotBlock(TestClient client) throws SQLException {
        var loops = client.penstock(builder -> builder.executionStrategy(ExecutionStrategy.eventLoop()));
        var asynchronous = client.connect(loops, client.options());
        var borrowing = new AtomicReference<Throwable>();
        var running = new AtomicReference<Throwable>();
        var copying = new AtomicReference<Throwable>();
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            var underneath = connection.unwrap(PenstockConnection.class).blocking();
            Await.get(asynchronous.query("select 1").thenAccept(result -> {
                running.set(thrownBy(() -> statement.executeQuery("select 1")));
                copying.set(thrownBy(() -> underneath.copyIn("copy pg_class from stdin")));
                borrowing.set(thrownBy(source::getConnection));
            }));
            assertThat(running.get()).hasMessageContaining("event loop");
            assertThat(copying.get()).hasMessageContaining("event loop");
            assertThat(borrowing.get()).hasMessageContaining("event loop");
            assertAnswers(connection);
        }
    }

    private static Throwable thrownBy(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return org.assertj.core.api.Assertions.catchThrowable(call);
    }

    /** The first failure is what the caller sees, with his own frames; what else fails on the way out is suppressed in it. */
    @Test
    void theFirstFailureLeavesABlockWithTheOthersSuppressed() {
        var thrown = new IllegalStateException("the application's own");

        assertThatThrownBy(() -> failInside(thrown))
                .isSameAs(thrown)
                .satisfies(e -> assertThat(e.getSuppressed())
                        .allSatisfy(suppressed -> assertThat(suppressed).isInstanceOf(SQLException.class)));
        assertThat(source.metrics().active()).isZero();
    }

    private void failInside(RuntimeException thrown) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(STREAM)) {
            result.next();
            throw thrown;
        }
    }

    @Test
    void failuresHaveTheCallersFramesAndTheServersDetail() throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("select no_such_column"))
                    .isInstanceOf(SQLException.class)
                    .satisfies(e -> assertThat(e.getStackTrace())
                            .extracting(StackTraceElement::getClassName)
                            .contains(OtherThreadsIT.class.getName()))
                    .cause()
                    .hasMessageContaining("no_such_column");
        }
    }

    static Stream<Callers> kinds() {
        return Callers.ofThisJvm().stream();
    }

    /** A task of a request that is cancelled while it waits for the server; the next request finds the pool as it was. */
    @ParameterizedTest
    @MethodSource("kinds")
    void aCancelledTaskGivesItsConnectionBack(Callers kind) throws Exception {
        var scope = Executors.newCachedThreadPool(kind.factory());
        try {
            var left = scope.submit(() -> {
                try (var connection = source.getConnection();
                        var statement = connection.createStatement()) {
                    return statement.executeQuery(SLEEP);
                }
            });
            Await.until("the task has the connection", () -> source.metrics().active() == 1);
            left.cancel(true);
        } finally {
            scope.shutdown();
            assertThat(scope.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(source.metrics().active()).isZero();
        try (var next = source.getConnection()) {
            assertAnswers(next);
        }
    }
}
