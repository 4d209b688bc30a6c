package io.penstock.jdbc.internal.metadata;

import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.result.MadeRows;
import io.penstock.jdbc.internal.session.TypeKind;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The types that there are, and those that users have made.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-type.html">pg_type</a>
 */
final class TypeQueries {

    private static final int MOST_CHARACTERS = 10_485_760;
    private static final int MOST_BITS = 83_886_080;
    private static final int MOST_DIGITS = 1_000;
    private static final int MOST_FRACTION = 6;

    private static final String USER_TYPES = """
            select n.nspname, t.typname, t.typtype::text, d.description, t.typbasetype as base, b.kind as base_kind
              from pg_catalog.pg_type t
              join pg_catalog.pg_namespace n on n.oid = t.typnamespace
              left join pg_catalog.pg_description d
                on d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass and d.objoid = t.oid
              left join (select t.oid, %s as kind from pg_catalog.pg_type t) b on b.oid = t.typbasetype
             where n.nspname not in ('pg_catalog', 'pg_toast')""".formatted(TypeKind.LETTER);

    /** Rows of tables are types too, and told of by their arrays alone. */
    private static final String TYPES = """
            select t.oid, t.typname, %1$s as kind, case when %1$s = 'a' then t.typelem else 0 end as element
              from pg_catalog.pg_type t
              join pg_catalog.pg_namespace n on n.oid = t.typnamespace
              left join pg_catalog.pg_class c on c.oid = t.typrelid
             where n.nspname <> 'pg_toast' and (t.typrelid = 0 or c.relkind = 'c')""".formatted(TypeKind.LETTER);

    private static final String PRIVILEGED = "pg_catalog.has_type_privilege(t.oid, 'USAGE')";

    /** A name with a schema, and a database in front of it, as frameworks give it. */
    private static final Pattern QUALIFIED = Pattern.compile("(?:[^.]*\\.)?([^.]*)\\.([^.]*)");

    private final Catalog catalog;

    TypeQueries(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Composite types and domains, by kind, schema and name. */
    ResultSet userTypes(
            @Nullable String database,
            @Nullable String schemaPattern,
            @Nullable String namePattern,
            int @Nullable [] types)
            throws SQLException {
        var qualified = QUALIFIED.matcher(namePattern == null ? "" : namePattern);
        var isQualified = qualified.matches();
        var rows = new MadeRows()
                .columns(SqlType.NAME, "TYPE_CAT", "TYPE_SCHEM", "TYPE_NAME")
                .column("CLASS_NAME", SqlType.TEXT)
                .column("DATA_TYPE", SqlType.INT4)
                .column("REMARKS", SqlType.TEXT)
                .column("BASE_TYPE", SqlType.INT4);
        try (var found = catalog.query(USER_TYPES, PRIVILEGED)
                .inDatabase(database)
                .like("n.nspname", isQualified ? qualified.group(1) : schemaPattern)
                .like("t.typname", isQualified ? qualified.group(2) : namePattern)
                .isOneOf("t.typtype::text", letters(types))
                .then("order by t.typtype = 'c', n.nspname, t.typname")
                .run()) {
            while (found.next()) {
                var isDomain = "d".equals(found.getString("typtype"));
                var base = (int) found.getLong("base");
                rows.row(
                        catalog.database(),
                        found.getString("nspname"),
                        found.getString("typname"),
                        null,
                        isDomain ? Types.DISTINCT : Types.STRUCT,
                        found.getString("description"),
                        isDomain ? TypeKind.of(found.getString("base_kind")).jdbcType(base) : null);
            }
        }
        return catalog.answer(rows);
    }

    private static String[] letters(int @Nullable [] types) {
        if (types == null) {
            return new String[] {"c", "d"};
        }
        var letters = new ArrayList<String>();
        for (var type : types) {
            switch (type) {
                case Types.STRUCT -> letters.add("c");
                case Types.DISTINCT -> letters.add("d");
                default -> {}
            }
        }
        return letters.toArray(String[]::new);
    }

    /**
     * @param type its {@link Types}
     * @param declared the constant that there is for it
     * @param written the one for what it is made of, which for an array are its elements
     */
    private record Told(String name, int type, SqlType declared, SqlType written) {

        static Told of(ResultSet found) throws SQLException {
            var oid = (int) found.getLong("oid");
            var element = (int) found.getLong("element");
            return new Told(
                    String.valueOf(found.getString("typname")),
                    TypeKind.of(found.getString("kind")).jdbcType(oid),
                    SqlType.of(oid),
                    SqlType.of(element == 0 ? oid : element));
        }
    }

    /** All types, by what they are to JDBC; those that count up behind the integers that they are made of. */
    ResultSet types() throws SQLException {
        var types = new ArrayList<Told>();
        try (var found = catalog.query(TYPES, PRIVILEGED).then("order by t.oid").run()) {
            while (found.next()) {
                types.add(Told.of(found));
            }
        }
        types.sort(Comparator.comparingInt(Told::type));
        var rows = new MadeRows()
                .column("TYPE_NAME", SqlType.VARCHAR)
                .column("DATA_TYPE", SqlType.INT2)
                .column("PRECISION", SqlType.INT4)
                .columns(SqlType.VARCHAR, "LITERAL_PREFIX", "LITERAL_SUFFIX", "CREATE_PARAMS")
                .column("NULLABLE", SqlType.INT2)
                .column("CASE_SENSITIVE", SqlType.BOOL)
                .column("SEARCHABLE", SqlType.INT2)
                .columns(SqlType.BOOL, "UNSIGNED_ATTRIBUTE", "FIXED_PREC_SCALE", "AUTO_INCREMENT")
                .column("LOCAL_TYPE_NAME", SqlType.VARCHAR)
                .columns(SqlType.INT2, "MINIMUM_SCALE", "MAXIMUM_SCALE")
                .columns(SqlType.INT4, "SQL_DATA_TYPE", "SQL_DATETIME_SUB", "NUM_PREC_RADIX");
        for (var type : types) {
            rows.row(row(type, type.name(), false));
            var serial = ColumnQueries.serial(type.name());
            if (!serial.equals(type.name())) {
                rows.row(row(type, serial, true));
            }
        }
        return catalog.answer(rows);
    }

    private static @Nullable Object[] row(Told type, String name, boolean counts) {
        var quote = isQuoted(type.type()) ? "'" : null;
        return new @Nullable Object[] {
            name,
            type.type(),
            precision(type.written()),
            quote,
            quote,
            null,
            DatabaseMetaData.typeNullable,
            type.written().isCaseSensitive(),
            DatabaseMetaData.typeSearchable,
            !type.written().isSigned(),
            false,
            counts,
            null,
            0,
            type.declared() == SqlType.NUMERIC ? MOST_DIGITS : 0,
            null,
            null,
            10
        };
    }

    private static boolean isQuoted(int type) {
        return switch (type) {
            case Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.REAL, Types.DOUBLE, Types.NUMERIC -> false;
            default -> true;
        };
    }

    /** The most that the type can be declared with; 0 where it takes nothing. */
    private static int precision(SqlType type) {
        return switch (type) {
            case NUMERIC -> MOST_DIGITS;
            case BPCHAR, VARCHAR -> MOST_CHARACTERS;
            case BIT, VARBIT -> MOST_BITS;
            case TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ, INTERVAL -> MOST_FRACTION;
            default -> 0;
        };
    }
}
