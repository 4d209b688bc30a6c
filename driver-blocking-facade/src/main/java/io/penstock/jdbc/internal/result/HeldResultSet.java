package io.penstock.jdbc.internal.result;

import io.penstock.Column;
import io.penstock.Row;
import io.penstock.jdbc.internal.session.JdbcSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are held whole, to be gone through in any direction. */
public sealed class HeldResultSet extends JdbcResultSet permits UpdatableResultSet {

    /** How it was asked for: forward only is for results that the driver has made itself. */
    public enum Direction {
        FORWARD,
        ANY
    }

    private final List<Row> rows;
    private final Direction direction;

    /** The row that it stands on, from 1; 0 before the first, one more than there are behind the last. */
    private int position;

    public HeldResultSet(ResultOwner owner, Cells cells, List<Row> rows, Direction direction, int fetchSize) {
        super(owner, cells, fetchSize);
        this.rows = rows;
        this.direction = direction;
    }

    /** One of the driver's own, of no statement. */
    static HeldResultSet ofNobody(JdbcSession session, List<Column> columns, List<Row> rows, Direction direction) {
        var cells =
                new Cells(columns, new SessionValues(session), session.options().names());
        return new HeldResultSet(new Nobody(session), cells, rows, direction, 0);
    }

    /** The owner of a result that is nobody's. */
    private record Nobody(JdbcSession session) implements ResultOwner {

        @Override
        public @Nullable Statement statement() {
            return null;
        }

        @Override
        public void resultClosed(ResultSet result) {}
    }

    final int position() {
        return position;
    }

    /** Where a move needs a row to go on from. */
    void requireRelativeMove() throws SQLException {}

    boolean moveTo(long newPosition) {
        position = (int) Math.max(0, Math.min(newPosition, rows.size() + 1L));
        var onRow = position > 0 && position <= rows.size();
        bare().row(onRow ? rows.get(position - 1) : null);
        return onRow;
    }

    @Override
    public boolean next() throws SQLException {
        requireOpen();
        requireRelativeMove();
        return moveTo(position + 1L);
    }

    @Override
    public boolean previous() throws SQLException {
        requireScrollable();
        requireRelativeMove();
        return moveTo(position - 1L);
    }

    @Override
    public void beforeFirst() throws SQLException {
        requireScrollable();
        moveTo(0);
    }

    @Override
    public void afterLast() throws SQLException {
        requireScrollable();
        moveTo(rows.size() + 1L);
    }

    @Override
    public boolean first() throws SQLException {
        requireScrollable();
        return !rows.isEmpty() && moveTo(1);
    }

    @Override
    public boolean last() throws SQLException {
        requireScrollable();
        return !rows.isEmpty() && moveTo(rows.size());
    }

    @Override
    public boolean absolute(int row) throws SQLException {
        requireScrollable();
        return moveTo(row >= 0 ? row : rows.size() + 1L + row);
    }

    @Override
    public boolean relative(int distance) throws SQLException {
        requireScrollable();
        requireRelativeMove();
        return moveTo((long) position + distance);
    }

    @Override
    public int getRow() throws SQLException {
        requireOpen();
        return position > rows.size() ? 0 : position;
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        requireOpen();
        return position == 0 && !rows.isEmpty();
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        requireOpen();
        return position > rows.size() && !rows.isEmpty();
    }

    @Override
    public boolean isFirst() throws SQLException {
        requireOpen();
        return position == 1 && !rows.isEmpty();
    }

    @Override
    public boolean isLast() throws SQLException {
        requireOpen();
        return position == rows.size() && !rows.isEmpty();
    }

    @Override
    public int getType() throws SQLException {
        requireOpen();
        return switch (direction) {
            case FORWARD -> TYPE_FORWARD_ONLY;
            case ANY -> TYPE_SCROLL_INSENSITIVE;
        };
    }

    @Override
    void release() {
        bare().row(null);
    }
}
