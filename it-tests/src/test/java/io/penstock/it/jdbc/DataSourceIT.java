package io.penstock.it.jdbc;

import static io.penstock.it.jdbc.JdbcServer.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.config.PoolOptions;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.jdbc.PenstockConnection;
import io.penstock.jdbc.PenstockDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool behind {@code javax.sql.DataSource}. */
@PostgresTest
@Timeout(60)
class DataSourceIT {

    private static final int THREADS = 200;
    private static final int CALLS = 20;

    private final PostgresServer server;

    DataSourceIT(PostgresServer server) {
        this.server = server;
    }

    private PenstockDataSource open(int connections) throws SQLException {
        var jdbc = new JdbcServer(server);
        return PenstockDataSource.of(
                jdbc.url(),
                jdbc.user(),
                PoolOptions.builder().maxSize(connections).build());
    }

    @Test
    void undoesWhatABorrowerHasSet() throws SQLException {
        try (var source = open(1)) {
            String process;
            try (var first = source.getConnection()) {
                process = ask(first, "select pg_backend_pid()");
                first.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                first.setSchema("pg_catalog");
                first.setClientInfo("ApplicationName", "somebody");
                first.setAutoCommit(false);
                ask(first, "select 1");
            }
            try (var second = source.getConnection()) {
                assertThat(ask(second, "select pg_backend_pid()")).isEqualTo(process);
                assertThat(second.getAutoCommit()).isTrue();
                assertThat(second.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                assertThat(second.getSchema()).isEqualTo("public");
                assertThat(second.getClientInfo("ApplicationName")).isEqualTo("Penstock JDBC");
            }
        }
    }

    @Test
    void refusesAConnectionThatWasReturned() throws SQLException {
        try (var source = open(1)) {
            var connection = source.getConnection();
            var statement = connection.createStatement();
            connection.close();

            assertThat(connection.isClosed()).isTrue();
            assertThatThrownBy(() -> statement.executeQuery("select 1"))
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("08003");
            assertThat(source.metrics().active()).isZero();
        }
    }

    @Test
    void opensTheWayToTheConnectionUnderneath() throws SQLException {
        try (var source = open(1);
                var connection = source.getConnection()) {
            var own = connection.unwrap(PenstockConnection.class);

            assertThat(own.blocking().query("select 42").single().getInt(0)).isEqualTo(42);
        }
    }

    /** Every caller gets its own answers, and all of them. */
    @Test
    void servesManyThreadsWithFewConnections() throws Exception {
        var failures = new ConcurrentLinkedQueue<Throwable>();
        try (var source = open(8)) {
            var threads = new ArrayList<Thread>();
            for (var i = 0; i < THREADS; i++) {
                var nonce = i;
                var thread = new Thread(() -> call(source, nonce, failures), "borrower-" + i);
                threads.add(thread);
                thread.start();
            }
            for (var thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            assertThat(source.metrics().active()).isZero();
            assertThat(source.metrics().totals().acquired()).isEqualTo((long) THREADS * CALLS);
        }
    }

    private static void call(PenstockDataSource source, int nonce, ConcurrentLinkedQueue<Throwable> failures) {
        try {
            for (var i = 0; i < CALLS; i++) {
                try (var connection = source.getConnection();
                        var statement = connection.prepareStatement("select ?::int * 1000 + ?")) {
                    statement.setInt(1, nonce);
                    statement.setInt(2, i);
                    try (var result = statement.executeQuery()) {
                        result.next();
                        assertThat(result.getInt(1)).isEqualTo(nonce * 1_000 + i);
                    }
                }
            }
        } catch (Throwable e) {
            failures.add(e);
        }
    }
}
