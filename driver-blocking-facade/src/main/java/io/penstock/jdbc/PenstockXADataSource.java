package io.penstock.jdbc;

import io.penstock.jdbc.internal.connection.DriverClient;
import io.penstock.jdbc.internal.pooled.BranchLink;
import io.penstock.jdbc.internal.url.JdbcOptions;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.sql.XADataSource;

/**
 * Connections for a transaction manager, in two phases by {@code PREPARE TRANSACTION}: the server has to allow as many prepared transactions as there may be at a time ({@code
 * max_prepared_transactions}, 0 unless it is configured).
 *
 * <p>A branch stays on the connection that it was started on until it is prepared: it is not suspended, and not joined elsewhere. What is prepared can be committed, rolled back and
 * recovered on any connection, also on one of pgjdbc's: the identifiers are written alike.
 *
 * <p>{@code getXAConnection} is safe from any thread once the properties are set.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-prepare-transaction.html">PREPARE TRANSACTION</a>
 */
public final class PenstockXADataSource extends PenstockCommonDataSource implements XADataSource {

    /** For containers; the properties are set next. */
    public PenstockXADataSource() {}

    @Override
    public XAConnection getXAConnection() throws SQLException {
        return open(options());
    }

    @Override
    public XAConnection getXAConnection(String user, String password) throws SQLException {
        return open(options(user, password));
    }

    private static XAConnection open(JdbcOptions options) throws SQLException {
        return DriverClient.open(options, (link, ended) -> new BranchLink(link, options.facade(), ended));
    }
}
