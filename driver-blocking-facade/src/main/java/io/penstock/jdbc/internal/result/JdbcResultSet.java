package io.penstock.jdbc.internal.result;

import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.errors.SelfWrapper;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all results have in common: they are open or closed, and have columns. Where they stand is for {@link StreamedResultSet} and {@link HeldResultSet}. */
public abstract sealed class JdbcResultSet implements SelfWrapper, IndexedColumns, NamedColumns, ReadOnlyRows
        permits StreamedResultSet, HeldResultSet {

    private final ResultOwner owner;
    private final Cells cells;
    private int fetchSize;
    private int fetchDirection = ResultSet.FETCH_FORWARD;
    private boolean closed;

    JdbcResultSet(ResultOwner owner, Cells cells, int fetchSize) {
        this.owner = owner;
        this.cells = cells;
        this.fetchSize = fetchSize;
    }

    @Override
    public final Cells cells() throws SQLException {
        requireOpen();
        return cells;
    }

    /** The same, open or closed. */
    final Cells bare() {
        return cells;
    }

    /** The row that it stands on, as a result of its own that stands on it. */
    public final JdbcResultSet alone() throws SQLException {
        var row = cells().current().detach();
        var alone = new HeldResultSet(owner, cells.again(), List.of(row), HeldResultSet.Direction.FORWARD, fetchSize);
        alone.next();
        return alone;
    }

    final void requireOpen() throws SQLException {
        if (closed) {
            throw new SQLException("this result is closed", JdbcState.OBJECT_NOT_IN_STATE);
        }
    }

    final void requireScrollable() throws SQLException {
        requireOpen();
        if (getType() == TYPE_FORWARD_ONLY) {
            throw new SQLException(
                    "this result goes forward only: make the statement with TYPE_SCROLL_INSENSITIVE",
                    JdbcState.INVALID_CURSOR_STATE);
        }
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        requireOpen();
        return new ColumnMetaData(cells.columns(), owner.session());
    }

    @Override
    public @Nullable Statement getStatement() throws SQLException {
        requireOpen();
        return owner.statement();
    }

    /** The server's notices are the statement's. */
    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        requireOpen();
        return null;
    }

    @Override
    public void clearWarnings() throws SQLException {
        requireOpen();
    }

    @Override
    public @Nullable String getCursorName() throws SQLException {
        requireOpen();
        return null;
    }

    @Override
    public int getFetchSize() throws SQLException {
        requireOpen();
        return fetchSize;
    }

    @Override
    public void setFetchSize(int rows) throws SQLException {
        requireOpen();
        if (rows < 0) {
            throw new SQLException("a fetch size is not negative", JdbcState.INVALID_PARAMETER_VALUE);
        }
        fetchSize = rows;
    }

    @Override
    public int getFetchDirection() throws SQLException {
        requireOpen();
        return fetchDirection;
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        requireOpen();
        switch (direction) {
            case FETCH_FORWARD -> fetchDirection = direction;
            case FETCH_REVERSE, FETCH_UNKNOWN -> {
                requireScrollable();
                fetchDirection = direction;
            }
            default -> throw new SQLException("no fetch direction: " + direction, JdbcState.INVALID_PARAMETER_VALUE);
        }
    }

    @Override
    public int getHoldability() throws SQLException {
        requireOpen();
        return HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public int getConcurrency() throws SQLException {
        requireOpen();
        return CONCUR_READ_ONLY;
    }

    @Override
    public void refreshRow() throws SQLException {
        requireScrollable();
        throw new SQLException(
                "this result is for reading: make the statement with CONCUR_UPDATABLE", JdbcState.INVALID_CURSOR_STATE);
    }

    @Override
    public boolean isClosed() throws SQLException {
        return closed;
    }

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            try {
                release();
            } finally {
                owner.resultClosed(this);
            }
        }
    }

    /** Gives up what it holds. */
    abstract void release() throws SQLException;
}
