package io.penstock.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of a type is what its values are, and the same wherever it is told: for every type of the server's, and for one of each kind that users make. */
@PostgresTest
@Timeout(60)
class TypeClassesIT {

    private static final String OWN_TYPES = """
            drop schema if exists classes cascade;
            create schema classes;
            create extension if not exists hstore schema classes;
            create extension if not exists citext schema classes;
            create extension if not exists ltree schema classes;
            create extension if not exists cube schema classes;
            set search_path to classes;
            create type mood as enum ('sad', 'happy');
            create type pair as (a int, b text);
            create type floats as range (subtype = float8, multirange_type_name = many_floats);
            create domain positive as int check (value > 0);
            create domain day as date;
            create domain nested as positive;
            """;

    /** All but the rows of the server's own tables. */
    private static final String ALL_TYPES = """
            select t.typname, format_type(t.oid, t.typtypmod) as sql, t.typtype, t.typinput = 'array_in'::regproc as is_array
              from pg_type t
             where t.typtype in ('b', 'r', 'm', 'e', 'd') and t.typname !~ '^_pg_|^_sql_'
               and (t.typinput <> 'array_in'::regproc
                    or exists (select from pg_type e where e.oid = t.typelem and (e.typtype in ('b', 'r', 'm', 'e', 'd') or e.typname = 'pair')))
               and t.typnamespace in ('pg_catalog'::regnamespace, 'classes'::regnamespace)
                or t.typname = 'pair'
             order by t.oid
            """;

    /** Literals of types that do not take {@code 1}; with the name of a role. */
    private static final Map<String, String> LITERALS = Map.ofEntries(
            Map.entry("bytea", "\\x01"),
            Map.entry("tid", "(0,1)"),
            Map.entry("json", "{}"),
            Map.entry("jsonb", "{}"),
            Map.entry("xml", "<a/>"),
            Map.entry("point", "(1,2)"),
            Map.entry("lseg", "[(1,2),(3,4)]"),
            Map.entry("path", "[(1,2),(3,4)]"),
            Map.entry("box", "(3,4),(1,2)"),
            Map.entry("polygon", "((1,2),(3,4))"),
            Map.entry("line", "{1,2,3}"),
            Map.entry("circle", "<(1,2),3>"),
            Map.entry("cidr", "10.0.0.0/8"),
            Map.entry("inet", "10.0.0.1/8"),
            Map.entry("macaddr", "08:00:2b:01:02:03"),
            Map.entry("macaddr8", "08:00:2b:01:02:03:04:05"),
            Map.entry("aclitem", "=r/%s"),
            Map.entry("date", "2020-02-29"),
            Map.entry("day", "2020-02-29"),
            Map.entry("time", "12:34:56"),
            Map.entry("timetz", "12:34:56+01"),
            Map.entry("timestamp", "2020-02-29 12:34:56"),
            Map.entry("timestamptz", "2020-02-29 12:34:56+00"),
            Map.entry("interval", "1 day"),
            Map.entry("uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
            Map.entry("pg_lsn", "0/1"),
            Map.entry("jsonpath", "$"),
            Map.entry("txid_snapshot", "10:20:10"),
            Map.entry("pg_snapshot", "10:20:10"),
            Map.entry("hstore", "a=>1"),
            Map.entry("mood", "sad"),
            Map.entry("pair", "(1,x)"));

    /** Those of which nobody can write a value. A cursor's is its rows, which {@code CallableScenarios} have. */
    private static final List<String> WITHOUT_LITERALS = List.of(
            "pg_node_tree",
            "pg_ndistinct",
            "pg_dependencies",
            "pg_mcv_list",
            "pg_brin_bloom_summary",
            "pg_brin_minmax_multi_summary",
            "gtsvector",
            "ghstore",
            "ltree_gist",
            "refcursor");

    private final PostgresServer server;
    private Connection connection;
    private Statement statement;

    TypeClassesIT(PostgresServer server) {
        this.server = server;
    }

    /** What a type is called in the catalogue, and in SQL; and a value of it. */
    private record Typed(String name, String sql, String literal) {

        String column() {
            return '"' + name + "_\" " + sql;
        }
    }

    @BeforeEach
    void connect() throws SQLException {
        connection =
                DriverManager.getConnection(new JdbcServer(server).url(), server.adminUser(), server.adminPassword());
        statement = connection.createStatement();
        statement.execute(OWN_TYPES);
    }

    @AfterEach
    void disconnect() throws SQLException {
        statement.execute("drop schema classes cascade");
        connection.close();
    }

    private List<Typed> types() throws SQLException {
        var types = new ArrayList<Typed>();
        try (var found = statement.executeQuery(ALL_TYPES)) {
            while (found.next()) {
                var name = found.getString(1);
                var sql = name.equals("bit") ? "bit(1)" : found.getString(2);
                types.add(new Typed(name, sql, literal(name, found.getString(3), found.getBoolean(4))));
            }
        }
        return types;
    }

    private String literal(String name, String kind, boolean isArray) {
        if (isArray) {
            return "{}";
        }
        return switch (kind) {
            case "r" -> "empty";
            case "m" -> "{}";
            default -> LITERALS.getOrDefault(name, "1").formatted(server.adminUser());
        };
    }

    @Test
    void givesObjectsOfTheClassThatIsTold() throws SQLException {
        var others = new ArrayList<String>();
        var types = types();
        for (var type : types) {
            if (!WITHOUT_LITERALS.contains(type.name())) {
                try (var result = statement.executeQuery("select '" + type.literal() + "'::" + type.sql())) {
                    result.next();
                    others.addAll(otherClass(type.name(), result));
                }
            }
        }

        assertThat(others).isEmpty();
        assertThat(types).hasSizeGreaterThan(150);
    }

    private static List<String> otherClass(String name, ResultSet result) throws SQLException {
        var told = result.getMetaData().getColumnClassName(1);
        var value = result.getObject(1);
        var isIt = !told.equals("java.lang.Object") && classOf(told).isInstance(value);
        return isIt ? List.of() : List.of(name + ": " + told + ", and gives " + value.getClass());
    }

    private static Class<?> classOf(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsTheClassOfBitsByTheirNumber() throws SQLException {
        for (var value : List.of("b'1'::bit(1)", "b'101'::bit(3)", "b'1'::varbit", "b'1'::varbit(1)")) {
            try (var result = statement.executeQuery("select " + value)) {
                result.next();
                assertThat(otherClass(value, result)).isEmpty();
            }
        }
    }

    @Test
    void hasOneConstantForATypeWhereverItIsTold() throws SQLException {
        var types = types();
        var every = new ArrayList<String>();
        types.forEach(type -> every.add(type.column()));
        statement.execute("create table classes.every_type (" + String.join(", ", every) + ")");

        var ofTable = new HashMap<String, Integer>();
        try (var columns = connection.getMetaData().getColumns(null, "classes", "every_type", null)) {
            while (columns.next()) {
                ofTable.put(columns.getString("COLUMN_NAME").replaceFirst("_$", ""), columns.getInt("DATA_TYPE"));
            }
        }
        var ofTypes = new HashMap<String, Integer>();
        try (var infos = connection.getMetaData().getTypeInfo()) {
            while (infos.next()) {
                ofTypes.put(infos.getString("TYPE_NAME"), infos.getInt("DATA_TYPE"));
            }
        }
        var ofResult = new HashMap<String, Integer>();
        try (var result = statement.executeQuery("select * from classes.every_type")) {
            var columns = result.getMetaData();
            for (var i = 1; i <= columns.getColumnCount(); i++) {
                ofResult.put(columns.getColumnName(i).replaceFirst("_$", ""), columns.getColumnType(i));
            }
        }

        assertThat(ofTypes).containsAllEntriesOf(ofTable);
        // The server tells of a domain's values as of those of the type under it.
        ofTable.values().removeIf(type -> type == Types.DISTINCT);
        assertThat(ofResult).containsAllEntriesOf(ofTable).hasSize(types.size());
    }
}
