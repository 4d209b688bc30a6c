package io.penstock.codec;

import io.penstock.codec.PgType.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Types that every server has, under the OIDs that are fixed in PostgreSQL's {@code pg_type.dat}.
 *
 * <p>Each says which Java class it is read as by default, and which ones it is read as when asked for; values of those
 * classes can be sent as the type, too. Every type can be read as {@code String}: what the server prints for the value
 * under DateStyle ISO, TimeZone UTC and bytea_output hex. Arrays are {@code List}s, nested for more than one dimension, or arrays of
 * any class that the elements can be read as, primitives included; an empty one has no dimension, and bounds are
 * dropped.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat">pg_type.dat</a>
 */
public final class PgTypes {
    /** As {@code Boolean}. */
    public static final PgType BOOL = base(16, "bool", 1000);

    /** As {@code byte[]}, or {@code ByteBuffer}. */
    public static final PgType BYTEA = base(17, "bytea", 1001);

    /** One byte, as a {@code String} of one ASCII character; byte 0 is the empty one, a byte above 127 {@code \ooo} in octal. */
    public static final PgType CHAR = base(18, "char", 1002);

    /** As {@code String}. */
    public static final PgType NAME = base(19, "name", 1003);

    /** As {@code Long}, or any Java number that holds the value exactly; {@code Float} and {@code Double} round. */
    public static final PgType INT8 = base(20, "int8", 1016);

    /** As {@code Short}, or as {@link #INT8}. */
    public static final PgType INT2 = base(21, "int2", 1005);

    /** As {@code Integer}, or as {@link #INT8}. */
    public static final PgType INT4 = base(23, "int4", 1007);

    /** As {@code String}, a {@code Character} if it is one, or the constant of a Java enum that has this name. */
    public static final PgType TEXT = base(25, "text", 1009);

    /** As {@code Long}, for it is unsigned, or as {@link #INT8}. */
    public static final PgType OID = base(26, "oid", 1028);

    /** As the {@code String} of its text, or as its bytes in UTF-8, as {@code byte[]} or {@code ByteBuffer}. */
    public static final PgType JSON = base(114, "json", 199);

    /** As {@code Float}, or any Java number, under the rules of {@link #INT8}. */
    public static final PgType FLOAT4 = base(700, "float4", 1021);

    /** As {@code Double}, or any Java number, under the rules of {@link #INT8}. */
    public static final PgType FLOAT8 = base(701, "float8", 1022);

    /** As {@code String}, with its padding. */
    public static final PgType BPCHAR = base(1042, "bpchar", 1014);

    /** As {@code String}. */
    public static final PgType VARCHAR = base(1043, "varchar", 1015);

    /** As {@code LocalDate}; {@code infinity} is {@code LocalDate.MAX}, {@code -infinity} is {@code MIN}, both ways. */
    public static final PgType DATE = base(1082, "date", 1182);

    /** As {@code LocalTime}; 24:00 is {@code LocalTime.MAX}, both ways. Nanoseconds are rounded to microseconds. */
    public static final PgType TIME = base(1083, "time", 1183);

    /** As {@code LocalDateTime}; {@code infinity} is {@code LocalDateTime.MAX}, {@code -infinity} is {@code MIN}. */
    public static final PgType TIMESTAMP = base(1114, "timestamp", 1115);

    /**
     * As {@code OffsetDateTime} in UTC, {@code Instant}, or {@code ZonedDateTime} in UTC; {@code infinity} and {@code -infinity} are
     * the first two's {@code MAX} and {@code MIN}, and {@code LocalDateTime}'s in UTC. Never as {@code LocalDateTime}.
     */
    public static final PgType TIMESTAMPTZ = base(1184, "timestamptz", 1185);

    /** As {@code OffsetTime}; 24:00 is {@code LocalTime.MAX} at its offset. */
    public static final PgType TIMETZ = base(1266, "timetz", 1270);

    /**
     * As {@code BigDecimal} with its scale, or any Java number, under the rules of {@link #INT8}. NaN and the infinities fit
     * {@code Float}, {@code Double} and {@code String} only.
     */
    public static final PgType NUMERIC = base(1700, "numeric", 1231);

    /** As {@code java.util.UUID}. */
    public static final PgType UUID = base(2950, "uuid", 2951);

    /** As {@link #JSON}. */
    public static final PgType JSONB = base(3802, "jsonb", 3807);

    /** The type of a parameter or literal that the server has not given a type. */
    public static final PgType UNKNOWN = new PgType(705, "unknown", Kind.PSEUDO, 0, 0);

    /** What a function returns that returns nothing. */
    public static final PgType VOID = new PgType(2278, "void", Kind.PSEUDO, 0, 0);

    public static final PgType BOOL_ARRAY = arrayOf(BOOL);
    public static final PgType BYTEA_ARRAY = arrayOf(BYTEA);
    public static final PgType CHAR_ARRAY = arrayOf(CHAR);
    public static final PgType NAME_ARRAY = arrayOf(NAME);
    public static final PgType INT8_ARRAY = arrayOf(INT8);
    public static final PgType INT2_ARRAY = arrayOf(INT2);
    public static final PgType INT4_ARRAY = arrayOf(INT4);
    public static final PgType TEXT_ARRAY = arrayOf(TEXT);
    public static final PgType OID_ARRAY = arrayOf(OID);
    public static final PgType JSON_ARRAY = arrayOf(JSON);
    public static final PgType FLOAT4_ARRAY = arrayOf(FLOAT4);
    public static final PgType FLOAT8_ARRAY = arrayOf(FLOAT8);
    public static final PgType BPCHAR_ARRAY = arrayOf(BPCHAR);
    public static final PgType VARCHAR_ARRAY = arrayOf(VARCHAR);
    public static final PgType DATE_ARRAY = arrayOf(DATE);
    public static final PgType TIME_ARRAY = arrayOf(TIME);
    public static final PgType TIMESTAMP_ARRAY = arrayOf(TIMESTAMP);
    public static final PgType TIMESTAMPTZ_ARRAY = arrayOf(TIMESTAMPTZ);
    public static final PgType TIMETZ_ARRAY = arrayOf(TIMETZ);
    public static final PgType NUMERIC_ARRAY = arrayOf(NUMERIC);
    public static final PgType UUID_ARRAY = arrayOf(UUID);
    public static final PgType JSONB_ARRAY = arrayOf(JSONB);

    private static final List<PgType> ALL = List.of(
            BOOL,
            BYTEA,
            CHAR,
            NAME,
            INT8,
            INT2,
            INT4,
            TEXT,
            OID,
            JSON,
            FLOAT4,
            FLOAT8,
            BPCHAR,
            VARCHAR,
            DATE,
            TIME,
            TIMESTAMP,
            TIMESTAMPTZ,
            TIMETZ,
            NUMERIC,
            UUID,
            JSONB,
            UNKNOWN,
            VOID,
            BOOL_ARRAY,
            BYTEA_ARRAY,
            CHAR_ARRAY,
            NAME_ARRAY,
            INT8_ARRAY,
            INT2_ARRAY,
            INT4_ARRAY,
            TEXT_ARRAY,
            OID_ARRAY,
            JSON_ARRAY,
            FLOAT4_ARRAY,
            FLOAT8_ARRAY,
            BPCHAR_ARRAY,
            VARCHAR_ARRAY,
            DATE_ARRAY,
            TIME_ARRAY,
            TIMESTAMP_ARRAY,
            TIMESTAMPTZ_ARRAY,
            TIMETZ_ARRAY,
            NUMERIC_ARRAY,
            UUID_ARRAY,
            JSONB_ARRAY);

    private static final Map<Integer, PgType> BY_OID =
            ALL.stream().collect(Collectors.toUnmodifiableMap(PgType::oid, Function.identity()));

    private PgTypes() {}

    /** The type of an OID, or null if it is not one of these. */
    public static @Nullable PgType byOid(int oid) {
        return BY_OID.get(oid);
    }

    /** All of these types. */
    public static List<PgType> all() {
        return ALL;
    }

    private static PgType base(int oid, String name, int arrayOid) {
        return new PgType(oid, name, Kind.BASE, 0, arrayOid);
    }

    private static PgType arrayOf(PgType element) {
        return new PgType(element.arrayOid(), "_" + element.name(), Kind.ARRAY, element.oid(), 0);
    }
}
