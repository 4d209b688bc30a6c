package io.penstock.jdbc;

import static java.util.Objects.requireNonNull;

import io.penstock.BlockingConnection;
import io.penstock.Penstock;
import io.penstock.config.PoolOptions;
import io.penstock.error.PgException;
import io.penstock.jdbc.internal.connection.JdbcConnection;
import io.penstock.jdbc.internal.convert.JdbcCodecs;
import io.penstock.jdbc.internal.errors.SelfWrapper;
import io.penstock.jdbc.internal.errors.SqlErrors;
import io.penstock.jdbc.internal.session.SqlTexts;
import io.penstock.jdbc.internal.session.Tenancy;
import io.penstock.jdbc.internal.shared.SharedSessions;
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

    private static final int NONE_SHARED = 0;
    private static final int MOST_SHARED = 1_024;

    private final Penstock client;
    private final BlockingPool pool;
    private final FacadeOptions options;
    private final @Nullable SharedSessions shared;
    private final SqlTexts texts = SqlTexts.ofDataSource();

    private PenstockDataSource(
            Penstock client, BlockingPool pool, FacadeOptions options, @Nullable SharedSessions shared) {
        this.client = client;
        this.pool = pool;
        this.options = options;
        this.shared = shared;
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
        return of(url, properties, requireNonNull(poolOptions, "poolOptions"), NONE_SHARED);
    }

    /**
     * A data source whose callers share sessions for their statements in autocommit: such a statement does not wait for a connection, but is sent behind those of others
     * on one of a few, and several callers' statements go and come in one system call. For many callers with short statements.
     *
     * <p>{@code getConnection} does not wait for a connection either, once the first is open. It takes one out of the pool when it is first needed, and keeps it to
     * its close: for a transaction, a batch, a fetch size, COPY, LISTEN, for what is no SELECT, VALUES, INSERT, UPDATE, DELETE or MERGE, and for texts that call a function of
     * the session's ({@code set_config}, {@code currval}, {@code pg_advisory_lock}, …). What a function that such a text calls does inside is not known: one that changes the session, or
     * relies on what was set in it, is called in a transaction.
     *
     * <p>In exchange:
     *
     * <ul>
     *   <li>a slow statement keeps those behind it on its session waiting: give them time limits ({@code setQueryTimeout}), or a transaction;
     *   <li>a result is held whole, and one over {@code maxResultBytes} (64 MiB) fails: read large ones in a transaction;
     *   <li>the server's notices go to the client's listener, not to {@code getWarnings}.
     * </ul>
     *
     * @param url as {@link PenstockDriver} takes it
     * @param properties beside the URL: {@code user}, {@code password}, …
     * @param poolOptions of the sessions that are one caller's
     * @param sharedSessions how many are shared, beside those of the pool; from 1 to 1,024. As many as the server has processors is much
     * @throws SQLException if the URL or a property is malformed, unknown or refused
     */
    public static PenstockDataSource multiplexing(
            String url, Properties properties, PoolOptions poolOptions, int sharedSessions) throws SQLException {
        if (sharedSessions < 1 || sharedSessions > MOST_SHARED) {
            throw new IllegalArgumentException("sharedSessions must be from 1 to 1,024: " + sharedSessions);
        }
        return of(url, properties, requireNonNull(poolOptions, "poolOptions"), sharedSessions);
    }

    private static PenstockDataSource of(String url, Properties properties, PoolOptions poolOptions, int sharedSessions)
            throws SQLException {
        try {
            var read = JdbcOptions.of(requireNonNull(url, "url"), requireNonNull(properties, "properties"));
            var client = Penstock.builder().codecs(JdbcCodecs.REGISTRY).build();
            var pool = BlockingPool.create(client, read.connection(), poolOptions);
            var shared = sharedSessions == NONE_SHARED
                    ? null
                    : new SharedSessions(client, read.connection(), poolOptions, sharedSessions);
            return new PenstockDataSource(client, pool, read.facade(), shared);
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return new JdbcConnection(lent(), options, texts, Tenancy.LENT, () -> {});
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }

    private BlockingConnection lent() {
        return shared == null ? pool.acquire() : shared.lend(pool::acquire);
    }

    /** All connections are one user's. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw SqlErrors.unsupported("getConnection with a user: all connections of a pool are one user's;");
    }

    /** What the pool is at; sessions that are shared are not in it. */
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
        try {
            if (shared != null) {
                shared.close();
            }
        } finally {
            pool.close();
            client.close();
        }
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
