package io.penstock.jdbc.internal.result;

import io.penstock.Answers;
import io.penstock.error.PgException;
import io.penstock.jdbc.internal.errors.SqlErrors;
import java.sql.SQLException;

/** Rows that are read forward, as the server sends them: a window of them is in memory. */
public final class StreamedResultSet extends JdbcResultSet {

    /** Where it stands. */
    private enum Place {
        BEFORE_FIRST,
        ON_ROW,
        AFTER_LAST
    }

    private final Answers answers;
    private Place place = Place.BEFORE_FIRST;
    private long rows;

    /** A row that was looked at in advance. */
    private boolean ahead;

    private boolean aheadIsRow;

    /** Over the last answer; closing it closes all. */
    public StreamedResultSet(ResultOwner owner, Cells cells, Answers answers, int fetchSize) {
        super(owner, cells, fetchSize);
        this.answers = answers;
    }

    @Override
    public boolean next() throws SQLException {
        requireOpen();
        if (place == Place.AFTER_LAST) {
            return false;
        }
        var moved = ahead ? aheadIsRow : fetch();
        ahead = false;
        if (moved) {
            place = Place.ON_ROW;
            rows++;
            bare().row(answers.row());
        } else {
            place = Place.AFTER_LAST;
            bare().row(null);
        }
        return moved;
    }

    private boolean fetch() throws SQLException {
        try {
            return fetchAhead();
        } catch (SQLException e) {
            bare().row(null);
            place = Place.AFTER_LAST;
            throw e;
        }
    }

    @Override
    void release() throws SQLException {
        bare().row(null);
        try {
            answers.close();
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }

    // ---- where it stands

    @Override
    public int getType() throws SQLException {
        requireOpen();
        return TYPE_FORWARD_ONLY;
    }

    @Override
    public int getRow() throws SQLException {
        requireOpen();
        return place == Place.ON_ROW ? (int) Math.min(rows, Integer.MAX_VALUE) : 0;
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        requireOpen();
        return place == Place.BEFORE_FIRST && isRowAhead();
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        requireOpen();
        return place == Place.AFTER_LAST && rows > 0;
    }

    @Override
    public boolean isFirst() throws SQLException {
        requireOpen();
        return place == Place.ON_ROW && rows == 1;
    }

    /** Looks whether there is another row; the present one stays, as its own copy. */
    @Override
    public boolean isLast() throws SQLException {
        requireOpen();
        return place == Place.ON_ROW && !isRowAhead();
    }

    private boolean isRowAhead() throws SQLException {
        if (!ahead) {
            if (bare().hasRow()) {
                bare().row(bare().current().detach());
            }
            aheadIsRow = fetchAhead();
            ahead = true;
        }
        return aheadIsRow;
    }

    private boolean fetchAhead() throws SQLException {
        try {
            return answers.next();
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }

    // ---- what goes elsewhere than forward

    @Override
    public void beforeFirst() throws SQLException {
        requireScrollable();
    }

    @Override
    public void afterLast() throws SQLException {
        requireScrollable();
    }

    @Override
    public boolean first() throws SQLException {
        requireScrollable();
        return false;
    }

    @Override
    public boolean last() throws SQLException {
        requireScrollable();
        return false;
    }

    @Override
    public boolean previous() throws SQLException {
        requireScrollable();
        return false;
    }

    @Override
    public boolean absolute(int row) throws SQLException {
        requireScrollable();
        return false;
    }

    @Override
    public boolean relative(int distance) throws SQLException {
        requireScrollable();
        return false;
    }
}
