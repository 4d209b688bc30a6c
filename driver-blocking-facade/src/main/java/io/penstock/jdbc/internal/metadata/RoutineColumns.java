package io.penstock.jdbc.internal.metadata;

import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.result.MadeRows;
import io.penstock.jdbc.internal.session.TypeCatalog;
import io.penstock.jdbc.internal.session.TypeKind;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What routines take and give: first the value that is returned, then the arguments by position, then the columns of the rows that are returned.
 *
 * <p>Functions and procedures are told of alike, whichever of the two is asked for, as pgjdbc has it; a name of a column is not looked at for the same reason.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-proc.html">pg_proc</a>
 */
final class RoutineColumns {

    /** The part of a routine that a column is; where arguments have modes, what is returned as a record is told by them. */
    private static final String PARTS = """
            select n.nspname, p.proname, p.proname || '_' || p.oid as specific_name, x.name, x.mode, x.position, x.type,
                   %s as type_name, %s as kind
              from pg_catalog.pg_proc p
              join pg_catalog.pg_namespace n on n.oid = p.pronamespace
              join pg_catalog.pg_type r on r.oid = p.prorettype
             cross join lateral (
                   select 0 as part, 0 as position, 'returnValue'::text as name, 'r' as mode, p.prorettype as type
                    where r.typtype in ('b', 'd', 'e', 'r', 'm') or (r.typtype = 'p' and p.proargmodes is null)
                    union all
                   select 1, i, coalesce(nullif(p.proargnames[i], ''), '$' || i), coalesce(p.proargmodes[i]::text, 'i'),
                          coalesce(p.proallargtypes[i], p.proargtypes[i - 1])
                     from generate_series(1, coalesce(cardinality(p.proallargtypes), p.pronargs)) i
                    union all
                   select 1 + a.attnum, 0, a.attname::text, 'c', a.atttypid
                     from pg_catalog.pg_attribute a
                    where a.attrelid = r.typrelid and r.typtype = 'c' and a.attnum > 0 and not a.attisdropped) x
              join pg_catalog.pg_type t on t.oid = x.type
              join pg_catalog.pg_namespace tn on tn.oid = t.typnamespace
             where true""".formatted(TypeCatalog.NAME, TypeKind.LETTER);

    /** The numbers that JDBC has for what a column of a routine is: others for functions than for procedures. */
    private enum Numbers {
        FUNCTION(
                DatabaseMetaData.functionReturn,
                DatabaseMetaData.functionColumnIn,
                DatabaseMetaData.functionColumnInOut,
                DatabaseMetaData.functionColumnOut,
                DatabaseMetaData.functionColumnResult),
        PROCEDURE(
                DatabaseMetaData.procedureColumnReturn,
                DatabaseMetaData.procedureColumnIn,
                DatabaseMetaData.procedureColumnInOut,
                DatabaseMetaData.procedureColumnOut,
                DatabaseMetaData.procedureColumnResult);

        private final int returned;
        private final int in;
        private final int inOut;
        private final int out;
        private final int result;

        Numbers(int returned, int in, int inOut, int out, int result) {
            this.returned = returned;
            this.in = in;
            this.inOut = inOut;
            this.out = out;
            this.result = result;
        }

        /** A column of {@code RETURNS TABLE} counts as returned, as in pgjdbc. */
        int of(String mode) {
            return switch (mode) {
                case "r", "t" -> returned;
                case "b" -> inOut;
                case "o" -> out;
                case "c" -> result;
                default -> in;
            };
        }
    }

    private final Catalog catalog;

    RoutineColumns(Catalog catalog) {
        this.catalog = catalog;
    }

    ResultSet ofFunctions(@Nullable String database, @Nullable String schemaPattern, @Nullable String namePattern)
            throws SQLException {
        var rows = new MadeRows()
                .columns(SqlType.VARCHAR, "FUNCTION_CAT", "FUNCTION_SCHEM", "FUNCTION_NAME", "COLUMN_NAME")
                .columns(SqlType.INT2, "COLUMN_TYPE", "DATA_TYPE")
                .column("TYPE_NAME", SqlType.VARCHAR)
                .column("PRECISION", SqlType.INT2)
                .column("LENGTH", SqlType.INT4)
                .columns(SqlType.INT2, "SCALE", "RADIX", "NULLABLE")
                .column("REMARKS", SqlType.VARCHAR)
                .columns(SqlType.INT4, "CHAR_OCTET_LENGTH", "ORDINAL_POSITION")
                .columns(SqlType.VARCHAR, "IS_NULLABLE", "SPECIFIC_NAME");
        try (var found = find(database, schemaPattern, namePattern)) {
            while (found.next()) {
                rows.row(
                        catalog.database(),
                        found.getString("nspname"),
                        found.getString("proname"),
                        found.getString("name"),
                        Numbers.FUNCTION.of(found.getString("mode")),
                        jdbcType(found),
                        found.getString("type_name"),
                        null,
                        null,
                        null,
                        null,
                        DatabaseMetaData.functionNullableUnknown,
                        null,
                        null,
                        found.getInt("position"),
                        "",
                        found.getString("specific_name"));
            }
        }
        return catalog.answer(rows);
    }

    ResultSet ofProcedures(@Nullable String database, @Nullable String schemaPattern, @Nullable String namePattern)
            throws SQLException {
        var rows = new MadeRows()
                .columns(SqlType.VARCHAR, "PROCEDURE_CAT", "PROCEDURE_SCHEM", "PROCEDURE_NAME", "COLUMN_NAME")
                .columns(SqlType.INT2, "COLUMN_TYPE", "DATA_TYPE")
                .column("TYPE_NAME", SqlType.VARCHAR)
                .columns(SqlType.INT4, "PRECISION", "LENGTH")
                .columns(SqlType.INT2, "SCALE", "RADIX", "NULLABLE")
                .columns(SqlType.VARCHAR, "REMARKS", "COLUMN_DEF")
                .columns(SqlType.INT4, "SQL_DATA_TYPE", "SQL_DATETIME_SUB", "CHAR_OCTET_LENGTH", "ORDINAL_POSITION")
                .columns(SqlType.VARCHAR, "IS_NULLABLE", "SPECIFIC_NAME");
        try (var found = find(database, schemaPattern, namePattern)) {
            while (found.next()) {
                rows.row(
                        catalog.database(),
                        found.getString("nspname"),
                        found.getString("proname"),
                        found.getString("name"),
                        Numbers.PROCEDURE.of(found.getString("mode")),
                        jdbcType(found),
                        found.getString("type_name"),
                        null,
                        null,
                        null,
                        null,
                        DatabaseMetaData.procedureNullableUnknown,
                        null,
                        null,
                        null,
                        null,
                        null,
                        found.getInt("position"),
                        "",
                        found.getString("specific_name"));
            }
        }
        return catalog.answer(rows);
    }

    private ResultSet find(@Nullable String database, @Nullable String schemaPattern, @Nullable String namePattern)
            throws SQLException {
        return catalog.query(PARTS)
                .inDatabase(database)
                .like("n.nspname", schemaPattern)
                .like("p.proname", namePattern)
                .then("order by n.nspname, p.proname, p.oid::text, x.part, x.position")
                .run();
    }

    private static int jdbcType(ResultSet found) throws SQLException {
        return TypeKind.of(found.getString("kind")).jdbcType((int) found.getLong("type"));
    }
}
