package io.penstock.internal.codec.range;

import static io.penstock.codec.PgTypes.DATERANGE;
import static io.penstock.codec.PgTypes.INT4;
import static io.penstock.codec.PgTypes.INT4RANGE;
import static io.penstock.codec.PgTypes.INT4RANGE_ARRAY;
import static io.penstock.codec.PgTypes.INT8MULTIRANGE;
import static io.penstock.codec.PgTypes.NUMRANGE;
import static io.penstock.codec.PgTypes.TSRANGE;
import static io.penstock.codec.PgTypes.TSTZRANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.Multirange;
import io.penstock.codec.PgType;
import io.penstock.codec.PgType.Kind;
import io.penstock.codec.PgTypes;
import io.penstock.codec.Range;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.internal.codec.Decoding;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.codec.ParameterEncoder;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden rows were printed by a PostgreSQL 18 server. */
class RangeCodecTest {
    private static final PgType TEXT_RANGE = new PgType(16_400, "textrange", Kind.RANGE, PgTypes.TEXT.oid(), 0);
    private static final CodecRegistry REGISTRY = BuiltinCodecs.REGISTRY.withTypes(List.of(TEXT_RANGE));

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("rows")
    void readsAndWritesBothForms(PgType type, Object value, String binary, String text) {
        assertThat(Decoding.fromBinary(type, binary)).isEqualTo(value);
        assertThat(Decoding.fromText(type, text)).isEqualTo(value);
        assertThat(Decoding.toBinary(type, value)).isEqualTo(binary);
        assertThat(Decoding.toText(type, value)).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("rows")
    void asStringIsWhatTheServerPrints(PgType type, Object value, String binary, String text) {
        assertThat(Decoding.fromBinary(type, binary, String.class)).isEqualTo(text);
        assertThat(Decoding.fromText(type, text, String.class)).isEqualTo(text);
        assertThat(Decoding.toBinary(type, text)).isEqualTo(binary);
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                arguments(INT4RANGE, Range.closedOpen(1, 6), "0200000004000000010000000400000006", "[1,6)"),
                arguments(INT4RANGE, Range.empty(), "01", "empty"),
                arguments(INT4RANGE, Range.all(), "18", "(,)"),
                arguments(
                        NUMRANGE,
                        Range.greaterThan(new BigDecimal("1.5")),
                        "100000000c000200000000000100011388",
                        "(1.5,)"),
                arguments(
                        TSRANGE,
                        Range.closedOpen(LocalDateTime.of(2024, 1, 1, 10, 0), LocalDateTime.MAX),
                        "02000000080002b0de36ada800000000087fffffffffffffff",
                        "[\"2024-01-01 10:00:00\",infinity)"),
                arguments(
                        TSTZRANGE,
                        Range.closed(
                                OffsetDateTime.parse("2000-01-01T00:00Z"),
                                OffsetDateTime.parse("2000-01-01T00:00:01Z")),
                        "060000000800000000000000000000000800000000000f4240",
                        "[\"2000-01-01 00:00:00+00\",\"2000-01-01 00:00:01+00\"]"),
                arguments(DATERANGE, Range.lessThan(LocalDate.of(2024, 3, 1)), "08000000040000227a", "(,2024-03-01)"),
                arguments(
                        INT8MULTIRANGE,
                        Multirange.of(Range.closedOpen(1L, 3L), Range.closedOpen(5L, 8L), Range.atLeast(20L)),
                        "0000000300000019020000000800000000000000010000000800000000000000030000001902"
                                + "0000000800000000000000050000000800000000000000080000000d12000000080000000000000014",
                        "{[1,3),[5,8),[20,)}"),
                arguments(INT8MULTIRANGE, Multirange.of(), "00000000", "{}"),
                arguments(
                        INT4RANGE_ARRAY,
                        Arrays.asList(Range.closedOpen(1, 2), null, Range.empty()),
                        "000000010000000100000f4000000003000000010000001102000000040000000100000004"
                                + "00000002ffffffff0000000101",
                        "{\"[1,2)\",NULL,empty}"));
    }

    /** What quotes are for. */
    @ParameterizedTest
    @MethodSource("texts")
    void readsAndWritesBoundsOfText(Range<String> value, String text) {
        var codec = REGISTRY.forDecoding(TEXT_RANGE.oid(), Range.class);

        assertThat(Decoding.decode(codec, Decoding.utf8(text), Format.TEXT)).isEqualTo(value);
        assertThat(Decoding.decode(REGISTRY.forDecoding(16_400, String.class), Decoding.utf8(text), Format.TEXT))
                .isEqualTo(text);
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                arguments(Range.closedOpen("a \"b\" \\c", "{x,y]"), "[\"a \"\"b\"\" \\\\c\",\"{x,y]\")"),
                arguments(Range.closed("", "z"), "[\"\",z]"),
                arguments(Range.lessThan("ä b"), "(,\"ä b\")"),
                arguments(Range.closedOpen("((", ")"), "[\"((\",\")\")"),
                arguments(Range.closedOpen("a[", "b"), "[\"a[\",b)"),
                arguments(Range.closedOpen("é", "ü"), "[é,ü)"));
    }

    /** The server's input is more lenient than its output. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"[a\\,b,c)|a,b", "[a\"b\"c,d)|abc", "[\"a\\\"\",b)|a\""})
    void readsOtherSpellings(String text, String lower) {
        Range<?> range =
                Decoding.decode(REGISTRY.forDecoding(TEXT_RANGE.oid(), Range.class), Decoding.utf8(text), Format.TEXT);
        assertThat(range.lower()).isEqualTo(lower);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "[", "[1", "[1,", "[1,2", "[1,2,3)", "1,2)", "[1,2)x", "[1,2)[", "[[1,2)", "[1,2))", "[\"1,2)",
                "[1,2\\", "emptyx", "{[1,2)}", "[(1),2)"
            })
    void refusesBadText(String text) {
        assertRefused(INT4RANGE, Decoding.utf8(text), Format.TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{}x", "{empty}", "{[1,2)", "{[1,2),}", "{,}", "{[1,2)[3,4)}", "[1,2)", "{{[1,2)}}"})
    void refusesBadMultirangeText(String text) {
        assertRefused(INT8MULTIRANGE, Decoding.utf8(text), Format.TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "20",
                "03",
                "19",
                "0a",
                "14",
                "0100",
                "0200000004000000010000000400000006" + "00",
                "02000000050000000100" + "0000000400000006",
                "0200000003000001" + "0000000400000006",
                "02ffffffff0000000400000006",
                "027fffffff0000000400000006",
                "12000000040000000100000004"
            })
    void refusesBadBinary(String hex) {
        assertRefused(INT4RANGE, Decoding.hex(hex), Format.BINARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ffffffff",
                "7fffffff",
                "00000001",
                "000000010000000201",
                "0000000200000001010000000101" + "00"
            })
    void refusesBadMultirangeBinary(String hex) {
        assertRefused(INT8MULTIRANGE, Decoding.hex(hex), Format.BINARY);
    }

    private static void assertRefused(PgType type, byte[] bytes, Format format) {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.decode(BuiltinCodecs.REGISTRY.forDecoding(type.oid()), bytes, format))
                .satisfies(e -> assertThat(e.sqlState())
                        .isIn(SqlState.INVALID_TEXT_REPRESENTATION, SqlState.INVALID_BINARY_REPRESENTATION));
    }

    /** Whatever class sends a value as the subtype sends a bound. */
    @Test
    void sendsBoundsOfAnyClassThatFits() {
        var instants = Range.closed(Instant.EPOCH, Instant.EPOCH.plusSeconds(1));

        assertThat(Decoding.toText(TSTZRANGE, instants))
                .isEqualTo("[\"1970-01-01 00:00:00+00\",\"1970-01-01 00:00:01+00\"]");
        assertThat(Decoding.toBinary(INT4RANGE, Range.closedOpen(1L, (short) 6)))
                .isEqualTo("0200000004000000010000000400000006");
        assertThat(Decoding.toBinary(INT4RANGE, Range.closedOpen("1", "6")))
                .isEqualTo("0200000004000000010000000400000006");
    }

    @Test
    void leavesTheTypeToTheServerWhereNobodyHasSaidIt() {
        EncodedParameters parameters = ParameterEncoder.encode(BuiltinCodecs.REGISTRY, new Object[] {
            Range.closedOpen(1, 6), Multirange.of(Range.atMost(LocalDate.of(2024, 1, 1))), List.of(Range.closed(1, 2))
        });

        assertThat(parameters.typeOids()).containsExactly(0, 0, 0);
        assertThat(new String(parameters.bytes(), 0, parameters.length(), StandardCharsets.UTF_8))
                .contains("[1,6)", "{(,2024-01-01]}", "{\"[1,2]\"}");
    }

    @Test
    void namesTheParameterWhoseBoundsCannotBeSent() {
        var values = new Object[] {Range.closed(new Object(), new Object())};

        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> ParameterEncoder.encode(BuiltinCodecs.REGISTRY, values, new int[] {INT4RANGE.oid()}))
                .withMessageContaining("parameter $1 (io.penstock.codec.Range as int4range)")
                .withMessageContaining("no codec sends java.lang.Object as int4");
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> ParameterEncoder.encode(BuiltinCodecs.REGISTRY, values, new int[] {INT4.oid()}))
                .withMessageContaining("parameter $1 (io.penstock.codec.Range as int4)");
    }
}
