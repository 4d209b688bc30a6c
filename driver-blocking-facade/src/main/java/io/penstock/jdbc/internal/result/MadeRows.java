package io.penstock.jdbc.internal.result;

import io.penstock.Column;
import io.penstock.Row;
import io.penstock.codec.Format;
import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.session.JdbcSession;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A result that the driver makes itself: columns first, then rows. Belongs to the thread that makes it. */
public final class MadeRows {

    private final List<Column> columns = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    /** A column of a type: one of text, numbers or booleans. */
    public MadeRows column(String name, SqlType type) {
        columns.add(new Column(name, type.oid(), -1, 0, 0, Format.TEXT));
        return this;
    }

    /** Several columns of one type. */
    public MadeRows columns(SqlType type, String... names) {
        for (var name : names) {
            column(name, type);
        }
        return this;
    }

    /** A row, with a value for each column: a {@link String}, a {@link Number}, a {@link Boolean} or null, as its type asks for. */
    public MadeRows row(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new AssertionError("BUG: " + values.length + " values for " + columns.size() + " columns");
        }
        rows.add(new MadeRow(columns, values));
        return this;
    }

    /** As a result to scroll in, of no statement. */
    public ResultSet toResultSet(JdbcSession session) {
        return HeldResultSet.ofNobody(session, List.copyOf(columns), List.copyOf(rows), HeldResultSet.Direction.ANY);
    }
}
