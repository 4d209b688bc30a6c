package io.penstock.jdbc.internal.result;

import io.penstock.Row;
import io.penstock.jdbc.internal.convert.JdbcState;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are held whole, and can be updated, deleted and added to. What has been changed is read back from the server, so that it shows what triggers and
 * types have made of it.
 *
 * <p>Values that were set and not sent are forgotten when it moves.
 */
public final class UpdatableResultSet extends HeldResultSet implements UpdatedColumns {

    /** What values are set for. */
    private enum Place {
        PRESENT_ROW,
        NEW_ROW
    }

    private final ResultOwner owner;
    private final Cells cells;
    private final List<Row> rows;
    private final Map<Integer, @Nullable Object> values = new TreeMap<>();
    private Place place = Place.PRESENT_ROW;
    private @Nullable TableRows table;

    /** @param rows to be changed by this result alone */
    public UpdatableResultSet(ResultOwner owner, Cells cells, List<Row> rows, Direction direction, int fetchSize) {
        super(owner, cells, rows, direction, fetchSize);
        this.owner = owner;
        this.cells = cells;
        this.rows = rows;
    }

    private TableRows table() throws SQLException {
        requireOpen();
        var known = table;
        if (known == null) {
            known = TableRows.of(owner.session(), cells.columns());
            table = known;
        }
        return known;
    }

    @Override
    public int getConcurrency() throws SQLException {
        requireOpen();
        return CONCUR_UPDATABLE;
    }

    /** As it was asked for: it sees its own changes, and no others. */
    @Override
    public int getType() throws SQLException {
        var type = super.getType();
        var statement = owner.statement();
        return type == TYPE_FORWARD_ONLY || statement == null ? type : statement.getResultSetType();
    }

    // ---- values

    @Override
    public void update(int column, @Nullable Object value) throws SQLException {
        table();
        if (place == Place.PRESENT_ROW && !cells.hasRow()) {
            throw offRows("update");
        }
        Cells.requireColumn(column, cells.columns().size());
        values.put(column - 1, value);
    }

    private static SQLException offRows(String what) {
        return new SQLException(
                "the result stands on no row to " + what + ": it is before the first, or behind the last",
                JdbcState.INVALID_CURSOR_STATE);
    }

    private void requirePresentRow(String what) throws SQLException {
        switch (place) {
            case PRESENT_ROW -> {}
            case NEW_ROW ->
                throw new SQLException(
                        "the result stands on the row to insert, which is none to " + what,
                        JdbcState.INVALID_CURSOR_STATE);
        }
    }

    // ---- the present row

    @Override
    public void updateRow() throws SQLException {
        var changed = table();
        requirePresentRow("update");
        if (!cells.hasRow()) {
            throw offRows("update");
        }
        if (values.isEmpty()) {
            return;
        }
        var row = changed.update(cells.current(), values);
        values.clear();
        replace(row);
    }

    private void replace(@Nullable Row row) {
        if (row != null) {
            rows.set(position() - 1, row);
            cells.row(row);
        }
    }

    /** Stands on the row before it, afterwards. */
    @Override
    public void deleteRow() throws SQLException {
        var changed = table();
        requirePresentRow("delete");
        if (!cells.hasRow()) {
            throw offRows("delete");
        }
        changed.delete(cells.current());
        rows.remove(position() - 1);
        moveTo(position() - 1L);
    }

    /** Leaves a row that is not there any more as it was. */
    @Override
    public void refreshRow() throws SQLException {
        var changed = table();
        requirePresentRow("read again");
        if (cells.hasRow()) {
            values.clear();
            replace(changed.reread(cells.current()));
        }
    }

    @Override
    public void cancelRowUpdates() throws SQLException {
        requireOpen();
        requirePresentRow("leave as it was");
        values.clear();
    }

    // ---- a new row

    @Override
    public void moveToInsertRow() throws SQLException {
        table();
        values.clear();
        place = Place.NEW_ROW;
        cells.row(new MadeRow(
                cells.columns(), new @Nullable Object[cells.columns().size()]));
    }

    @Override
    public void insertRow() throws SQLException {
        var changed = table();
        if (place == Place.PRESENT_ROW) {
            throw new SQLException(
                    "the result does not stand on the row to insert: call moveToInsertRow first",
                    JdbcState.INVALID_CURSOR_STATE);
        }
        if (values.isEmpty()) {
            throw new SQLException("a row to insert has a value at least", JdbcState.INVALID_PARAMETER_VALUE);
        }
        var row = changed.insert(values);
        values.clear();
        rows.add(row);
        cells.row(row);
    }

    @Override
    public void moveToCurrentRow() throws SQLException {
        table();
        moveTo(position());
    }

    // ---- where it stands

    @Override
    void requireRelativeMove() throws SQLException {
        requirePresentRow("go on from");
    }

    @Override
    boolean moveTo(long newPosition) {
        values.clear();
        place = Place.PRESENT_ROW;
        return super.moveTo(newPosition);
    }

    @Override
    public int getRow() throws SQLException {
        var row = super.getRow();
        return place == Place.NEW_ROW ? 0 : row;
    }
}
