package io.penstock.jdbc.internal.pooled;

import io.penstock.BlockingConnection;
import io.penstock.Flight;
import io.penstock.Query;
import io.penstock.TransactionStatus;
import io.penstock.error.PgException;
import io.penstock.jdbc.internal.connection.JdbcConnection;
import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.errors.SqlErrors;
import io.penstock.jdbc.internal.session.PreparedWatch;
import io.penstock.jdbc.internal.session.SqlTexts;
import io.penstock.jdbc.internal.session.Tenancy;
import io.penstock.jdbc.internal.session.TransactionOwner;
import io.penstock.jdbc.internal.url.FacadeOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import javax.sql.StatementEvent;
import javax.sql.StatementEventListener;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a container pools: it hands out one handle at a time, and a new one ends the last.
 *
 * <p>A handle that is closed leaves nothing of itself: its transaction is rolled back, and what it has set through JDBC is undone. What breaks the connection is told to the
 * listeners once; of a prepared statement they are told that it was closed, or that it has failed with its connection.
 */
public class PooledLink implements PooledConnection, LoanedLink.Owner, PreparedWatch {

    private final BlockingConnection link;
    private final FacadeOptions options;
    private final SqlTexts texts = SqlTexts.ofConnection();
    private final Runnable ended;
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private final List<StatementEventListener> statementListeners = new CopyOnWriteArrayList<>();
    private @Nullable JdbcConnection handle;
    private boolean toldLost;
    private boolean closed;

    /**
     * @param link which ends with this
     * @param ended told when it was closed
     */
    public PooledLink(BlockingConnection link, FacadeOptions options, Runnable ended) {
        this.link = link;
        this.options = options;
        this.ended = ended;
    }

    @Override
    public final Connection getConnection() throws SQLException {
        requireOpen();
        var last = handle;
        handle = null;
        if (last != null) {
            last.close();
        }
        var next = new JdbcConnection(new LoanedLink(link, this), options, texts, Tenancy.LENT, () -> {});
        next.owner(owner());
        next.watch(this);
        handle = next;
        return next;
    }

    /** Who ends the transactions of the handle that is asked for now. */
    TransactionOwner owner() {
        return TransactionOwner.CALLER;
    }

    /** The handle that is out, if one is. */
    final @Nullable JdbcConnection handle() {
        return handle;
    }

    final BlockingConnection link() {
        return link;
    }

    final void requireOpen() throws SQLException {
        if (closed || !link.isOpen()) {
            throw new SQLException("this connection is closed", JdbcState.CONNECTION_DOES_NOT_EXIST);
        }
    }

    // ---- what becomes of handles

    /** A transaction of the handle's own does not outlive it. A connection on which that fails is given up. */
    @Override
    public final void returned() {
        var told = handle != null;
        handle = null;
        try {
            if (owner() == TransactionOwner.CALLER && link.isOpen() && link.status() != TransactionStatus.IDLE) {
                link.run(Flight.of(Query.of("ROLLBACK")));
            }
        } catch (PgException e) {
            link.abort();
        }
        if (told) {
            listeners.forEach(listener -> listener.connectionClosed(new ConnectionEvent(this)));
        }
    }

    @Override
    public final void lost() {
        if (!toldLost) {
            toldLost = true;
            var error = new SQLException("the connection has ended", JdbcState.CONNECTION_FAILURE);
            listeners.forEach(listener -> listener.connectionErrorOccurred(new ConnectionEvent(this, error)));
        }
    }

    @Override
    public final void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        handle = null;
        try {
            link.close();
        } catch (PgException e) {
            throw SqlErrors.of(e);
        } finally {
            ended.run();
        }
    }

    // ---- listeners

    @Override
    public final void addConnectionEventListener(ConnectionEventListener listener) {
        listeners.add(listener);
    }

    @Override
    public final void removeConnectionEventListener(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    @Override
    public final void addStatementEventListener(StatementEventListener listener) {
        statementListeners.add(listener);
    }

    @Override
    public final void removeStatementEventListener(StatementEventListener listener) {
        statementListeners.remove(listener);
    }

    // ---- what becomes of prepared statements

    @Override
    public final void closed(PreparedStatement statement) {
        statementListeners.forEach(listener -> listener.statementClosed(new StatementEvent(this, statement)));
    }

    @Override
    public final void useless(PreparedStatement statement, SQLException why) {
        statementListeners.forEach(
                listener -> listener.statementErrorOccurred(new StatementEvent(this, statement, why)));
    }
}
