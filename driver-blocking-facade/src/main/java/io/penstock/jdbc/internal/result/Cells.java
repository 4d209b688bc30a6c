package io.penstock.jdbc.internal.result;

import io.penstock.Column;
import io.penstock.Row;
import io.penstock.jdbc.internal.convert.CellReader;
import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.convert.ObjectReader;
import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.convert.ValueContext;
import io.penstock.jdbc.internal.url.FacadeOptions;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The row under a result, and what the last getter has found. Belongs to the result's thread. */
public final class Cells {

    private final List<Column> columns;
    private final ValueContext context;
    private final SqlType[] types;
    private final CellReader reader;
    private final ObjectReader objects;
    private final FacadeOptions.Names names;
    private @Nullable ColumnNames index;
    private @Nullable Row row;
    private boolean wasNull;

    public Cells(List<Column> columns, ValueContext context, FacadeOptions.Names names) {
        this.columns = columns;
        this.context = context;
        this.names = names;
        this.reader = new CellReader(context);
        this.objects = new ObjectReader(reader);
        this.types = new SqlType[columns.size()];
        for (var i = 0; i < types.length; i++) {
            types[i] = SqlType.of(columns.get(i).typeOid());
        }
    }

    /** The same columns, for another result. */
    Cells again() {
        return new Cells(columns, context, names);
    }

    List<Column> columns() {
        return columns;
    }

    /** Whether they are of this very list; the core's results of one statement share it. */
    public boolean areOf(List<Column> list) {
        return columns == list;
    }

    /** Makes them those of another result. */
    public void clear() {
        row = null;
        wasNull = false;
    }

    /** Puts another row under it; null for none. */
    void row(@Nullable Row newRow) {
        row = newRow;
    }

    boolean hasRow() {
        return row != null;
    }

    /** The row. */
    Row current() throws SQLException {
        var here = row;
        if (here == null) {
            throw new SQLException("the result stands on no row: call next first", JdbcState.INVALID_CURSOR_STATE);
        }
        return here;
    }

    /** Whether the value is NULL, which {@code wasNull} tells afterwards. */
    boolean isNull(int column) throws SQLException {
        var here = current();
        requireColumn(column, types.length);
        wasNull = here.isNull(column - 1);
        return wasNull;
    }

    static void requireColumn(int column, int count) throws SQLException {
        if (column < 1 || column > count) {
            throw new SQLException(
                    "there is no column " + column + ": the result has " + count, JdbcState.INVALID_PARAMETER_VALUE);
        }
    }

    boolean wasNull() {
        return wasNull;
    }

    SqlType type(int column) {
        return types[column - 1];
    }

    CellReader reader() {
        return reader;
    }

    ObjectReader objects() {
        return objects;
    }

    int find(@Nullable String name) throws SQLException {
        var known = index;
        if (known == null) {
            known = new ColumnNames(columns, names);
            index = known;
        }
        var found = name == null ? null : known.find(name);
        if (found == null) {
            throw new SQLException("the result has no column \"" + name + "\"", JdbcState.UNDEFINED_COLUMN);
        }
        return found;
    }
}
