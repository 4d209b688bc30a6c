package io.penstock.jdbc.internal.metadata;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of a table.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-index.html">pg_index</a>
 */
final class IndexQueries {

    /** Which indexes are told of. */
    enum Uniqueness {
        UNIQUE,
        ANY
    }

    /** An expression is as the server writes it. The first bit of a column's option says that it descends. */
    private static final String INDEXES = """
            select pg_catalog.current_database() as "TABLE_CAT", n.nspname as "TABLE_SCHEM", c.relname as "TABLE_NAME",
                   not i.indisunique as "NON_UNIQUE", null as "INDEX_QUALIFIER", ic.relname as "INDEX_NAME",
                   case when i.indisclustered then %d when am.amname = 'hash' then %d else %d end as "TYPE",
                   k.position::int as "ORDINAL_POSITION",
                   coalesce(a.attname::text, pg_catalog.pg_get_indexdef(i.indexrelid, k.position::int, false)) as "COLUMN_NAME",
                   case when am.amname = 'btree' then
                        case when coalesce(i.indoption[k.position - 1], 0) & 1 = 1 then 'D' else 'A' end end as "ASC_OR_DESC",
                   ic.reltuples as "CARDINALITY", ic.relpages as "PAGES",
                   pg_catalog.pg_get_expr(i.indpred, i.indrelid) as "FILTER_CONDITION", d.description as "REMARKS"
              from pg_catalog.pg_index i
              join pg_catalog.pg_class c on c.oid = i.indrelid
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              join pg_catalog.pg_class ic on ic.oid = i.indexrelid
              left join pg_catalog.pg_description d
                on d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objoid = ic.oid and d.objsubid = 0
              join pg_catalog.pg_am am on am.oid = ic.relam
             cross join lateral unnest(i.indkey) with ordinality k (attnum, position)
              left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum and k.attnum <> 0
             where true""".formatted(
            DatabaseMetaData.tableIndexClustered, DatabaseMetaData.tableIndexHashed, DatabaseMetaData.tableIndexOther);

    private final Catalog catalog;

    IndexQueries(Catalog catalog) {
        this.catalog = catalog;
    }

    ResultSet indexes(@Nullable String database, @Nullable String schema, @Nullable String table, Uniqueness uniqueness)
            throws SQLException {
        var query = catalog.query(INDEXES)
                .inDatabase(database)
                .is("n.nspname", schema)
                .is("c.relname", table);
        var chosen = switch (uniqueness) {
            case UNIQUE -> query.and("i.indisunique");
            case ANY -> query;
        };
        return chosen.then("order by 4, 7, 6, 8").run();
    }
}
