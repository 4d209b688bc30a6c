package io.penstock.it.jdbc;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;

/** A value of each type, and what each getter makes of it. */
final class ValueScenarios {

    private static final List<String> VALUES = List.of(
            "1::int2",
            "-32768::int2",
            "42::int4",
            "2147483647::int4",
            "300::int4",
            "-1::int8",
            "9223372036854775807::int8",
            "3000000000::int8",
            "0::int4",
            "1::int8",
            "7::oid",
            "1.5::float4",
            "0.1::float4",
            "1e10::float4",
            "'NaN'::float4",
            "1.5::float8",
            "-2.75::float8",
            "1e300::float8",
            "'Infinity'::float8",
            "'NaN'::float8",
            "0.1::float8",
            "1::float8",
            "1.50::numeric",
            "12345678901234567890.123::numeric",
            "-0.001::numeric",
            "'NaN'::numeric",
            "1::numeric",
            "0::numeric",
            "100::numeric(10,2)",
            "true",
            "false",
            "'abc'::text",
            "'42'::text",
            "' 42 '::text",
            "'1.9'::text",
            "'t'::text",
            "'true'::varchar",
            "'yes'::text",
            "'x'::\"char\"",
            "'ab'::char(5)",
            "'name'::name",
            "''::text",
            "'1e3'::text",
            "'2020-02-29'::text",
            "'\\x00ff10'::bytea",
            "''::bytea",
            "date '2020-02-29'",
            "date '0044-03-15 BC'",
            "date 'infinity'",
            "date '-infinity'",
            "time '12:34:56.789'",
            "time '00:00'",
            "time '24:00'",
            "timetz '12:34:56+02'",
            "timestamp '2020-02-29 12:34:56.789012'",
            "timestamp '1999-12-31 23:59:59'",
            "timestamp 'infinity'",
            "timestamptz '2020-07-01 12:00:00+00'",
            "timestamptz '-infinity'",
            "timestamptz '1900-01-01 00:00:00+00'",
            "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid",
            "'{1,2,NULL}'::int4[]",
            "'{a,\"b c\"}'::text[]",
            "'{{1,2},{3,4}}'::int8[]",
            "'{}'::int4[]",
            "'{1.5,2}'::numeric[]",
            "'{t,f}'::bool[]",
            "'{1}'::int2[]",
            "B'1'::bit(1)",
            "B'101'::bit(3)",
            "'1.50'::money",
            "'{2020-07-01 12:00:00+00}'::timestamptz[]",
            "interval '1 year 2 days 03:04:05.006'",
            "'{\"a\": 1}'::json",
            "'{\"a\": 1}'::jsonb",
            "'<a/>'::xml",
            "null::int4",
            "null::text",
            "null::timestamptz");

    private ValueScenarios() {}

    static Stream<Chapter> chapters() {
        return Stream.of(
                new Chapter(
                        "values of prepared statements",
                        VALUES.stream().map(ValueScenarios::prepared).toList(),
                        Chapter.Connections.SHARED),
                new Chapter(
                        "values of plain statements",
                        VALUES.stream().map(ValueScenarios::plain).toList(),
                        Chapter.Connections.SHARED));
    }

    private static Scenario prepared(String value) {
        return new Scenario("select " + value + ", prepared", (connection, seen) -> {
            try (var statement = connection.prepareStatement("select " + value + " as v")) {
                look(statement.executeQuery(), seen);
            }
        });
    }

    private static Scenario plain(String value) {
        return new Scenario("select " + value + ", plain", (connection, seen) -> {
            try (var statement = connection.createStatement()) {
                look(statement.executeQuery("select " + value + " as v"), seen);
            }
        });
    }

    private static void look(ResultSet result, Observations seen) throws Exception {
        result.next();
        seen.see("getInt", () -> result.getInt(1));
        seen.see("wasNull", result::wasNull);
        seen.see("getLong", () -> result.getLong("v"));
        seen.see("getShort", () -> result.getShort(1));
        seen.see("getByte", () -> result.getByte("V"));
        seen.see("getFloat", () -> result.getFloat(1));
        seen.see("getDouble", () -> result.getDouble(1));
        seen.see("getBigDecimal", () -> result.getBigDecimal(1));
        seen.see("getBoolean", () -> result.getBoolean(1));
        seen.see("getString", () -> result.getString(1));
        seen.seeObject("getObject", () -> result.getObject(1));
        seen.see("getDate", () -> millis(result.getDate(1)));
        seen.see("getTime", () -> millis(result.getTime(1)));
        seen.see("getTimestamp", () -> result.getTimestamp(1));
        var tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
        seen.see("getTimestamp in Tokyo", () -> result.getTimestamp(1, tokyo));
        seen.see("getDate in Tokyo", () -> millis(result.getDate(1, tokyo)));
        for (var type : List.of(
                String.class,
                Integer.class,
                Long.class,
                Boolean.class,
                BigDecimal.class,
                Double.class,
                Date.class,
                Time.class,
                Timestamp.class,
                LocalDate.class,
                LocalTime.class,
                LocalDateTime.class,
                OffsetDateTime.class,
                OffsetTime.class,
                UUID.class)) {
            seen.see("getObject " + type.getSimpleName(), () -> result.getObject(1, type));
        }
        var meta = result.getMetaData();
        seen.see("type", () -> meta.getColumnType(1));
        seen.see("type name", () -> meta.getColumnTypeName(1));
        seen.see("precision", () -> meta.getPrecision(1));
        seen.see("scale", () -> meta.getScale(1));
        seen.see("display size", () -> meta.getColumnDisplaySize(1));
        seen.see("class", () -> meta.getColumnClassName(1));
        seen.see("signed", () -> meta.isSigned(1));
        seen.see("case", () -> meta.isCaseSensitive(1));
        seen.see("next", result::next);
        seen.see("behind", () -> result.getInt(1));
    }

    private static Object millis(java.util.Date date) {
        return date == null ? "null" : date.getTime();
    }
}
