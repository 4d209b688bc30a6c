package io.penstock.jdbc.internal.statement;

import io.penstock.Query;
import io.penstock.codec.PgTypes;
import io.penstock.codec.UntypedTimestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A batch of inserts of one row, put together to inserts whose rows come from arrays, one for each parameter: one text, whatever the number of rows.
 *
 * <p>Bounds: a statement has no more rows than the property allows, and is closed when its values have {@value #MAX_BYTES} bytes, about.
 */
final class UnnestedInserts {

    /** What all values of a statement have together, but for those of the last row. */
    static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final long VALUE_BYTES = 16;

    private final String text;
    private final UnnestedTypes types;
    private final int maxRows;

    UnnestedInserts(String text, UnnestedTypes types, int maxRows) {
        this.text = text;
        this.types = types;
        this.maxRows = maxRows;
    }

    List<BatchEntry> of(List<Query> rows) {
        var entries = new ArrayList<BatchEntry>();
        var next = 0;
        while (next < rows.size()) {
            var count = rowsFrom(rows, next);
            entries.add(count == 1 ? BatchEntry.of(rows.get(next)) : together(rows.subList(next, next + count)));
            next += count;
        }
        return entries;
    }

    /** How many rows the statement has that begins with this one. */
    private int rowsFrom(List<Query> rows, int first) {
        var most = Math.min(maxRows, rows.size() - first);
        var bytes = 0L;
        var count = 0;
        while (count < most && bytes < MAX_BYTES) {
            bytes += bytes(rows.get(first + count));
            count++;
        }
        return count;
    }

    private static long bytes(Query row) {
        var sum = 0L;
        for (var i = 0; i < row.size(); i++) {
            sum += bytes(row.value(i));
        }
        return sum;
    }

    private static long bytes(@Nullable Object value) {
        if (value instanceof String string) {
            return VALUE_BYTES + string.length();
        }
        return value instanceof byte[] bytes ? VALUE_BYTES + bytes.length : VALUE_BYTES;
    }

    private BatchEntry together(List<Query> rows) {
        var columns = new @Nullable Object[types.count()];
        for (var i = 0; i < columns.length; i++) {
            columns[i] = column(rows, i);
        }
        var query = Query.reading(text, columns, types.arrays());
        return new BatchEntry(rows.get(0).isOnce() ? query.once() : query, rows.size());
    }

    /** The values of a column. Timestamps are sent as what the column is, if all of them can be: the server reads a literal slowly. */
    private List<@Nullable Object> column(List<Query> rows, int index) {
        var element = types.element(index);
        if (element == PgTypes.TIMESTAMPTZ.oid() && areTimestamps(rows, index)) {
            return values(rows, index, UntypedTimestamp::instant);
        }
        return element == PgTypes.TIMESTAMP.oid() && areTimestamps(rows, index)
                ? values(rows, index, UntypedTimestamp::local)
                : values(rows, index, UntypedTimestamp::toString);
    }

    private static boolean areTimestamps(List<Query> rows, int index) {
        for (var row : rows) {
            if (row.value(index) != null && !(row.value(index) instanceof UntypedTimestamp)) {
                return false;
            }
        }
        return true;
    }

    private static List<@Nullable Object> values(
            List<Query> rows, int index, Function<UntypedTimestamp, Object> timestamp) {
        var values = new ArrayList<@Nullable Object>(rows.size());
        for (var row : rows) {
            var value = row.value(index);
            values.add(value instanceof UntypedTimestamp open ? timestamp.apply(open) : value);
        }
        return values;
    }
}
