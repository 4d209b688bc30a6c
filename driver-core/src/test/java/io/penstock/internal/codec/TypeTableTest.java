package io.penstock.internal.codec;

import static io.penstock.codec.PgTypes.BOOL;
import static io.penstock.codec.PgTypes.BPCHAR;
import static io.penstock.codec.PgTypes.BYTEA;
import static io.penstock.codec.PgTypes.CHAR;
import static io.penstock.codec.PgTypes.DATE;
import static io.penstock.codec.PgTypes.FLOAT4;
import static io.penstock.codec.PgTypes.FLOAT8;
import static io.penstock.codec.PgTypes.INT2;
import static io.penstock.codec.PgTypes.INT4;
import static io.penstock.codec.PgTypes.INT8;
import static io.penstock.codec.PgTypes.JSON;
import static io.penstock.codec.PgTypes.JSONB;
import static io.penstock.codec.PgTypes.NAME;
import static io.penstock.codec.PgTypes.NUMERIC;
import static io.penstock.codec.PgTypes.OID;
import static io.penstock.codec.PgTypes.TEXT;
import static io.penstock.codec.PgTypes.TIME;
import static io.penstock.codec.PgTypes.TIMESTAMP;
import static io.penstock.codec.PgTypes.TIMESTAMPTZ;
import static io.penstock.codec.PgTypes.TIMETZ;
import static io.penstock.codec.PgTypes.UUID;
import static io.penstock.codec.PgTypes.VARCHAR;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.codec.PgType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row is one value in its three spellings; binary and text were printed by a PostgreSQL 15 server. */
class TypeTableTest {

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource({"numbers", "decimals", "texts", "days", "timestamps"})
    void readsAndWritesBothForms(PgType type, Object value, String binary, String text) {
        Decoding.assertForms(type, value, binary, text);
    }

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("specialDecimals")
    void asStringIsWhatTheServerPrints(PgType type, Object value, String binary, String text) {
        Decoding.assertText(type, binary, text);
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                row(BOOL, true, "01", "t"),
                row(BOOL, false, "00", "f"),
                row(INT2, Short.MIN_VALUE, "8000", "-32768"),
                row(INT2, (short) -1, "ffff", "-1"),
                row(INT2, Short.MAX_VALUE, "7fff", "32767"),
                row(INT4, Integer.MIN_VALUE, "80000000", "-2147483648"),
                row(INT4, 0, "00000000", "0"),
                row(INT4, Integer.MAX_VALUE, "7fffffff", "2147483647"),
                row(INT8, Long.MIN_VALUE, "8000000000000000", "-9223372036854775808"),
                row(INT8, 10L, "000000000000000a", "10"),
                row(INT8, Long.MAX_VALUE, "7fffffffffffffff", "9223372036854775807"),
                row(OID, 0L, "00000000", "0"),
                row(OID, 4_294_967_295L, "ffffffff", "4294967295"),
                row(FLOAT4, 0f, "00000000", "0"),
                row(FLOAT4, -0f, "80000000", "-0"),
                row(FLOAT4, 0.1f, "3dcccccd", "0.1"),
                row(FLOAT4, 1e6f, "49742400", "1e+06"),
                row(FLOAT4, 100_000f, "47c35000", "100000"),
                row(FLOAT4, 16_777_216f, "4b800000", "1.6777216e+07"),
                row(FLOAT4, Float.MAX_VALUE, "7f7fffff", "3.4028235e+38"),
                row(FLOAT4, Float.MIN_VALUE, "00000001", "1e-45"),
                row(FLOAT4, Float.NaN, "7fc00000", "NaN"),
                row(FLOAT4, Float.NEGATIVE_INFINITY, "ff800000", "-Infinity"),
                row(FLOAT8, -0d, "8000000000000000", "-0"),
                row(FLOAT8, -1.5, "bff8000000000000", "-1.5"),
                row(FLOAT8, 0.002, "3f60624dd2f1a9fc", "0.002"),
                row(FLOAT8, 1e23, "44b52d02c7e14af6", "9.999999999999999e+22"),
                row(FLOAT8, 1e15, "430c6bf526340000", "1e+15"),
                row(FLOAT8, 1e14, "42d6bcc41e900000", "100000000000000"),
                row(FLOAT8, 0.0001, "3f1a36e2eb1c432d", "0.0001"),
                row(FLOAT8, 0.00001, "3ee4f8b588e368f1", "1e-05"),
                row(FLOAT8, 9_007_199_254_740_992d, "4340000000000000", "9.007199254740992e+15"),
                row(FLOAT8, Double.MAX_VALUE, "7fefffffffffffff", "1.7976931348623157e+308"),
                row(FLOAT8, Double.MIN_VALUE, "0000000000000001", "5e-324"),
                row(FLOAT8, Double.NaN, "7ff8000000000000", "NaN"),
                row(FLOAT8, Double.POSITIVE_INFINITY, "7ff0000000000000", "Infinity"));
    }

    static Stream<Arguments> decimals() {
        return Stream.of(
                decimal("0", "0000000000000000"),
                decimal("0.00", "0000000000000002"),
                decimal("1", "00010000000000000001"),
                decimal("-1", "00010000400000000001"),
                decimal("1.50", "000200000000000200011388"),
                decimal("-0.5", "0001ffff400000011388"),
                decimal("9999", "0001000000000000270f"),
                decimal("10000", "00010001000000000001"),
                decimal("99999999", "0002000100000000270f270f"),
                decimal("0.0001", "0001ffff000000040001"),
                decimal("0.00001234", "0001fffe0000000804d2"),
                decimal("123456789.123456789", "0006000200000009000109291a8504d2162e2328"),
                decimal("999999999999999999", "00050004000000000063270f270f270f270f"),
                decimal("1000000000000000000", "00010004000000000064"),
                decimal("9223372036854775807", "0005000400000000039a0d2c0170156516af"),
                decimal("-9223372036854775808", "0005000440000000039a0d2c0170156516b0"),
                decimal("100000000000000000000", "00010005000000000001"),
                decimal("1000000000000000000000000000000", "00010007000000000064"),
                decimal(
                        "12345678901234567890.123456789012345678901",
                        "000b00040000001504d2162e23340d801ed204d2162e23340d801ed203e8"));
    }

    static Stream<Arguments> specialDecimals() {
        return Stream.of(row(NUMERIC, Double.NaN, "00000000c0000000", "NaN"));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                row(TEXT, "", "", ""),
                row(TEXT, "a€\uD834\uDD1E", "61e282acf09d849e", "a€\uD834\uDD1E"),
                row(VARCHAR, "\uFFFD", "efbfbd", "\uFFFD"),
                row(BPCHAR, "ab   ", "6162202020", "ab   "),
                row(NAME, "pg_type", "70675f74797065", "pg_type"),
                row(CHAR, "~", "7e", "~"),
                row(CHAR, "", "00", ""),
                row(CHAR, "\\200", "80", "\\200"),
                row(CHAR, "\\377", "ff", "\\377"),
                row(BYTEA, new byte[0], "", "\\x"),
                row(BYTEA, new byte[] {0, -1, 0x5C}, "00ff5c", "\\x00ff5c"),
                row(
                        UUID,
                        java.util.UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
                        "a0eebc999c0b4ef8bb6d6bb9bd380a11",
                        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
                row(UUID, new java.util.UUID(-1, -1), "f".repeat(32), "ffffffff-ffff-ffff-ffff-ffffffffffff"),
                row(JSON, "{\"a\": 1}", "7b2261223a20317d", "{\"a\": 1}"),
                row(JSONB, "{\"a\": [1, \"ü\"]}", "017b2261223a205b312c2022c3bc225d7d", "{\"a\": [1, \"ü\"]}"));
    }

    static Stream<Arguments> days() {
        return Stream.of(
                row(DATE, LocalDate.of(2000, 1, 1), "00000000", "2000-01-01"),
                row(DATE, LocalDate.of(1999, 12, 31), "ffffffff", "1999-12-31"),
                row(DATE, LocalDate.of(2024, 2, 29), "00002279", "2024-02-29"),
                row(DATE, LocalDate.of(1, 1, 1), "fff4dbf9", "0001-01-01"),
                row(DATE, LocalDate.of(0, 12, 31), "fff4dbf8", "0001-12-31 BC"),
                row(DATE, LocalDate.of(-4, 2, 29), "fff4d511", "0005-02-29 BC"),
                row(DATE, LocalDate.of(-4713, 11, 24), "ffda97a7", "4714-11-24 BC"),
                row(DATE, LocalDate.of(10_000, 1, 1), "002c95d4", "10000-01-01"),
                row(DATE, LocalDate.of(5_874_897, 12, 31), "7fda970c", "5874897-12-31"),
                row(DATE, LocalDate.MAX, "7fffffff", "infinity"),
                row(DATE, LocalDate.MIN, "80000000", "-infinity"),
                row(TIME, LocalTime.MIDNIGHT, "0000000000000000", "00:00:00"),
                row(TIME, LocalTime.of(12, 34, 56, 700_000_000), "0000000a8be4ca60", "12:34:56.7"),
                row(TIME, LocalTime.of(0, 0, 0, 1_000), "0000000000000001", "00:00:00.000001"),
                row(TIME, LocalTime.of(23, 59, 59, 999_999_000), "000000141dd75fff", "23:59:59.999999"),
                row(TIME, LocalTime.MAX, "000000141dd76000", "24:00:00"),
                row(TIMETZ, offsetTime("00:00Z"), "000000000000000000000000", "00:00:00+00"),
                row(TIMETZ, offsetTime("12:34:56.7+05:30"), "0000000a8be4ca60ffffb2a8", "12:34:56.7+05:30"),
                row(
                        TIMETZ,
                        offsetTime("23:59:59.999999-15:59:59"),
                        "000000141dd75fff0000e0ff",
                        "23:59:59.999999-15:59:59"),
                row(TIMETZ, offsetTime("01:00+00:00:30"), "00000000d693a400ffffffe2", "01:00:00+00:00:30"),
                row(TIMETZ, LocalTime.MAX.atOffset(ZoneOffset.ofHours(2)), "000000141dd76000ffffe3e0", "24:00:00+02"));
    }

    static Stream<Arguments> timestamps() {
        return Stream.of(
                timestamp("2000-01-01T00:00", "0000000000000000", "2000-01-01 00:00:00"),
                timestamp("1999-12-31T23:59:59.999999", "ffffffffffffffff", "1999-12-31 23:59:59.999999"),
                timestamp("2024-02-29T12:34:56.7", "0002b58341712a60", "2024-02-29 12:34:56.7"),
                timestamp("0001-01-01T00:00", "ff1fe2ffc59c6000", "0001-01-01 00:00:00"),
                timestamp("0000-12-31T23:59:59.999999", "ff1fe2ffc59c5fff", "0001-12-31 23:59:59.999999 BC"),
                timestamp("-0004-02-29T01:02:03.4", "ff1f58128c1bf340", "0005-02-29 01:02:03.4 BC"),
                timestamp("-4713-11-24T00:00", "fd0f7cc1411fa000", "4714-11-24 00:00:00 BC"),
                timestamp("+294276-12-31T23:59:59.999999", "7fffff5bb3b29fff", "294276-12-31 23:59:59.999999"),
                row(TIMESTAMP, LocalDateTime.MAX, "7fffffffffffffff", "infinity"),
                row(TIMESTAMP, LocalDateTime.MIN, "8000000000000000", "-infinity"),
                timestamptz("2000-01-01T00:00Z", "0000000000000000", "2000-01-01 00:00:00+00"),
                timestamptz("2024-02-29T10:34:56.7Z", "0002b5819449e260", "2024-02-29 10:34:56.7+00"),
                timestamptz("-0004-02-29T01:02:03.4Z", "ff1f58128c1bf340", "0005-02-29 01:02:03.4+00 BC"),
                timestamptz("-4713-11-24T00:00Z", "fd0f7cc1411fa000", "4714-11-24 00:00:00+00 BC"),
                timestamptz("+294276-12-31T23:59:59.999999Z", "7fffff5bb3b29fff", "294276-12-31 23:59:59.999999+00"),
                row(TIMESTAMPTZ, OffsetDateTime.MAX, "7fffffffffffffff", "infinity"),
                row(TIMESTAMPTZ, OffsetDateTime.MIN, "8000000000000000", "-infinity"));
    }

    private static Arguments row(PgType type, Object value, String binary, String text) {
        return arguments(type, value, binary, text);
    }

    private static Arguments decimal(String text, String binary) {
        return row(NUMERIC, new BigDecimal(text), binary, text);
    }

    private static Arguments timestamp(String value, String binary, String text) {
        return row(TIMESTAMP, LocalDateTime.parse(value), binary, text);
    }

    private static Arguments timestamptz(String value, String binary, String text) {
        return row(TIMESTAMPTZ, OffsetDateTime.parse(value), binary, text);
    }

    private static OffsetTime offsetTime(String text) {
        return OffsetTime.parse(text);
    }
}
