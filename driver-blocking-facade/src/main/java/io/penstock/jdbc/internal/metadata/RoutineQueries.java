package io.penstock.jdbc.internal.metadata;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Functions and procedures by name; {@link RoutineColumns} tells of what they take and give.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-proc.html">pg_proc</a>
 */
final class RoutineQueries {

    private static final String ROUTINES = """
              from pg_catalog.pg_proc p
              join pg_catalog.pg_namespace n on n.oid = p.pronamespace
              left join pg_catalog.pg_description d
                on d.classoid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objoid = p.oid
            """;

    private static final String FUNCTIONS =
            """
            select pg_catalog.current_database() as "FUNCTION_CAT", n.nspname as "FUNCTION_SCHEM", p.proname as "FUNCTION_NAME",
                   d.description as "REMARKS", case when p.proretset then %d else %d end as "FUNCTION_TYPE",
                   p.proname || '_' || p.oid as "SPECIFIC_NAME"
            """.formatted(DatabaseMetaData.functionReturnsTable, DatabaseMetaData.functionNoTable) + ROUTINES
                    + " where p.prokind = 'f'";

    /** Three columns are for JDBC to use one day, and have no name. */
    private static final String PROCEDURES =
            """
            select pg_catalog.current_database() as "PROCEDURE_CAT", n.nspname as "PROCEDURE_SCHEM", p.proname as "PROCEDURE_NAME",
                   null, null, null, d.description as "REMARKS", %d as "PROCEDURE_TYPE", p.proname || '_' || p.oid as "SPECIFIC_NAME"
            """.formatted(DatabaseMetaData.procedureReturnsResult) + ROUTINES + " where p.prokind = 'p'";

    private static final String PRIVILEGED = "pg_catalog.has_function_privilege(p.oid, 'EXECUTE')";

    private static final String BY_NAME = "order by n.nspname, p.proname, p.oid::text";

    private final Catalog catalog;

    RoutineQueries(Catalog catalog) {
        this.catalog = catalog;
    }

    ResultSet functions(@Nullable String database, @Nullable String schemaPattern, @Nullable String namePattern)
            throws SQLException {
        return find(catalog.query(FUNCTIONS, PRIVILEGED), database, schemaPattern, namePattern);
    }

    ResultSet procedures(@Nullable String database, @Nullable String schemaPattern, @Nullable String namePattern)
            throws SQLException {
        return find(catalog.query(PROCEDURES, PRIVILEGED), database, schemaPattern, namePattern);
    }

    private static ResultSet find(
            CatalogQuery query, @Nullable String database, @Nullable String schemaPattern, @Nullable String namePattern)
            throws SQLException {
        return query.inDatabase(database)
                .like("n.nspname", schemaPattern)
                .like("p.proname", namePattern)
                .then(BY_NAME)
                .run();
    }
}
