package io.penstock.jdbc;

import io.penstock.jdbc.internal.connection.DriverClient;
import io.penstock.jdbc.internal.pooled.PooledLink;
import io.penstock.jdbc.internal.url.JdbcOptions;
import java.sql.SQLException;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.PooledConnection;

/**
 * Connections for a container that pools them itself; {@link PenstockDataSource} has a pool of its own, and is the one to use elsewhere.
 *
 * <p>A handle that is closed is dead, with its statements; its transaction is rolled back, and what it has set through JDBC is undone.
 *
 * <p>{@code getPooledConnection} is safe from any thread once the properties are set.
 */
public final class PenstockConnectionPoolDataSource extends PenstockCommonDataSource
        implements ConnectionPoolDataSource {

    /** For containers; the properties are set next. */
    public PenstockConnectionPoolDataSource() {}

    @Override
    public PooledConnection getPooledConnection() throws SQLException {
        return open(options());
    }

    @Override
    public PooledConnection getPooledConnection(String user, String password) throws SQLException {
        return open(options(user, password));
    }

    private static PooledConnection open(JdbcOptions options) throws SQLException {
        return DriverClient.open(options, (link, ended) -> new PooledLink(link, options.facade(), ended));
    }
}
