package io.penstock.jdbc.internal.convert;

import io.penstock.codec.BitString;
import io.penstock.codec.Interval;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import java.math.BigDecimal;
import java.sql.Types;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The built-in types as JDBC sees them.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype.html">Data Types</a>
 */
public enum SqlType {
    BOOL(PgTypes.BOOL, Types.BIT, Boolean.class),
    INT2(PgTypes.INT2, Types.SMALLINT, Integer.class),
    INT4(PgTypes.INT4, Types.INTEGER, Integer.class),
    INT8(PgTypes.INT8, Types.BIGINT, Long.class),
    OID(PgTypes.OID, Types.BIGINT, Long.class),
    FLOAT4(PgTypes.FLOAT4, Types.REAL, Float.class),
    FLOAT8(PgTypes.FLOAT8, Types.DOUBLE, Double.class),
    NUMERIC(PgTypes.NUMERIC, Types.NUMERIC, BigDecimal.class),
    MONEY(PgTypes.MONEY, Types.DOUBLE, Double.class),
    TEXT(PgTypes.TEXT, Types.VARCHAR, String.class),
    VARCHAR(PgTypes.VARCHAR, Types.VARCHAR, String.class),
    BPCHAR(PgTypes.BPCHAR, Types.CHAR, String.class),
    CHAR(PgTypes.CHAR, Types.CHAR, String.class),
    NAME(PgTypes.NAME, Types.VARCHAR, String.class),
    BYTEA(PgTypes.BYTEA, Types.BINARY, byte[].class),
    DATE(PgTypes.DATE, Types.DATE, java.sql.Date.class),
    TIME(PgTypes.TIME, Types.TIME, java.sql.Time.class),
    TIMETZ(PgTypes.TIMETZ, Types.TIME, java.sql.Time.class),
    TIMESTAMP(PgTypes.TIMESTAMP, Types.TIMESTAMP, java.sql.Timestamp.class),
    TIMESTAMPTZ(PgTypes.TIMESTAMPTZ, Types.TIMESTAMP, java.sql.Timestamp.class),
    INTERVAL(PgTypes.INTERVAL, Types.OTHER, Interval.class),
    BIT(PgTypes.BIT, Types.BIT, Boolean.class),
    VARBIT(PgTypes.VARBIT, Types.OTHER, BitString.class),
    UUID_(PgTypes.UUID, Types.OTHER, UUID.class),
    XML(PgTypes.XML, Types.SQLXML, java.sql.SQLXML.class),
    JSON(PgTypes.JSON, Types.OTHER, String.class),
    JSONB(PgTypes.JSONB, Types.OTHER, String.class),
    REFCURSOR(PgTypes.REFCURSOR, Types.REF_CURSOR, java.sql.ResultSet.class),
    UNKNOWN(PgTypes.UNKNOWN, Types.VARCHAR, String.class),
    RECORD(PgTypes.RECORD, Types.OTHER, java.sql.Struct.class),
    VOID(PgTypes.VOID, Types.OTHER, String.class),
    /** A type that is none of these: an array, an enum, a composite, an extension's. */
    OTHER(PgType.unknown(0), Types.OTHER, Object.class);

    private static final Map<Integer, SqlType> BY_OID = new HashMap<>();

    static {
        for (var type : values()) {
            BY_OID.put(type.pgType.oid(), type);
        }
    }

    private final PgType pgType;
    private final int jdbcType;
    private final Class<?> javaClass;

    SqlType(PgType pgType, int jdbcType, Class<?> javaClass) {
        this.pgType = pgType;
        this.jdbcType = jdbcType;
        this.javaClass = javaClass;
    }

    /** The type of this OID; {@link #OTHER} for all that is not listed. */
    public static SqlType of(int oid) {
        return BY_OID.getOrDefault(oid, OTHER);
    }

    public int oid() {
        return pgType.oid();
    }

    public String typeName() {
        return pgType.name();
    }

    /** Its {@link java.sql.Types}. */
    public int jdbcType() {
        return jdbcType;
    }

    /** What {@code getObject} makes of it. */
    public Class<?> javaClass() {
        return javaClass;
    }

    /** Whether its values have a sign. */
    public boolean isSigned() {
        return switch (this) {
            case INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC -> true;
            default -> false;
        };
    }

    /** Whether upper and lower case are told apart in it. */
    public boolean isCaseSensitive() {
        return switch (this) {
            case OID,
                    INT2,
                    INT4,
                    INT8,
                    FLOAT4,
                    FLOAT8,
                    NUMERIC,
                    BOOL,
                    BIT,
                    VARBIT,
                    DATE,
                    TIME,
                    TIMETZ,
                    TIMESTAMP,
                    TIMESTAMPTZ,
                    INTERVAL -> false;
            default -> true;
        };
    }

    /** Whether {@code setMaxFieldSize} is for it: a text or bytes to JDBC. */
    boolean hasSize() {
        return switch (jdbcType) {
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY ->
                true;
            default -> false;
        };
    }

    /** Whether its values are numbers. */
    public boolean isNumber() {
        return switch (this) {
            case INT2, INT4, INT8, OID, FLOAT4, FLOAT8, NUMERIC -> true;
            default -> false;
        };
    }
}
