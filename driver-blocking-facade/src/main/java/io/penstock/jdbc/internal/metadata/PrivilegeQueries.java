package io.penstock.jdbc.internal.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with tables and columns.
 *
 * @see <a href="https://www.postgresql.org/docs/current/ddl-priv.html">Privileges</a>
 */
final class PrivilegeQueries {

    private static final String GRANTS = """
            , gr.rolname::varchar as "GRANTOR",
                   case g.grantee when 0 then 'PUBLIC' else ge.rolname end::varchar as "GRANTEE",
                   g.privilege_type::varchar as "PRIVILEGE", case when g.is_grantable or g.grantee = c.relowner then 'YES' else 'NO' end::varchar as "IS_GRANTABLE"
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            """;

    private static final String ROLES = """
              left join pg_catalog.pg_roles gr on gr.oid = g.grantor
              left join pg_catalog.pg_roles ge on ge.oid = g.grantee
            """;

    /** Without a list of its own a table has its owner's. */
    private static final String OF_TABLE = "coalesce(c.relacl, pg_catalog.acldefault('r', c.relowner))";

    private static final String TABLES =
            """
            select pg_catalog.current_database()::varchar as "TABLE_CAT", n.nspname::varchar as "TABLE_SCHEM", c.relname::varchar as "TABLE_NAME"
            """ + GRANTS + " cross join lateral pg_catalog.aclexplode(" + OF_TABLE + ") g " + ROLES
                    + " where c.relkind in ('r', 'p', 'v', 'm', 'f')";

    /** What is granted on a table is granted on its columns. */
    private static final String COLUMNS =
            """
            select pg_catalog.current_database()::varchar as "TABLE_CAT", n.nspname::varchar as "TABLE_SCHEM", c.relname::varchar as "TABLE_NAME",
                   a.attname::varchar as "COLUMN_NAME"
            """ + GRANTS + """
              join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             cross join lateral (select * from pg_catalog.aclexplode(a.attacl) union select * from pg_catalog.aclexplode(
            """ + OF_TABLE + ")) g " + ROLES + " where c.relkind in ('r', 'p', 'v', 'm', 'f')";

    private final Catalog catalog;

    PrivilegeQueries(Catalog catalog) {
        this.catalog = catalog;
    }

    ResultSet ofTables(@Nullable String database, @Nullable String schemaPattern, @Nullable String tablePattern)
            throws SQLException {
        return catalog.query(TABLES)
                .inDatabase(database)
                .like("n.nspname", schemaPattern)
                .like("c.relname", tablePattern)
                .then("order by n.nspname, c.relname, 6, 5, 4")
                .run();
    }

    ResultSet ofColumns(
            @Nullable String database, @Nullable String schema, @Nullable String table, @Nullable String columnPattern)
            throws SQLException {
        return catalog.query(COLUMNS)
                .inDatabase(database)
                .is("n.nspname", schema)
                .is("c.relname", table)
                .like("a.attname", columnPattern)
                .then("order by a.attname, 7, 6, 5")
                .run();
    }
}
