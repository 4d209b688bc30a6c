package io.penstock.jdbc.internal.statement;

import io.penstock.Query;
import io.penstock.jdbc.internal.sql.ParsedSql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A batch of inserts of one row, put together to inserts of many: property {@code reWriteBatchedInserts}.
 *
 * <p>The rows of a statement are a power of two, so that few texts are prepared, and no more than what the property allows, or than there can be parameters in
 * one statement. Values stay parameters.
 */
final class RewrittenInserts {

    /** What a Bind message can count. */
    private static final int MAX_PARAMETERS = 65_535;

    private final Texts texts;
    private final int parameters;
    private final int maxRows;
    private final Map<Integer, String> known = new HashMap<>();

    /** How the text of more rows is read. */
    interface Texts {

        ParsedSql of(int rows) throws SQLException;
    }

    RewrittenInserts(Texts texts, int parameters, int maxRows) {
        this.texts = texts;
        this.parameters = parameters;
        this.maxRows = Integer.highestOneBit(Math.max(1, Math.min(maxRows, MAX_PARAMETERS / Math.max(1, parameters))));
    }

    List<BatchEntry> of(List<Query> rows) throws SQLException {
        var entries = new ArrayList<BatchEntry>();
        var next = 0;
        while (next < rows.size()) {
            var count = Integer.highestOneBit(Math.min(maxRows, rows.size() - next));
            entries.add(count == 1 ? BatchEntry.of(rows.get(next)) : together(rows.subList(next, next + count)));
            next += count;
        }
        return entries;
    }

    private BatchEntry together(List<Query> rows) throws SQLException {
        var values = new @Nullable Object[rows.size() * parameters];
        var types = new int[values.length];
        var next = 0;
        for (var row : rows) {
            for (var i = 0; i < parameters; i++) {
                values[next] = row.value(i);
                types[next] = row.type(i);
                next++;
            }
        }
        var query = Query.reading(text(rows.size()), values, types);
        return new BatchEntry(rows.get(0).isOnce() ? query.once() : query, rows.size());
    }

    private String text(int rows) throws SQLException {
        var text = known.get(rows);
        if (text == null) {
            text = texts.of(rows).nativeText();
            known.put(rows, text);
        }
        return text;
    }
}
