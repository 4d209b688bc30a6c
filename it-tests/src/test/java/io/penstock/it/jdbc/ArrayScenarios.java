package io.penstock.it.jdbc;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Arrays as {@code java.sql.Array}: their elements as objects and as rows. */
final class ArrayScenarios {

    private static final List<String> VALUES = List.of(
            "'{1,2,NULL,4}'::int4[]",
            "'{}'::int4[]",
            "'{a,NULL,\"b c\",\"\"}'::text[]",
            "'{1.5,NULL}'::numeric[]",
            "'{t,f}'::bool[]",
            "'{{1,2},{3,4}}'::int8[]",
            "'{2020-02-29}'::date[]",
            "'{\"2020-02-29 12:00:00\"}'::timestamp[]",
            "'{1.25,NaN}'::float8[]",
            "'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'::uuid[]",
            "array['\\x01ff'::bytea]");

    /** With a text that looks like a time. */
    private static final String VISIT =
            "row(1, '2020-07-01 12:00:00.5+00', array[timestamptz '2020-01-01 12:00:00+00'],"
                    + " tstzrange('2020-07-01 12:00:00+00', null), E'2020-07-01 12:00:00+00, \\\"so\\\" \\\\ ',"
                    + " row('x y', '1900-07-01 12:00:00+00'))::visit";

    private static final List<String> ZONED = List.of(
            "timestamptz '2020-07-01 12:00:00.5+00'",
            "'{2020-07-01 12:00:00.123456+00,NULL,2020-01-01 12:00:00+00}'::timestamptz[]",
            "'{}'::timestamptz[]",
            "'{-infinity,infinity,0044-03-15 12:00:00+00 BC,12345-03-15 12:00:00+00}'::timestamptz[]",
            "'[0:1]={2020-07-01 12:00:00+00,2020-01-01 12:00:00+00}'::timestamptz[]",
            "array[array[timestamptz '2020-07-01 12:00:00+00'], array[timestamptz '1900-07-01 12:00:00+00']]",
            "tstzrange('2020-07-01 12:00:00+00', 'infinity', '[]')",
            "array[tstzrange('2020-07-01 12:00:00+00', null)]",
            "tstzmultirange(tstzrange('2020-07-01 12:00:00+00', '2020-12-01 12:00:00.25+00'))",
            "array[tstzmultirange(tstzrange('2020-07-01 12:00:00+00', '2020-12-01 12:00:00.25+00'))]",
            "'{2020-07-01 12:00:00.5}'::timestamp[]",
            "array['2020-07-01 12:00:00+00']",
            "array[timestamptz '2020-07-01 12:00:00+00', null]::moment[]",
            VISIT,
            "array[" + VISIT + ", null, row(2, 'infinity', null, null, '', null)::visit]",
            "array[array[row('a', null)::stay], array[row('NULL', '0044-03-15 12:00:00+00 BC')::stay]]",
            "row('{x}', '2020-07-01 12:00:00+00')::stay");

    private static final String ZONED_TYPES = """
            create domain moment as timestamptz;
            create type stay as (name text, since timestamptz);
            create type visit as (id int, at moment, times timestamptz[], span tstzrange, note text, stay stay)""";

    /** Elements that somebody makes an array of, of classes that the server reads as the type. */
    private record Made(String type, Object[] elements) {}

    private static final List<Made> MADE = List.of(
            new Made("int4", new Object[] {1, null, 3}),
            new Made("int4", new Object[] {"1", " 2 ", 3L}),
            new Made("int4", new Object[] {"x"}),
            new Made("int4", new Object[] {1L << 40}),
            new Made("int4", new Object[] {null, null}),
            new Made("int4", new Object[0]),
            new Made("int4", new Integer[] {1, null}),
            new Made("int4", new int[][] {{1, 2}, {3, 4}}),
            new Made("int4", new Object[] {new Object[] {1, 2}, new Integer[] {3, 4}}),
            new Made("int8", new Object[] {1, 2L, "3"}),
            new Made("int2", new Object[] {1, (short) 2}),
            new Made("oid", new Object[] {1}),
            new Made("float4", new Object[] {1.5f, 2.5}),
            new Made("float8", new Object[] {1.5f, "NaN"}),
            new Made("numeric", new Object[] {1.50, 2, new BigDecimal("3.00")}),
            new Made("bool", new Object[] {true, "f", "yes"}),
            new Made("text", new Object[] {"a", 1, true}),
            new Made("varchar", new Object[] {new String[] {"a", "b"}, new String[] {"c", null}}),
            new Made("name", new Object[] {"a"}),
            new Made("json", new Object[] {"{}"}),
            new Made("uuid", new Object[] {
                UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"), "b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"
            }),
            new Made("date", new Object[] {"2020-02-29", Date.valueOf("2020-02-29"), LocalDate.of(2020, 2, 29)}),
            new Made("time", new Object[] {"12:34:56", Time.valueOf("12:34:56")}),
            new Made("timestamp", new Object[] {"2020-02-29 12:34:56.5", Timestamp.valueOf("2020-02-29 12:34:56.5")}),
            new Made(
                    "timestamptz",
                    new Object[] {"2020-02-29 12:34:56.5+00:00", Timestamp.valueOf("2020-02-29 12:34:56.5")}));

    /** Something that an array is asked for. */
    private record ArrayUse(String name, Use use) {

        interface Use {

            Object of(Array array) throws Exception;
        }
    }

    private static final List<ArrayUse> USES = List.of(
            new ArrayUse("base type", Array::getBaseType),
            new ArrayUse("base type's name", Array::getBaseTypeName),
            new ArrayUse("text", Object::toString),
            new ArrayUse("elements", Array::getArray),
            new ArrayUse("a slice", array -> array.getArray(2, 2)),
            new ArrayUse("a slice at 0", array -> array.getArray(0, 1)),
            new ArrayUse("a slice beyond the end", array -> array.getArray(1, 100)),
            new ArrayUse("no map", array -> array.getArray(Map.of())),
            new ArrayUse("a map", array -> array.getArray(Map.of("int4", Integer.class))));

    private ArrayScenarios() {}

    static Stream<Chapter> chapters() {
        return Stream.of(
                new Chapter(
                        "arrays", VALUES.stream().map(ArrayScenarios::scenario).toList(), Chapter.Connections.SHARED),
                new Chapter(
                        "arrays that are made",
                        List.of(new Scenario("array of a type that there is not", (connection, seen) -> {
                            seen.see("made", () -> connection.createArrayOf("nowhere", new Object[] {1}));
                            seen.see(
                                    "of a table",
                                    () -> connection
                                            .createArrayOf("sample", new Object[0])
                                            .getBaseTypeName());
                        }))),
                new Chapter(
                        "elements of arrays that are made",
                        MADE.stream().map(ArrayScenarios::made).toList(),
                        Chapter.Connections.SHARED),
                new Chapter(
                        "times of a zone",
                        ZONED.stream().map(ArrayScenarios::zoned).toList()));
    }

    /** In a time zone that is neither this JVM's nor UTC. */
    private static Scenario zoned(String value) {
        return new Scenario("zoned " + value, (connection, seen) -> {
            try (var statement = connection.createStatement()) {
                statement.execute(ZONED_TYPES);
                statement.execute("set time zone 'America/St_Johns'");
            }
            try (var statement = connection.prepareStatement("select " + value)) {
                for (var i = 0; i < 7; i++) {
                    try (var result = statement.executeQuery()) {
                        result.next();
                        seen.see("text", () -> result.getString(1));
                        if (result.getMetaData().getColumnType(1) == Types.ARRAY) {
                            seen.see("array", () -> result.getArray(1).toString());
                            seen.see("object", () -> result.getObject(1).toString());
                        }
                    }
                }
            }
        });
    }

    private static Scenario scenario(String value) {
        return new Scenario("array " + value, (connection, seen) -> {
            try (var statement = connection.createStatement();
                    var result = statement.executeQuery("select " + value)) {
                result.next();
                var array = result.getArray(1);
                for (var use : USES) {
                    seen.see(use.name(), () -> use.use().of(array));
                }
                rows(seen, "rows", array);
                seen.see("some rows", () -> {
                    try (var some = array.getResultSet(1, 1)) {
                        seen.seeRows("row", some);
                    }
                    return "seen";
                });
                seen.see("rows at 0", () -> array.getResultSet(0, 1).next());
                seen.see("rows of no map", () -> array.getResultSet(Map.of()).next());
            }
        });
    }

    private static Scenario made(Made made) {
        return new Scenario(
                "an array of " + made.type() + " out of "
                        + made.elements().getClass().getSimpleName() + " " + Arrays.deepToString(made.elements()),
                (connection, seen) -> {
                    var array = connection.createArrayOf(made.type(), made.elements());
                    seen.see("base type", array::getBaseType);
                    seen.see("elements", array::getArray);
                    seen.see("the first", () -> array.getArray(1, 1));
                    try (var select = connection.prepareStatement("select ?")) {
                        select.setArray(1, array);
                        seen.see("sent", () -> {
                            try (var result = select.executeQuery()) {
                                result.next();
                                return result.getArray(1).getArray();
                            }
                        });
                    }
                });
    }

    private static void rows(Observations seen, String what, Array array) {
        seen.see(what, () -> {
            try (var rows = array.getResultSet()) {
                var columns = rows.getMetaData();
                for (var i = 1; i <= columns.getColumnCount(); i++) {
                    var column = i;
                    seen.see("column", () -> columns.getColumnName(column));
                    seen.see("column's type", () -> columns.getColumnTypeName(column));
                    seen.see("column's class", () -> columns.getColumnType(column));
                }
                seen.see("type of the result", rows::getType);
                seen.seeRows("row", rows);
                seen.see("at its end", rows::isAfterLast);
            }
            return "seen";
        });
    }
}
