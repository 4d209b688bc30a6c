package io.penstock.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.penstock.it.invariant.Await;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.jdbc.PenstockConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HikariCP in front of the driver: its bookkeeping of what callers change, of what breaks, and of who waits. */
@PostgresTest(versions = 18)
class HikariIT {

    private static final int THREADS = 32;
    private static final int TRANSFERS = 25;

    private OwnSchema schema;

    @BeforeEach
    void make(PostgresServer server) throws SQLException {
        schema = OwnSchema.make(server, "hikari");
    }

    @AfterEach
    void drop() throws SQLException {
        schema.close();
    }

    @Test
    void lendsFourConnectionsToManyThreads() throws Exception {
        schema.run("create table account(id int primary key, balance bigint not null);"
                + " insert into account select i, 1000 from generate_series(1, 8) i");
        var threads = Executors.newFixedThreadPool(THREADS);
        try (var pool = schema.pool(4)) {
            var tasks = new ArrayList<Callable<Void>>();
            for (var i = 0; i < THREADS; i++) {
                var seed = i;
                tasks.add(() -> transfer(pool, seed));
            }
            for (var done : threads.invokeAll(tasks)) {
                done.get();
            }
            assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isLessThanOrEqualTo(4);
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(schema.ask("select sum(balance) from account")).isEqualTo("8000");
    }

    /** Rows are locked in the order of their keys, so that nobody waits in a circle. */
    private static Void transfer(HikariDataSource pool, int seed) throws SQLException {
        for (var i = 0; i < TRANSFERS; i++) {
            try (var connection = pool.getConnection();
                    var statement =
                            connection.prepareStatement("update account set balance = balance + ? where id = ?")) {
                connection.setAutoCommit(false);
                var low = 1 + (seed + i) % 7;
                move(statement, -1, low);
                move(statement, 1, low + 1);
                connection.commit();
            }
        }
        return null;
    }

    private static void move(java.sql.PreparedStatement statement, long amount, int id) throws SQLException {
        statement.setLong(1, amount);
        statement.setInt(2, id);
        assertThat(statement.executeUpdate()).isOne();
    }

    @Test
    void undoesWhatABorrowerHasChanged() throws SQLException {
        try (var pool = schema.pool(1)) {
            try (var connection = pool.getConnection()) {
                connection.setReadOnly(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                connection.setSchema("pg_catalog");
                connection.setAutoCommit(false);
                connection.setNetworkTimeout(Runnable::run, 12_345);
                connection.createStatement().execute("select 1");
            }
            try (var connection = pool.getConnection()) {
                assertThat(connection.isReadOnly()).isFalse();
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                assertThat(connection.getAutoCommit()).isTrue();
                assertThat(connection.getNetworkTimeout()).isZero();
                assertThat(connection
                                .unwrap(PenstockConnection.class)
                                .blocking()
                                .isOpen())
                        .isTrue();
            }
        }
    }

    @Test
    void takesTheNameOfTheDriverFromAConfiguration() throws SQLException {
        try (var pool = new HikariDataSource()) {
            pool.setDriverClassName("org.postgresql.Driver");
            pool.setJdbcUrl(schema.url());
            pool.setUsername(schema.user());
            pool.setPassword(schema.password());
            pool.setConnectionInitSql("set application_name to 'penstock-it'");
            pool.addDataSourceProperty("reWriteBatchedInserts", "true");
            pool.setSchema(schema.name());
            try (var connection = pool.getConnection()) {
                assertThat(connection.isWrapperFor(PenstockConnection.class)).isTrue();
                assertThat(connection.getSchema()).isEqualTo(schema.name());
            }
        }
    }

    @Test
    void replacesAConnectionThatTheServerHasEnded() throws SQLException {
        try (var pool = schema.pool(1)) {
            try (var connection = pool.getConnection()) {
                var statement = connection.prepareStatement("select pg_terminate_backend(?)");
                statement.setInt(1, backend(connection));
                assertThatThrownBy(statement::execute).isInstanceOf(SQLException.class);
            }
            try (var connection = pool.getConnection()) {
                assertThat(backend(connection)).isPositive();
            }
        }
    }

    /** While it is idle nobody looks: Hikari asks {@code isValid} before it lends what has lain for half a second. */
    @Test
    void validatesWhatHasBeenEndedWhileIdle() throws SQLException {
        try (var pool = schema.pool(1)) {
            int first;
            try (var connection = pool.getConnection()) {
                first = backend(connection);
            }
            schema.run("select pg_terminate_backend(" + first + ")");
            Await.until("the backend ends", () -> isGone(first));
            var lent = System.nanoTime();
            Await.until(
                    "longer than Hikari's half second",
                    () -> System.nanoTime() - lent > Duration.ofMillis(600).toNanos());
            try (var connection = pool.getConnection()) {
                assertThat(backend(connection)).isNotEqualTo(first);
            }
        }
    }

    private boolean isGone(int backend) {
        try {
            return schema.ask("select count(*) from pg_stat_activity where pid = " + backend)
                    .equals("0");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsWhoWaitsTooLong() throws SQLException {
        try (var pool = schema.pool(1)) {
            pool.setConnectionTimeout(250);
            try (var held = pool.getConnection()) {
                assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);
                assertThat(held.isValid(5)).isTrue();
            }
        }
    }

    private static int backend(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("select pg_backend_pid()")) {
            result.next();
            return result.getInt(1);
        }
    }
}
