package io.penstock.codec;

import io.penstock.codec.PgType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Types that every server has, under the OIDs that are fixed in PostgreSQL's {@code pg_type.dat}: its whole {@code pg_catalog}
 * but for the row types of catalogs.
 *
 * <p>Each says which Java class it is read as by default, and which ones it is read as when asked for; values of those
 * classes can be sent as the type, too. Every type can be read as {@code String}: what the server prints for the value
 * under DateStyle ISO, TimeZone UTC and bytea_output hex. Arrays are {@code List}s, nested for more than one dimension, or arrays of
 * any class that the elements can be read as, primitives included; an empty one has no dimension, and bounds are
 * dropped, but by {@link PgArray}, which keeps them.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat">pg_type.dat</a>
 */
public final class PgTypes {
    private static final String SCHEMA = "pg_catalog";

    /** Grows while the constants below are made; {@link #ALL} is what it has become. */
    private static final List<PgType> MADE = new ArrayList<>();

    // ---- generated from the catalog of PostgreSQL 18; by hand is the javadoc alone

    // Base types

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

    /** As {@code String}. */
    public static final PgType INT2VECTOR = base(22, "int2vector", 1006);

    /** As {@code Integer}, or as {@link #INT8}. */
    public static final PgType INT4 = base(23, "int4", 1007);

    /** As the {@code String} of its name, or as {@code Long} in binary; cast it to {@link #OID} for the number. */
    public static final PgType REGPROC = base(24, "regproc", 1008);

    /** As {@code String}, a {@code Character} if it is one, or the constant of a Java enum that has this name. */
    public static final PgType TEXT = base(25, "text", 1009);

    /** As {@code Long}, for it is unsigned, or as {@link #INT8}. */
    public static final PgType OID = base(26, "oid", 1028);

    /** As {@link Tid}. */
    public static final PgType TID = base(27, "tid", 1010);

    /** As {@link #OID}. */
    public static final PgType XID = base(28, "xid", 1011);

    /** As {@link #OID}. */
    public static final PgType CID = base(29, "cid", 1012);

    /** As {@code String}. */
    public static final PgType OIDVECTOR = base(30, "oidvector", 1013);

    /** As the {@code String} of its text, or as its bytes in UTF-8, as {@code byte[]} or {@code ByteBuffer}. */
    public static final PgType JSON = base(114, "json", 199);

    /** As {@code String}. */
    public static final PgType XML = base(142, "xml", 143);

    /** As {@code String}. */
    public static final PgType PG_NODE_TREE = base(194, "pg_node_tree", 0);

    /** As {@link Point}. */
    public static final PgType POINT = base(600, "point", 1017);

    /** As {@link LineSegment}. */
    public static final PgType LSEG = base(601, "lseg", 1018);

    /** As {@link Path}. */
    public static final PgType PATH = base(602, "path", 1019);

    /** As {@link Box}. */
    public static final PgType BOX = base(603, "box", 1020, ';');

    /** As {@link Polygon}. */
    public static final PgType POLYGON = base(604, "polygon", 1027);

    /** As {@link Line}. */
    public static final PgType LINE = base(628, "line", 629);

    /** As {@link Cidr}. */
    public static final PgType CIDR = base(650, "cidr", 651);

    /** As {@code Float}, or any Java number, under the rules of {@link #INT8}. */
    public static final PgType FLOAT4 = base(700, "float4", 1021);

    /** As {@code Double}, or any Java number, under the rules of {@link #INT8}. */
    public static final PgType FLOAT8 = base(701, "float8", 1022);

    /** As {@link Circle}. */
    public static final PgType CIRCLE = base(718, "circle", 719);

    /** As {@link MacAddress8}. */
    public static final PgType MACADDR8 = base(774, "macaddr8", 775);

    /** As {@link Money}; as {@code String} in the spelling of {@code lc_monetary}. Sent in binary only. */
    public static final PgType MONEY = base(790, "money", 791);

    /** As {@link MacAddress}. */
    public static final PgType MACADDR = base(829, "macaddr", 1040);

    /** As {@link Inet}, or {@code InetAddress} if it is the address of a host alone. */
    public static final PgType INET = base(869, "inet", 1041);

    /** As {@code String}. */
    public static final PgType ACLITEM = base(1033, "aclitem", 1034);

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

    /** As {@link Interval}; as {@code Period} if it is months and days, as {@code Duration} if it is microseconds alone. */
    public static final PgType INTERVAL = base(1186, "interval", 1187);

    /** As {@code OffsetTime}; 24:00 is {@code LocalTime.MAX} at its offset. */
    public static final PgType TIMETZ = base(1266, "timetz", 1270);

    /** As {@link BitString}, or {@code Boolean} if it is one bit. */
    public static final PgType BIT = base(1560, "bit", 1561);

    /** As {@link #BIT}. */
    public static final PgType VARBIT = base(1562, "varbit", 1563);

    /**
     * As {@code BigDecimal} with its scale, or any Java number, under the rules of {@link #INT8}. NaN and the infinities fit
     * {@code Float}, {@code Double} and {@code String} only.
     */
    public static final PgType NUMERIC = base(1700, "numeric", 1231);

    /** As {@code String}. */
    public static final PgType REFCURSOR = base(1790, "refcursor", 2201);

    /** As {@link #REGPROC}. */
    public static final PgType REGPROCEDURE = base(2202, "regprocedure", 2207);

    /** As {@link #REGPROC}. */
    public static final PgType REGOPER = base(2203, "regoper", 2208);

    /** As {@link #REGPROC}. */
    public static final PgType REGOPERATOR = base(2204, "regoperator", 2209);

    /** As {@link #REGPROC}. */
    public static final PgType REGCLASS = base(2205, "regclass", 2210);

    /** As {@link #REGPROC}. */
    public static final PgType REGTYPE = base(2206, "regtype", 2211);

    /** As {@code java.util.UUID}. */
    public static final PgType UUID = base(2950, "uuid", 2951);

    /** As {@link PgSnapshot}. */
    public static final PgType TXID_SNAPSHOT = base(2970, "txid_snapshot", 2949);

    /** As {@link Lsn}. */
    public static final PgType PG_LSN = base(3220, "pg_lsn", 3221);

    /** As {@code String}. */
    public static final PgType PG_NDISTINCT = base(3361, "pg_ndistinct", 0);

    /** As {@code String}. */
    public static final PgType PG_DEPENDENCIES = base(3402, "pg_dependencies", 0);

    /** As {@code String}. */
    public static final PgType TSVECTOR = base(3614, "tsvector", 3643);

    /** As {@code String}. */
    public static final PgType TSQUERY = base(3615, "tsquery", 3645);

    /** As {@code String}. */
    public static final PgType GTSVECTOR = base(3642, "gtsvector", 3644);

    /** As {@link #REGPROC}. */
    public static final PgType REGCONFIG = base(3734, "regconfig", 3735);

    /** As {@link #REGPROC}. */
    public static final PgType REGDICTIONARY = base(3769, "regdictionary", 3770);

    /** As {@link #JSON}. */
    public static final PgType JSONB = base(3802, "jsonb", 3807);

    /** As {@code String}. */
    public static final PgType JSONPATH = base(4072, "jsonpath", 4073);

    /** As {@link #REGPROC}. */
    public static final PgType REGNAMESPACE = base(4089, "regnamespace", 4090);

    /** As {@link #REGPROC}. */
    public static final PgType REGROLE = base(4096, "regrole", 4097);

    /** As {@link #REGPROC}. */
    public static final PgType REGCOLLATION = base(4191, "regcollation", 4192);

    /** As {@code String}. */
    public static final PgType PG_BRIN_BLOOM_SUMMARY = base(4600, "pg_brin_bloom_summary", 0);

    /** As {@code String}. */
    public static final PgType PG_BRIN_MINMAX_MULTI_SUMMARY = base(4601, "pg_brin_minmax_multi_summary", 0);

    /** As {@code String}. */
    public static final PgType PG_MCV_LIST = base(5017, "pg_mcv_list", 0);

    /** As {@link PgSnapshot}. */
    public static final PgType PG_SNAPSHOT = base(5038, "pg_snapshot", 5039);

    /** As {@code Long}, or {@code BigInteger} from 2<sup>63</sup> on, or as {@link #INT8}. */
    public static final PgType XID8 = base(5069, "xid8", 271);

    // Ranges

    /** As {@link Range} of {@code Integer}; bounds of any class that can be sent as one are sent. */
    public static final PgType INT4RANGE = range(3904, "int4range", INT4, 3905);

    /** As {@link Range} of {@code BigDecimal}; bounds of any class that can be sent as one are sent. */
    public static final PgType NUMRANGE = range(3906, "numrange", NUMERIC, 3907);

    /** As {@link Range} of {@code LocalDateTime}; bounds of any class that can be sent as one are sent. */
    public static final PgType TSRANGE = range(3908, "tsrange", TIMESTAMP, 3909);

    /** As {@link Range} of {@code OffsetDateTime}; bounds of any class that can be sent as one are sent. */
    public static final PgType TSTZRANGE = range(3910, "tstzrange", TIMESTAMPTZ, 3911);

    /** As {@link Range} of {@code LocalDate}; bounds of any class that can be sent as one are sent. */
    public static final PgType DATERANGE = range(3912, "daterange", DATE, 3913);

    /** As {@link Range} of {@code Long}; bounds of any class that can be sent as one are sent. */
    public static final PgType INT8RANGE = range(3926, "int8range", INT8, 3927);

    // Multiranges

    /** As {@link Multirange} of {@code Integer}. */
    public static final PgType INT4MULTIRANGE = multirange(4451, "int4multirange", INT4RANGE, 6150);

    /** As {@link Multirange} of {@code BigDecimal}. */
    public static final PgType NUMMULTIRANGE = multirange(4532, "nummultirange", NUMRANGE, 6151);

    /** As {@link Multirange} of {@code LocalDateTime}. */
    public static final PgType TSMULTIRANGE = multirange(4533, "tsmultirange", TSRANGE, 6152);

    /** As {@link Multirange} of {@code OffsetDateTime}. */
    public static final PgType TSTZMULTIRANGE = multirange(4534, "tstzmultirange", TSTZRANGE, 6153);

    /** As {@link Multirange} of {@code LocalDate}. */
    public static final PgType DATEMULTIRANGE = multirange(4535, "datemultirange", DATERANGE, 6155);

    /** As {@link Multirange} of {@code Long}. */
    public static final PgType INT8MULTIRANGE = multirange(4536, "int8multirange", INT8RANGE, 6157);

    // Pseudo-types, as far as a client can meet them

    /** The type of a parameter or literal that the server has not given a type. */
    public static final PgType UNKNOWN = pseudo(705, "unknown", 0);

    /** As {@link Composite} without names, always from its text; or as a Java record, whose components are taken in order. */
    public static final PgType RECORD = pseudo(2249, "record", 2287);

    /** As {@code String}. */
    public static final PgType CSTRING = pseudo(2275, "cstring", 1263);

    /** As {@code String}. */
    public static final PgType ANYARRAY = pseudo(2277, "anyarray", 0);

    /** What a function returns that returns nothing. */
    public static final PgType VOID = pseudo(2278, "void", 0);

    // Arrays

    public static final PgType XML_ARRAY = arrayOf(XML);
    public static final PgType JSON_ARRAY = arrayOf(JSON);
    public static final PgType XID8_ARRAY = arrayOf(XID8);
    public static final PgType LINE_ARRAY = arrayOf(LINE);
    public static final PgType CIDR_ARRAY = arrayOf(CIDR);
    public static final PgType CIRCLE_ARRAY = arrayOf(CIRCLE);
    public static final PgType MACADDR8_ARRAY = arrayOf(MACADDR8);
    public static final PgType MONEY_ARRAY = arrayOf(MONEY);
    public static final PgType BOOL_ARRAY = arrayOf(BOOL);
    public static final PgType BYTEA_ARRAY = arrayOf(BYTEA);
    public static final PgType CHAR_ARRAY = arrayOf(CHAR);
    public static final PgType NAME_ARRAY = arrayOf(NAME);
    public static final PgType INT2_ARRAY = arrayOf(INT2);
    public static final PgType INT2VECTOR_ARRAY = arrayOf(INT2VECTOR);
    public static final PgType INT4_ARRAY = arrayOf(INT4);
    public static final PgType REGPROC_ARRAY = arrayOf(REGPROC);
    public static final PgType TEXT_ARRAY = arrayOf(TEXT);
    public static final PgType TID_ARRAY = arrayOf(TID);
    public static final PgType XID_ARRAY = arrayOf(XID);
    public static final PgType CID_ARRAY = arrayOf(CID);
    public static final PgType OIDVECTOR_ARRAY = arrayOf(OIDVECTOR);
    public static final PgType BPCHAR_ARRAY = arrayOf(BPCHAR);
    public static final PgType VARCHAR_ARRAY = arrayOf(VARCHAR);
    public static final PgType INT8_ARRAY = arrayOf(INT8);
    public static final PgType POINT_ARRAY = arrayOf(POINT);
    public static final PgType LSEG_ARRAY = arrayOf(LSEG);
    public static final PgType PATH_ARRAY = arrayOf(PATH);
    public static final PgType BOX_ARRAY = arrayOf(BOX);
    public static final PgType FLOAT4_ARRAY = arrayOf(FLOAT4);
    public static final PgType FLOAT8_ARRAY = arrayOf(FLOAT8);
    public static final PgType POLYGON_ARRAY = arrayOf(POLYGON);
    public static final PgType OID_ARRAY = arrayOf(OID);
    public static final PgType ACLITEM_ARRAY = arrayOf(ACLITEM);
    public static final PgType MACADDR_ARRAY = arrayOf(MACADDR);
    public static final PgType INET_ARRAY = arrayOf(INET);
    public static final PgType TIMESTAMP_ARRAY = arrayOf(TIMESTAMP);
    public static final PgType DATE_ARRAY = arrayOf(DATE);
    public static final PgType TIME_ARRAY = arrayOf(TIME);
    public static final PgType TIMESTAMPTZ_ARRAY = arrayOf(TIMESTAMPTZ);
    public static final PgType INTERVAL_ARRAY = arrayOf(INTERVAL);
    public static final PgType NUMERIC_ARRAY = arrayOf(NUMERIC);
    public static final PgType CSTRING_ARRAY = arrayOf(CSTRING);
    public static final PgType TIMETZ_ARRAY = arrayOf(TIMETZ);
    public static final PgType BIT_ARRAY = arrayOf(BIT);
    public static final PgType VARBIT_ARRAY = arrayOf(VARBIT);
    public static final PgType REFCURSOR_ARRAY = arrayOf(REFCURSOR);
    public static final PgType REGPROCEDURE_ARRAY = arrayOf(REGPROCEDURE);
    public static final PgType REGOPER_ARRAY = arrayOf(REGOPER);
    public static final PgType REGOPERATOR_ARRAY = arrayOf(REGOPERATOR);
    public static final PgType REGCLASS_ARRAY = arrayOf(REGCLASS);
    public static final PgType REGTYPE_ARRAY = arrayOf(REGTYPE);
    public static final PgType RECORD_ARRAY = arrayOf(RECORD);
    public static final PgType TXID_SNAPSHOT_ARRAY = arrayOf(TXID_SNAPSHOT);
    public static final PgType UUID_ARRAY = arrayOf(UUID);
    public static final PgType PG_LSN_ARRAY = arrayOf(PG_LSN);
    public static final PgType TSVECTOR_ARRAY = arrayOf(TSVECTOR);
    public static final PgType GTSVECTOR_ARRAY = arrayOf(GTSVECTOR);
    public static final PgType TSQUERY_ARRAY = arrayOf(TSQUERY);
    public static final PgType REGCONFIG_ARRAY = arrayOf(REGCONFIG);
    public static final PgType REGDICTIONARY_ARRAY = arrayOf(REGDICTIONARY);
    public static final PgType JSONB_ARRAY = arrayOf(JSONB);
    public static final PgType INT4RANGE_ARRAY = arrayOf(INT4RANGE);
    public static final PgType NUMRANGE_ARRAY = arrayOf(NUMRANGE);
    public static final PgType TSRANGE_ARRAY = arrayOf(TSRANGE);
    public static final PgType TSTZRANGE_ARRAY = arrayOf(TSTZRANGE);
    public static final PgType DATERANGE_ARRAY = arrayOf(DATERANGE);
    public static final PgType INT8RANGE_ARRAY = arrayOf(INT8RANGE);
    public static final PgType JSONPATH_ARRAY = arrayOf(JSONPATH);
    public static final PgType REGNAMESPACE_ARRAY = arrayOf(REGNAMESPACE);
    public static final PgType REGROLE_ARRAY = arrayOf(REGROLE);
    public static final PgType REGCOLLATION_ARRAY = arrayOf(REGCOLLATION);
    public static final PgType PG_SNAPSHOT_ARRAY = arrayOf(PG_SNAPSHOT);
    public static final PgType INT4MULTIRANGE_ARRAY = arrayOf(INT4MULTIRANGE);
    public static final PgType NUMMULTIRANGE_ARRAY = arrayOf(NUMMULTIRANGE);
    public static final PgType TSMULTIRANGE_ARRAY = arrayOf(TSMULTIRANGE);
    public static final PgType TSTZMULTIRANGE_ARRAY = arrayOf(TSTZMULTIRANGE);
    public static final PgType DATEMULTIRANGE_ARRAY = arrayOf(DATEMULTIRANGE);
    public static final PgType INT8MULTIRANGE_ARRAY = arrayOf(INT8MULTIRANGE);

    // ---- end of what is generated

    private static final List<PgType> ALL = List.copyOf(MADE);

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
        return base(oid, name, arrayOid, PgType.COMMA);
    }

    private static PgType base(int oid, String name, int arrayOid, char delimiter) {
        return made(new PgType(oid, SCHEMA, name, Kind.BASE, 0, arrayOid, delimiter, List.of()));
    }

    private static PgType range(int oid, String name, PgType subtype, int arrayOid) {
        return made(new PgType(oid, SCHEMA, name, Kind.RANGE, subtype.oid(), arrayOid, PgType.COMMA, List.of()));
    }

    private static PgType multirange(int oid, String name, PgType range, int arrayOid) {
        return made(new PgType(oid, SCHEMA, name, Kind.MULTIRANGE, range.oid(), arrayOid, PgType.COMMA, List.of()));
    }

    private static PgType pseudo(int oid, String name, int arrayOid) {
        return made(new PgType(oid, SCHEMA, name, Kind.PSEUDO, 0, arrayOid, PgType.COMMA, List.of()));
    }

    private static PgType arrayOf(PgType element) {
        return made(new PgType(
                element.arrayOid(),
                SCHEMA,
                "_" + element.name(),
                Kind.ARRAY,
                element.oid(),
                0,
                element.delimiter(),
                List.of()));
    }

    private static PgType made(PgType type) {
        MADE.add(type);
        return type;
    }
}
