package io.penstock.jdbc.internal.session;

import io.penstock.jdbc.internal.convert.SqlType;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** What kind of type one is that JDBC has no constant of its own for. */
public enum TypeKind {
    PLAIN(Types.OTHER),
    ARRAY(Types.ARRAY),
    ENUM(Types.VARCHAR),
    COMPOSITE(Types.STRUCT),
    DOMAIN(Types.DISTINCT);

    /** The letter by which {@link #of} knows it, of a {@code pg_type t}. */
    public static final String LETTER = """
            case when t.typinput = 'pg_catalog.array_in'::pg_catalog.regproc then 'a' else t.typtype::text end""";

    private final int jdbcType;

    TypeKind(int jdbcType) {
        this.jdbcType = jdbcType;
    }

    /** By what {@link #LETTER} is. */
    public static TypeKind of(@Nullable String letter) {
        return switch (String.valueOf(letter)) {
            case "a" -> ARRAY;
            case "e" -> ENUM;
            case "c" -> COMPOSITE;
            case "d" -> DOMAIN;
            default -> PLAIN;
        };
    }

    /** The {@link Types} of the type of this OID, which is of this kind. */
    public int jdbcType(int oid) {
        var sqlType = SqlType.of(oid);
        return sqlType == SqlType.OTHER ? jdbcType : sqlType.jdbcType();
    }
}
