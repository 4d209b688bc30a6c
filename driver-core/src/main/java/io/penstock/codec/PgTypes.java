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
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat">pg_type.dat</a>
 */
public final class PgTypes {
    public static final PgType BOOL = base(16, "bool", 1000);
    public static final PgType BYTEA = base(17, "bytea", 1001);
    public static final PgType CHAR = base(18, "char", 1002);
    public static final PgType NAME = base(19, "name", 1003);
    public static final PgType INT8 = base(20, "int8", 1016);
    public static final PgType INT2 = base(21, "int2", 1005);
    public static final PgType INT4 = base(23, "int4", 1007);
    public static final PgType TEXT = base(25, "text", 1009);
    public static final PgType OID = base(26, "oid", 1028);
    public static final PgType JSON = base(114, "json", 199);
    public static final PgType FLOAT4 = base(700, "float4", 1021);
    public static final PgType FLOAT8 = base(701, "float8", 1022);
    public static final PgType BPCHAR = base(1042, "bpchar", 1014);
    public static final PgType VARCHAR = base(1043, "varchar", 1015);
    public static final PgType DATE = base(1082, "date", 1182);
    public static final PgType TIME = base(1083, "time", 1183);
    public static final PgType TIMESTAMP = base(1114, "timestamp", 1115);
    public static final PgType TIMESTAMPTZ = base(1184, "timestamptz", 1185);
    public static final PgType TIMETZ = base(1266, "timetz", 1270);
    public static final PgType NUMERIC = base(1700, "numeric", 1231);
    public static final PgType UUID = base(2950, "uuid", 2951);
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
