package io.penstock.jdbc;

import static java.util.Objects.requireNonNull;

import io.penstock.Penstock;
import io.penstock.config.PoolOptions;
import io.penstock.error.PgException;
import io.penstock.jdbc.internal.connection.JdbcConnection;
import io.penstock.jdbc.internal.errors.SelfWrapper;
import io.penstock.jdbc.internal.errors.SqlErrors;
import io.penstock.jdbc.internal.session.SqlTexts;
import io.penstock.jdbc.internal.session.Tenancy;
import io.penstock.jdbc.internal.url.FacadeOptions;
import io.penstock.jdbc.internal.url.JdbcOptions;
import io.penstock.pool.BlockingPool;
import io.penstock.pool.PoolMetrics;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Pooled connections: the way to have many callers share a few. No other pool is needed in front of it.
 *
 * <pre>{@code
 * try (var dataSource = PenstockDataSource.of("jdbc:postgresql://db/app", user, PoolOptions.builder().maxSize(8).build());
 *         var connection = dataSource.getConnection()) {
 *     …
 * }
 * }</pre>
 *
 * <p>Callers wait in the order in which they came, platform threads and virtual ones, for {@code acquireTimeout} at the most. What a borrower has left open
 * is rolled back when the connection is returned, and what JDBC's setters have changed of the session is undone; what was changed by SQL is
 * {@link io.penstock.config.ResetPolicy}'s to say.
 *
 * <p>Safe from any thread. It has a client of its own, which ends with it.
 */
public final class PenstockDataSource implements DataSource, AutoCloseable {

    private final Penstock client;
    private final BlockingPool pool;
    private final FacadeOptions options;
    private final SqlTexts texts = SqlTexts.ofDataSource();

    private PenstockDataSource(Penstock client, BlockingPool pool, FacadeOptions options) {
        this.client = client;
        this.pool = pool;
        this.options = options;
    }

    /**
     * A data source; its connections are opened as they are asked for, or as many as {@code minSize} at once.
     *
     * @param url as {@link PenstockDriver} takes it
     * @param properties beside the URL: {@code user}, {@code password}, …
     * @throws SQLException if the URL or a property is malformed, unknown or refused
     */
    public static PenstockDataSource of(String url, Properties properties, PoolOptions poolOptions)
            throws SQLException {
        requireNonNull(poolOptions, "poolOptions");
        try {
            var read = JdbcOptions.of(requireNonNull(url, "url"), requireNonNull(properties, "properties"));
            var client = Penstock.create();
            return new PenstockDataSource(
                    client, BlockingPool.create(client, read.connection(), poolOptions), read.facade());
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return new JdbcConnection(pool.acquire(), options, texts, Tenancy.LENT, () -> {});
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }

    /** All connections are one user's. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw SqlErrors.unsupported("getConnection with a user: all connections of a pool are one user's;");
    }

    /** What the pool is at. */
    public PoolMetrics metrics() {
        return pool.metrics();
    }

    /** The client that it has of its own: for its meters. It ends with this. */
    public Penstock client() {
        return client;
    }

    /** Closes the pool: waits for lent connections as its options say, then ends them; and the client. Idempotent. */
    @Override
    public void close() {
        pool.close();
        client.close();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    /** Logging is {@link System.Logger}'s. */
    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        throw SqlErrors.unsupported("setLogWriter");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    /** How long a caller waits is {@code acquireTimeout}'s to say. */
    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw SqlErrors.unsupported("setLoginTimeout");
    }

    /** The one above the driver's own, where {@link System.Logger} logs through {@code java.util.logging}, as it does by default. */
    @Override
    public Logger getParentLogger() {
        return PenstockDriver.logger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return SelfWrapper.unwrap(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
