package io.penstock.jdbc.internal.metadata;

import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.convert.TypeMeasures;
import io.penstock.jdbc.internal.result.MadeRows;
import io.penstock.jdbc.internal.session.TypeCatalog;
import io.penstock.jdbc.internal.session.TypeKind;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * The columns of tables and views.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-attribute.html">pg_attribute</a>
 */
final class ColumnQueries {

    /** Positions count what is left of a table's columns, so they are told before a name is looked for. */
    private static final String COLUMNS = """
            select * from (
            select n.nspname, c.relname, a.attname, a.attnum, a.atttypid as type, %1$s as type_name, %2$s as kind,
                   case when %2$s = 'a' then t.typelem else 0 end as element, a.atttypmod as modifier,
                   a.attnotnull or (t.typtype = 'd' and t.typnotnull) as not_null, d.description,
                   pg_catalog.pg_get_expr(f.adbin, f.adrelid) as expression, a.attidentity <> '' as identity, a.attgenerated <> '' as generated,
                   t.typbasetype as base, t.typtypmod as base_modifier, b.kind as base_kind, coalesce(b.typelem, 0) as base_element,
                   row_number() over (partition by a.attrelid order by a.attnum) as position
              from pg_catalog.pg_attribute a
              join pg_catalog.pg_class c on c.oid = a.attrelid
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              join pg_catalog.pg_type t on t.oid = a.atttypid
              join pg_catalog.pg_namespace tn on tn.oid = t.typnamespace
              left join pg_catalog.pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
              left join pg_catalog.pg_description d
                on d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objoid = a.attrelid and d.objsubid = a.attnum
              left join (select t.oid, case when %2$s = 'a' then t.typelem else 0 end as typelem, %2$s as kind from pg_catalog.pg_type t) b on b.oid = t.typbasetype
             where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f')""".formatted(TypeCatalog.NAME, TypeKind.LETTER);

    private final Catalog catalog;

    ColumnQueries(Catalog catalog) {
        this.catalog = catalog;
    }

    ResultSet columns(
            @Nullable String database,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            @Nullable String namePattern)
            throws SQLException {
        var rows = new MadeRows()
                .columns(SqlType.VARCHAR, "TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME")
                .column("DATA_TYPE", SqlType.INT2)
                .column("TYPE_NAME", SqlType.VARCHAR)
                .column("COLUMN_SIZE", SqlType.INT4)
                .column("BUFFER_LENGTH", SqlType.VARCHAR)
                .columns(SqlType.INT4, "DECIMAL_DIGITS", "NUM_PREC_RADIX", "NULLABLE")
                .columns(SqlType.VARCHAR, "REMARKS", "COLUMN_DEF")
                .columns(SqlType.INT4, "SQL_DATA_TYPE", "SQL_DATETIME_SUB", "CHAR_OCTET_LENGTH", "ORDINAL_POSITION")
                .columns(SqlType.VARCHAR, "IS_NULLABLE", "SCOPE_CATALOG", "SCOPE_SCHEMA", "SCOPE_TABLE")
                .column("SOURCE_DATA_TYPE", SqlType.INT2)
                .columns(SqlType.VARCHAR, "IS_AUTOINCREMENT", "IS_GENERATEDCOLUMN");
        try (var found = catalog.query(COLUMNS)
                .inDatabase(database)
                .like("n.nspname", schemaPattern)
                .like("c.relname", tablePattern)
                .then(") as columns where true")
                .like("attname", namePattern)
                .then("order by nspname, relname, attnum")
                .run()) {
            while (found.next()) {
                rows.row(row(found));
            }
        }
        return catalog.answer(rows);
    }

    private @Nullable Object[] row(ResultSet found) throws SQLException {
        var type = (int) found.getLong("type");
        var base = (int) found.getLong("base");
        var jdbcType = TypeKind.of(found.getString("kind")).jdbcType(type);
        var measures = measures(found);
        var nullable = !found.getBoolean("not_null");
        var expression = found.getString("expression");
        var counts = expression != null && expression.contains("nextval(");
        return new @Nullable Object[] {
            catalog.database(),
            found.getString("nspname"),
            found.getString("relname"),
            found.getString("attname"),
            jdbcType,
            counts ? serial(String.valueOf(found.getString("type_name"))) : found.getString("type_name"),
            measures.precision(),
            null,
            isOfAnyScale(type, found.getInt("modifier")) ? null : measures.scale(),
            radix(type),
            nullable ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
            found.getString("description"),
            expression,
            null,
            null,
            hasOctets(jdbcType) ? measures.precision() : null,
            found.getInt("position"),
            yes(nullable),
            null,
            null,
            null,
            base == 0 ? null : TypeKind.of(found.getString("base_kind")).jdbcType(base),
            yes(counts || found.getBoolean("identity")),
            yes(found.getBoolean("generated"))
        };
    }

    private static String yes(boolean is) {
        return is ? "YES" : "NO";
    }

    /** A domain is measured as the type under it, an array as its elements. */
    private TypeMeasures measures(ResultSet found) throws SQLException {
        var base = (int) found.getLong("base");
        var unknown = catalog.session().options().unknownLength();
        return base == 0
                ? TypeMeasures.of(
                        measured((int) found.getLong("type"), (int) found.getLong("element")),
                        found.getInt("modifier"),
                        unknown)
                : TypeMeasures.of(
                        measured(base, (int) found.getLong("base_element")), found.getInt("base_modifier"), unknown);
    }

    private static SqlType measured(int type, int element) {
        var known = SqlType.of(type);
        return known == SqlType.OTHER ? SqlType.of(element) : known;
    }

    private static boolean isOfAnyScale(int type, int modifier) {
        return SqlType.of(type) == SqlType.NUMERIC && modifier == -1;
    }

    private static int radix(int type) {
        return switch (SqlType.of(type)) {
            case BIT, VARBIT -> 2;
            default -> 10;
        };
    }

    private static boolean hasOctets(int jdbcType) {
        return jdbcType == Types.CHAR || jdbcType == Types.VARCHAR || jdbcType == Types.BINARY;
    }

    /** What the type was most likely written as where a sequence makes the values. */
    static String serial(String typeName) {
        return switch (typeName) {
            case "int2" -> "smallserial";
            case "int4" -> "serial";
            case "int8" -> "bigserial";
            default -> typeName;
        };
    }
}
