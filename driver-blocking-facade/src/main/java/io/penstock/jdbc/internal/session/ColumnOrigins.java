package io.penstock.jdbc.internal.session;

import io.penstock.Column;
import io.penstock.Query;
import io.penstock.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where results' columns come from, asked of the catalogue once for a table. Bounds: {@value #MAX_TABLES} tables, the eldest gives way. */
public final class ColumnOrigins {

    private static final int MAX_TABLES = 256;

    private static final String OF_TABLE = """
            select n.nspname::text, c.relname::text, a.attnum::int, a.attname::text,
                   a.attnotnull or (t.typtype = 'd' and t.typnotnull),
                   a.attidentity <> '' or coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid) like '%nextval(%', false)
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              join pg_catalog.pg_attribute a on a.attrelid = c.oid
              join pg_catalog.pg_type t on t.oid = a.atttypid
              left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
             where c.oid = $1 and a.attnum > 0
            """;

    private final JdbcSession session;
    private final Map<Integer, Map<Integer, ColumnOrigin>> tables = new EldestGivesWay<>(MAX_TABLES);

    /** The last answer; metadata is asked column by column. */
    private @Nullable List<Column> lastColumns;

    private List<ColumnOrigin> lastOrigins = List.of();

    ColumnOrigins(JdbcSession session) {
        this.session = session;
    }

    /** Where these columns come from, in order. */
    public List<ColumnOrigin> of(List<Column> columns) throws SQLException {
        if (lastColumns != columns) {
            var origins = new ArrayList<ColumnOrigin>(columns.size());
            for (var column : columns) {
                origins.add(of(column));
            }
            lastOrigins = List.copyOf(origins);
            lastColumns = columns;
        }
        return lastOrigins;
    }

    private ColumnOrigin of(Column column) throws SQLException {
        if (column.tableOid() == 0) {
            return ColumnOrigin.NONE;
        }
        var known = tables.get(column.tableOid());
        if (known == null) {
            known = look(column.tableOid());
            tables.put(column.tableOid(), known);
        }
        return known.getOrDefault(column.tableColumn(), ColumnOrigin.NONE);
    }

    private Map<Integer, ColumnOrigin> look(int table) throws SQLException {
        var origins = new HashMap<Integer, ColumnOrigin>();
        var oid = Integer.toUnsignedLong(table);
        for (Row row : session.look(Query.of(OF_TABLE, oid).withTypes(26))) {
            origins.put(
                    row.getInt(2),
                    new ColumnOrigin(
                            text(row, 0),
                            text(row, 1),
                            text(row, 3),
                            row.getBoolean(4) ? ColumnOrigin.Nullability.NOT_NULL : ColumnOrigin.Nullability.NULLABLE,
                            row.getBoolean(5) ? ColumnOrigin.Generated.YES : ColumnOrigin.Generated.NO));
        }
        return origins;
    }

    private static String text(Row row, int index) {
        var text = row.getString(index);
        return text == null ? "" : text;
    }
}
