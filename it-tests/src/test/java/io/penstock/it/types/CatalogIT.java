package io.penstock.it.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.codec.CodecRegistry;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Every type that the server brings along is known, and read in binary where it has a binary form; or stands here with the reason. */
@PostgresTest
class CatalogIT {

    private static final CodecRegistry CODECS = BuiltinCodecs.REGISTRY;

    /** Types that are read as text, and why. */
    private static final Map<String, String> TEXT_ONLY = Map.ofEntries(
            reason("aclitem", "has no binary form"),
            reason("gtsvector", "has no binary form"),
            reason("money", "its binary form does not say how many digits are behind the point"),
            reason("regproc", "binary is a number; the name is what one wants, and only the server has it"),
            reason("regprocedure", "as regproc"),
            reason("regoper", "as regproc"),
            reason("regoperator", "as regproc"),
            reason("regclass", "as regproc"),
            reason("regcollation", "as regproc"),
            reason("regtype", "as regproc"),
            reason("regrole", "as regproc"),
            reason("regnamespace", "as regproc"),
            reason("regconfig", "as regproc"),
            reason("regdictionary", "as regproc"),
            reason("int2vector", "a String as the catalog's own queries use it; cast to int2[] for numbers"),
            reason("oidvector", "as int2vector; cast to oid[]"),
            reason("pg_node_tree", "a text of the server's own"),
            reason("pg_ndistinct", "statistics: the bytes in binary are no public form"),
            reason("pg_dependencies", "as pg_ndistinct"),
            reason("pg_mcv_list", "as pg_ndistinct"),
            reason("pg_brin_bloom_summary", "as pg_ndistinct"),
            reason("pg_brin_minmax_multi_summary", "as pg_ndistinct"));

    private final PostgresServer server;

    CatalogIT(PostgresServer server) {
        this.server = server;
    }

    private static Map.Entry<String, String> reason(String type, String why) {
        return Map.entry(type, why);
    }

    /** A type of the server's own; the element's name is that of an array's elements, else the type's own. */
    private record Listed(int oid, String name, String kind, boolean array, String element) {}

    private List<Listed> catalogue() throws SQLException {
        List<Listed> types = new ArrayList<>();
        try (Connection admin = server.admin();
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select t.oid::int8, t.typname, t.typtype, e.oid is not null, coalesce(e.typname, t.typname)
                        from pg_type t left join pg_type e on e.oid = t.typelem and e.typarray = t.oid
                        where t.oid < 10000 and t.typtype in ('b', 'r', 'm') and coalesce(e.typtype, 'b') in ('b', 'r', 'm')
                        order by t.oid
                        """)) {
            while (rows.next()) {
                types.add(new Listed(
                        (int) rows.getLong(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getBoolean(4),
                        rows.getString(5)));
            }
        }
        return types;
    }

    @Test
    void isKnownByNameAndNumber() throws SQLException {
        List<Listed> types = catalogue();

        assertThat(types).hasSizeGreaterThan(150);
        assertThat(types).allSatisfy(type -> {
            PgType ours = Objects.requireNonNull(PgTypes.byOid(type.oid()), type.name());
            assertThat(ours.name()).isEqualTo(type.name());
            assertThat(ours.kind()).isEqualTo(type.array() ? PgType.Kind.ARRAY : kind(type.kind()));
        });
    }

    private static PgType.Kind kind(String typtype) {
        return switch (typtype) {
            case "r" -> PgType.Kind.RANGE;
            case "m" -> PgType.Kind.MULTIRANGE;
            default -> PgType.Kind.BASE;
        };
    }

    @Test
    void isReadInBinaryUnlessThereIsAReason() throws SQLException {
        assertThat(catalogue())
                .filteredOn(type -> !CODECS.binary(type.oid()))
                .extracting(Listed::element)
                .isSubsetOf(TEXT_ONLY.keySet());
    }

    /** A reason for a type that is read in binary is out of date. */
    @Test
    void givesReasonsOnlyWhereTheyAreNeeded() throws SQLException {
        assertThat(catalogue())
                .filteredOn(type -> CODECS.binary(type.oid()))
                .extracting(Listed::name)
                .doesNotContainAnyElementsOf(TEXT_ONLY.keySet());
    }
}
