package io.penstock.jdbc.internal.metadata;

import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.result.MadeRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Databases, schemas, and what is in them by name: tables, views, sequences, indexes.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-class.html">pg_class</a>
 */
final class TableQueries {

    private static final String DATABASES = """
            select d.datname as "TABLE_CAT" from pg_catalog.pg_database d where d.datallowconn order by 1""";

    /** Temporary schemas are seen by their sessions alone. */
    private static final String SCHEMAS = """
            select n.nspname as "TABLE_SCHEM", pg_catalog.current_database() as "TABLE_CATALOG"
              from pg_catalog.pg_namespace n
             where n.nspname <> 'pg_toast'
               and (n.nspname !~ '^pg_(toast_)?temp_'
                    or n.oid = pg_catalog.pg_my_temp_schema()
                    or n.nspname = (select 'pg_toast' || substr(own.nspname, 3)
                                      from pg_catalog.pg_namespace own where own.oid = pg_catalog.pg_my_temp_schema()))""";

    private static final String TABLES = """
            select pg_catalog.current_database() as "TABLE_CAT", n.nspname as "TABLE_SCHEM", c.relname as "TABLE_NAME",
                   k.kind as "TABLE_TYPE", d.description as "REMARKS", '' as "TYPE_CAT", '' as "TYPE_SCHEM", '' as "TYPE_NAME",
                   '' as "SELF_REFERENCING_COL_NAME", '' as "REF_GENERATION"
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              left join pg_catalog.pg_description d
                on d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objoid = c.oid and d.objsubid = 0
             cross join lateral (select
                   case when n.nspname in ('pg_catalog', 'information_schema') then
                             case c.relkind when 'r' then 'SYSTEM TABLE' when 'v' then 'SYSTEM VIEW' when 'i' then 'SYSTEM INDEX' end
                        when n.nspname = 'pg_toast' then
                             case c.relkind when 'r' then 'SYSTEM TOAST TABLE' when 'i' then 'SYSTEM TOAST INDEX' end
                        when n.nspname ~ '^pg_' and n.nspname !~ '^pg_temp_' then null
                        when n.nspname ~ '^pg_' then
                             case c.relkind when 'r' then 'TEMPORARY TABLE' when 'i' then 'TEMPORARY INDEX'
                                            when 'S' then 'TEMPORARY SEQUENCE' when 'v' then 'TEMPORARY VIEW' end
                        else case c.relkind when 'r' then 'TABLE' when 'p' then 'PARTITIONED TABLE' when 'i' then 'INDEX'
                                            when 'I' then 'PARTITIONED INDEX' when 'S' then 'SEQUENCE' when 'v' then 'VIEW'
                                            when 'm' then 'MATERIALIZED VIEW' when 'f' then 'FOREIGN TABLE' when 'c' then 'TYPE' end
                   end as kind) k
             where true""";

    private static final String PRIVILEGED_SCHEMA = "pg_catalog.has_schema_privilege(n.oid, 'USAGE, CREATE')";

    private static final String PRIVILEGED_TABLE =
            "pg_catalog.has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, REFERENCES, TRIGGER')";

    private static final String[] TABLE_TYPES = {
        "FOREIGN TABLE",
        "INDEX",
        "MATERIALIZED VIEW",
        "PARTITIONED INDEX",
        "PARTITIONED TABLE",
        "SEQUENCE",
        "SYSTEM INDEX",
        "SYSTEM TABLE",
        "SYSTEM TOAST INDEX",
        "SYSTEM TOAST TABLE",
        "SYSTEM VIEW",
        "TABLE",
        "TEMPORARY INDEX",
        "TEMPORARY SEQUENCE",
        "TEMPORARY TABLE",
        "TEMPORARY VIEW",
        "TYPE",
        "VIEW"
    };

    private final Catalog catalog;

    TableQueries(Catalog catalog) {
        this.catalog = catalog;
    }

    ResultSet databases() throws SQLException {
        return catalog.query(DATABASES).run();
    }

    ResultSet schemas(@Nullable String database, @Nullable String schemaPattern) throws SQLException {
        return catalog.query(SCHEMAS, PRIVILEGED_SCHEMA)
                .inDatabase(database)
                .like("n.nspname", schemaPattern)
                .then("order by 1")
                .run();
    }

    ResultSet tables(
            @Nullable String database,
            @Nullable String schemaPattern,
            @Nullable String namePattern,
            String @Nullable [] types)
            throws SQLException {
        return catalog.query(TABLES, PRIVILEGED_TABLE)
                .inDatabase(database)
                .like("n.nspname", schemaPattern)
                .like("c.relname", namePattern)
                .isOneOf("k.kind", types)
                .then("order by 4, 2, 3")
                .run();
    }

    ResultSet tableTypes() {
        var rows = new MadeRows().column("TABLE_TYPE", SqlType.VARCHAR);
        for (var type : TABLE_TYPES) {
            rows.row(type);
        }
        return catalog.answer(rows);
    }
}
