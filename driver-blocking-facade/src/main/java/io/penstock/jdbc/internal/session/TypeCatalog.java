package io.penstock.jdbc.internal.session;

import io.penstock.Query;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.jdbc.internal.convert.JdbcCodecs;
import io.penstock.jdbc.internal.convert.SqlType;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What types are called and what they are, asked of the catalogue once for a type. Bounds: {@value #MAX_TYPES} types, the eldest gives way. */
public final class TypeCatalog {

    private static final int MAX_TYPES = 1_000;

    /** What a {@code pg_type t} of a {@code pg_namespace tn} is called: with its schema, and quoted, where the search path does not lead to it. */
    public static final String NAME = """
            case when pg_catalog.pg_type_is_visible(t.oid) then t.typname::text
                 else '"' || replace(tn.nspname, '"', '""') || '"."' || replace(t.typname, '"', '""') || '"' end""";

    private static final String OF_TYPE = "select " + NAME + ", " + TypeKind.LETTER + """
            , t.typelem, t.typname::text, t.typtype::text, t.typbasetype
              from pg_catalog.pg_type t join pg_catalog.pg_namespace tn on tn.oid = t.typnamespace
             where t.oid = $1
            """;

    private static final String BY_NAME =
            "select t.oid, t.typarray from pg_catalog.pg_type t where t.oid = pg_catalog.to_regtype($1)";

    private final JdbcSession session;
    private final Map<Integer, Known> types = new EldestGivesWay<>(MAX_TYPES);
    private final Map<String, Named> names = new EldestGivesWay<>(MAX_TYPES);
    private final Map<Integer, String> classNames = new EldestGivesWay<>(MAX_TYPES);

    /**
     * @param element the type of an array's elements
     * @param described what decides on the codec
     */
    private record Known(String name, TypeKind kind, int element, PgType described) {}

    private record Named(int oid, int arrayOid) {}

    TypeCatalog(JdbcSession session) {
        this.session = session;
    }

    /** What it is called, with its schema where the search path does not lead to it. */
    public String name(int oid) throws SQLException {
        return of(oid).name();
    }

    /** Its {@link java.sql.Types}. */
    public int jdbcType(int oid) throws SQLException {
        var sqlType = SqlType.of(oid);
        return sqlType == SqlType.OTHER ? of(oid).kind().jdbcType(oid) : sqlType.jdbcType();
    }

    /** What {@code getObject} makes of it. */
    public String className(int oid) throws SQLException {
        var known = classNames.get(oid);
        if (known == null) {
            known = javaClass(oid).getName();
            classNames.put(oid, known);
        }
        return known;
    }

    private Class<?> javaClass(int oid) throws SQLException {
        var sqlType = SqlType.of(oid);
        if (sqlType != SqlType.OTHER) {
            return sqlType.javaClass();
        }
        var known = of(oid);
        return switch (known.kind()) {
            case ARRAY -> Array.class;
            case ENUM -> String.class;
            case COMPOSITE -> Struct.class;
            case DOMAIN -> javaClass(known.described().elementOid());
            case PLAIN ->
                JdbcCodecs.REGISTRY
                        .withTypes(List.of(known.described()))
                        .forDecoding(oid)
                        .javaType();
        };
    }

    /** The type of an array's elements; 0 for a type that is no array. */
    public int element(int oid) throws SQLException {
        var known = of(oid);
        return known.kind() == TypeKind.ARRAY ? known.element() : 0;
    }

    public boolean isArray(int oid) throws SQLException {
        return of(oid).kind() == TypeKind.ARRAY;
    }

    /** The array type whose elements are of the type of this name; 0 if there is none. */
    public int arrayOf(String name) throws SQLException {
        return named(name).arrayOid();
    }

    /** The OID of the type of this name; 0 if there is none. */
    public int oid(String name) throws SQLException {
        return named(name).oid();
    }

    private Named named(String name) throws SQLException {
        var known = names.get(name);
        if (known == null) {
            var rows = session.look(Query.of(BY_NAME, name).withTypes(25));
            known = rows.isEmpty()
                    ? new Named(0, 0)
                    : new Named((int) rows.get(0).getLong(0), (int) rows.get(0).getLong(1));
            if (known.oid() != 0) {
                names.put(name, known);
            }
        }
        return known;
    }

    private Known of(int oid) throws SQLException {
        var known = types.get(oid);
        if (known == null) {
            var builtIn = PgTypes.byOid(oid);
            known = builtIn != null ? ofBuiltIn(builtIn) : look(oid);
            types.put(oid, known);
        }
        return known;
    }

    private static Known ofBuiltIn(PgType type) {
        return type.kind() == PgType.Kind.ARRAY
                ? new Known(type.name(), TypeKind.ARRAY, type.elementOid(), type)
                : new Known(type.name(), TypeKind.PLAIN, 0, type);
    }

    private Known look(int oid) throws SQLException {
        var rows = session.look(Query.of(OF_TYPE, Integer.toUnsignedLong(oid)).withTypes(26));
        if (rows.isEmpty()) {
            return new Known("unknown", TypeKind.PLAIN, 0, PgType.unknown(oid));
        }
        var row = rows.get(0);
        var kind = TypeKind.of(row.getString(1));
        var described =
                new PgType(oid, String.valueOf(row.getString(3)), described(row.getString(4)), (int) row.getLong(5), 0);
        return new Known(String.valueOf(row.getString(0)), kind, (int) row.getLong(2), described);
    }

    private static PgType.Kind described(@Nullable String letter) {
        return switch (String.valueOf(letter)) {
            case "d" -> PgType.Kind.DOMAIN;
            case "r" -> PgType.Kind.RANGE;
            case "m" -> PgType.Kind.MULTIRANGE;
            case "p" -> PgType.Kind.PSEUDO;
            default -> PgType.Kind.BASE;
        };
    }
}
