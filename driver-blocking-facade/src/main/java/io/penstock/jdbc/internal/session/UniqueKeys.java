package io.penstock.jdbc.internal.session;

import io.penstock.Query;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** By which columns a table's rows can be told apart, asked of the catalogue anew for each result that is updated. */
public final class UniqueKeys {

    private static final String OF_TABLE = """
            select pg_catalog.string_agg(a.attnum::text, ',')
              from pg_catalog.pg_index i
              join pg_catalog.pg_attribute a
                on a.attrelid = i.indrelid and a.attnum = any ((i.indkey::int2[])[0:i.indnkeyatts - 1])
             where i.indrelid = $1 and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
             group by i.indexrelid, i.indisprimary
            having pg_catalog.bool_and(a.attnotnull)
             order by i.indisprimary desc, i.indexrelid
            """;

    private UniqueKeys() {}

    /** The keys of a table, its primary one first, each as the numbers of its columns; all of them are NOT NULL. */
    public static List<List<Integer>> of(JdbcSession session, int table) throws SQLException {
        var keys = new ArrayList<List<Integer>>();
        var oid = Integer.toUnsignedLong(table);
        for (var row : session.look(Query.of(OF_TABLE, oid).withTypes(26))) {
            var columns = String.valueOf(row.getString(0)).split(",", -1);
            keys.add(Arrays.stream(columns).map(Integer::valueOf).toList());
        }
        return keys;
    }
}
