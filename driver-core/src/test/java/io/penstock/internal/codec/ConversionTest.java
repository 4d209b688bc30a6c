package io.penstock.internal.codec;

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
import static io.penstock.codec.PgTypes.NUMERIC;
import static io.penstock.codec.PgTypes.OID;
import static io.penstock.codec.PgTypes.TEXT;
import static io.penstock.codec.PgTypes.TIME;
import static io.penstock.codec.PgTypes.TIMESTAMP;
import static io.penstock.codec.PgTypes.TIMESTAMPTZ;
import static io.penstock.codec.PgTypes.TIMETZ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One PostgreSQL type as the Java classes that are not its default. */
class ConversionTest {
    private static final BigDecimal TWO_TO_63 = new BigDecimal("9223372036854775808");

    enum Mood {
        SAD,
        HAPPY {
            @Override
            public String toString() {
                return "a constant with a class of its own";
            }
        }
    }

    @ParameterizedTest(name = "{0} {1} as {2}")
    @MethodSource("conversions")
    void readsBothFormsAsTheClass(PgType type, String text, Object value) {
        byte[] binary = binaryOf(type, text);
        Class<?> javaType = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();

        assertThat(Decoding.fromText(type, text, javaType)).isEqualTo(value);
        assertThat(Decoding.fromBinary(type, HexFormat.of().formatHex(binary), javaType))
                .isEqualTo(value);
    }

    static Stream<Arguments> conversions() {
        Instant instant = Instant.parse("2024-02-29T10:34:56.7Z");
        return Stream.of(
                arguments(INT2, "7", (byte) 7),
                arguments(INT2, "7", 7),
                arguments(INT4, "7", (short) 7),
                arguments(INT4, "-7", -7L),
                arguments(INT4, "7", 7f),
                arguments(INT4, "7", 7d),
                arguments(INT4, "7", new BigDecimal("7")),
                arguments(INT4, "7", BigInteger.valueOf(7)),
                arguments(INT8, "-2147483648", Integer.MIN_VALUE),
                arguments(INT8, "9007199254740993", 9_007_199_254_740_992d),
                arguments(OID, "7", 7),
                arguments(FLOAT4, "0.1", (double) 0.1f),
                arguments(FLOAT4, "0.1", new BigDecimal("0.1")),
                arguments(FLOAT8, "0.1", 0.1f),
                arguments(FLOAT8, "1e+15", 1_000_000_000_000_000L),
                arguments(FLOAT8, "-9.223372036854775808e+18", Long.MIN_VALUE),
                arguments(FLOAT8, "0.1", new BigDecimal("0.1")),
                arguments(FLOAT8, "1e+20", new BigInteger("100000000000000000000")),
                arguments(NUMERIC, "7.00", 7),
                arguments(NUMERIC, "-9223372036854775808", Long.MIN_VALUE),
                arguments(NUMERIC, "9223372036854775807.000", Long.MAX_VALUE),
                arguments(NUMERIC, "120000", 120_000L),
                arguments(NUMERIC, "0.1", 0.1),
                arguments(NUMERIC, "0.1", 0.1f),
                arguments(NUMERIC, "123456789012345678901234567890.5", 123456789012345678901234567890.5),
                arguments(NUMERIC, "16777217", 16_777_216f),
                arguments(NUMERIC, "16777219.0000001", 16_777_220f),
                arguments(NUMERIC, "7.654391050338745", 7.654391f), // 7.6543913 if rounded to double first
                arguments(NUMERIC, "NaN", Double.NaN),
                arguments(NUMERIC, "Infinity", Float.POSITIVE_INFINITY),
                arguments(NUMERIC, "-Infinity", Double.NEGATIVE_INFINITY),
                arguments(NUMERIC, "10.0", BigInteger.TEN),
                arguments(TEXT, "x", 'x'),
                arguments(TEXT, "HAPPY", Mood.HAPPY),
                arguments(TEXT, "SAD", Mood.SAD),
                arguments(JSON, "[]", new byte[] {'[', ']'}),
                arguments(JSONB, "[]", new byte[] {'[', ']'}),
                arguments(TIMESTAMPTZ, "2024-02-29 10:34:56.7+00", instant),
                arguments(TIMESTAMPTZ, "2024-02-29 10:34:56.7+00", instant.atZone(ZoneOffset.UTC)),
                arguments(TIMESTAMPTZ, "infinity", Instant.MAX),
                arguments(TIMESTAMPTZ, "-infinity", Instant.MIN),
                arguments(TIMESTAMPTZ, "infinity", LocalDateTime.MAX.atZone(ZoneOffset.UTC)),
                arguments(TIMESTAMPTZ, "-infinity", LocalDateTime.MIN.atZone(ZoneOffset.UTC)));
    }

    @ParameterizedTest(name = "{0} {1} is no {2}")
    @MethodSource("misfits")
    void refusesWhatDoesNotFit(PgType type, String text, Class<?> javaType) {
        String binary = HexFormat.of().formatHex(binaryOf(type, text));

        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.fromText(type, text, javaType))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.NUMERIC_VALUE_OUT_OF_RANGE))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN))
                .withMessageContaining(type.name());
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.fromBinary(type, binary, javaType))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.NUMERIC_VALUE_OUT_OF_RANGE));
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                arguments(INT2, "128", Byte.class),
                arguments(INT4, "32768", Short.class),
                arguments(INT8, "2147483648", Integer.class),
                arguments(OID, "4294967295", Integer.class),
                arguments(FLOAT8, "0.5", Long.class),
                arguments(FLOAT8, "9.223372036854775808e+18", Long.class),
                arguments(FLOAT8, "NaN", Long.class),
                arguments(FLOAT8, "NaN", BigDecimal.class),
                arguments(FLOAT8, "1e+300", Float.class),
                arguments(FLOAT8, "1e-300", Float.class),
                arguments(NUMERIC, "0.5", Integer.class),
                arguments(NUMERIC, "9223372036854775808", Long.class),
                arguments(NUMERIC, "-9223372036854775809", Long.class),
                arguments(NUMERIC, "1" + "0".repeat(40), Long.class),
                arguments(NUMERIC, "NaN", Long.class),
                arguments(NUMERIC, "NaN", BigDecimal.class),
                arguments(NUMERIC, "Infinity", BigDecimal.class),
                arguments(NUMERIC, "-Infinity", BigInteger.class),
                arguments(NUMERIC, "0.5", BigInteger.class),
                arguments(NUMERIC, "1" + "0".repeat(400), Double.class),
                arguments(NUMERIC, "0." + "0".repeat(400) + "1", Double.class),
                arguments(NUMERIC, "1" + "0".repeat(40), Float.class),
                arguments(TEXT, "xy", Character.class));
    }

    @ParameterizedTest(name = "{0} is never {1}")
    @MethodSource("noConversions")
    void refusesConversionsThatWouldHaveToGuess(PgType type, Class<?> javaType) {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> BuiltinCodecs.REGISTRY.forDecoding(type.oid(), javaType))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.CANNOT_COERCE))
                .withMessageContaining("no codec reads " + type.name() + " as " + javaType.getTypeName());
    }

    static Stream<Arguments> noConversions() {
        return Stream.of(
                arguments(TIMESTAMPTZ, LocalDateTime.class),
                arguments(TIMESTAMPTZ, LocalDate.class),
                arguments(TIMESTAMP, OffsetDateTime.class),
                arguments(TIMESTAMP, Instant.class),
                arguments(TIMETZ, LocalTime.class),
                arguments(TIME, OffsetTime.class),
                arguments(DATE, LocalDateTime.class),
                arguments(TEXT, Integer.class),
                arguments(TEXT, byte[].class),
                arguments(INT4, byte[].class),
                arguments(INT4, Boolean.class),
                arguments(INT4, Mood.class));
    }

    @Test
    void readsAsASupertypeOfTheDefaultClass() {
        assertThat(Decoding.fromText(INT4, "7", Number.class)).isEqualTo(7);
        assertThat(Decoding.fromText(INT4, "7", Object.class)).isEqualTo(7);
        assertThat(Decoding.fromText(TEXT, "x", CharSequence.class)).isEqualTo("x");
        assertThat(Decoding.fromText(INT8, "7", long.class)).isEqualTo(7L);
    }

    @Test
    void readsATypeWithoutCodecAsItsText() {
        assertThat(Decoding.fromText(PgType.unknown(16_390), "[2024-01-01,)")).isEqualTo("[2024-01-01,)");
        assertThat(Decoding.fromText(PgType.unknown(16_384), "HAPPY", Mood.class))
                .isEqualTo(Mood.HAPPY);
        assertThat(BuiltinCodecs.REGISTRY.binary(16_390)).isFalse();
        assertThat(BuiltinCodecs.REGISTRY.binary(INT4.oid())).isTrue();
        assertThat(BuiltinCodecs.REGISTRY.binary(INT4.arrayOid())).isTrue();
    }

    @Test
    void refusesALabelThatTheEnumDoesNotHave() {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.fromText(TEXT, "ANGRY", Mood.class))
                .withMessageContaining("label of text is no constant of")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("ANGRY"));
    }

    @ParameterizedTest(name = "{1} as {0}")
    @MethodSource("writings")
    void writesTheClassAsTheType(PgType type, Object value, String text) {
        assertThat(Decoding.toText(type, value)).isEqualTo(text);
        assertThat(Decoding.encode(type, value, Format.BINARY)).isEqualTo(binaryOf(type, text));
    }

    static Stream<Arguments> writings() {
        ZoneId paris = ZoneId.of("Europe/Paris");
        return Stream.of(
                arguments(INT8, (byte) -7, "-7"),
                arguments(INT2, 32_767L, "32767"),
                arguments(INT4, 7.0, "7"),
                arguments(INT4, new BigDecimal("7.00"), "7"),
                arguments(OID, 4_294_967_295L, "4294967295"),
                arguments(FLOAT4, 0.1, "0.1"),
                arguments(FLOAT8, 7L, "7"),
                arguments(FLOAT8, new BigDecimal("1e300"), "1e+300"),
                arguments(NUMERIC, 7, "7"),
                arguments(NUMERIC, Long.MIN_VALUE, "-9223372036854775808"),
                arguments(NUMERIC, 0.1f, "0.1"),
                arguments(NUMERIC, 0.1, "0.1"),
                arguments(NUMERIC, 1e20, "100000000000000000000"),
                arguments(NUMERIC, Double.NaN, "NaN"),
                arguments(NUMERIC, new BigDecimal("12E+5"), "1200000"),
                arguments(NUMERIC, new BigDecimal("0E+1000000"), "0"),
                arguments(NUMERIC, BigInteger.TEN.pow(40), "1" + "0".repeat(40)),
                arguments(TIMESTAMPTZ, OffsetDateTime.parse("2024-02-29T12:34:56.7+02:00"), "2024-02-29 10:34:56.7+00"),
                arguments(TIMESTAMPTZ, ZonedDateTime.of(2024, 7, 1, 12, 0, 0, 0, paris), "2024-07-01 10:00:00+00"),
                arguments(TIMESTAMPTZ, Instant.EPOCH, "1970-01-01 00:00:00+00"),
                arguments(TIMESTAMPTZ, Instant.EPOCH.minusNanos(1), "1970-01-01 00:00:00+00"),
                arguments(TIMESTAMPTZ, Instant.EPOCH.plusNanos(499), "1970-01-01 00:00:00+00"),
                arguments(TIMESTAMPTZ, Instant.EPOCH.plusNanos(500), "1970-01-01 00:00:00.000001+00"),
                arguments(TIMESTAMP, LocalDateTime.of(1999, 12, 31, 23, 59, 59, 999_999_500), "2000-01-01 00:00:00"),
                arguments(TIME, LocalTime.of(23, 59, 59, 999_999_500), "24:00:00"),
                arguments(JSONB, new byte[] {'[', ']'}, "[]"),
                arguments(BYTEA, ByteBuffer.wrap(new byte[] {9, 0, 1, 9}, 1, 2), "\\x0001"));
    }

    @ParameterizedTest(name = "{1} as {0}")
    @MethodSource("unwritable")
    void refusesToWriteWhatTheTypeCannotHold(PgType type, Object value) {
        for (Format format : Format.values()) {
            assertThatExceptionOfType(PgCodecException.class)
                    .isThrownBy(() -> Decoding.encode(type, value, format))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                    .satisfies(e -> assertThat(e.sqlState()).startsWith("22"));
        }
    }

    static Stream<Arguments> unwritable() {
        return Stream.of(
                arguments(INT2, 32_768),
                arguments(INT4, 2_147_483_648L),
                arguments(INT4, 0.5),
                arguments(INT4, Double.NaN),
                arguments(INT8, 0x1p63),
                arguments(INT8, TWO_TO_63),
                arguments(INT8, new BigDecimal("1E+1000000000")),
                arguments(OID, -1),
                arguments(OID, 4_294_967_296L),
                arguments(FLOAT4, 1e300),
                arguments(FLOAT4, 1e-300),
                arguments(FLOAT8, new BigDecimal("1E+1000000000")),
                arguments(NUMERIC, new BigDecimal("1E+131072")),
                arguments(NUMERIC, new BigDecimal("1E+1000000000")),
                arguments(NUMERIC, new BigDecimal("1E-16384")),
                arguments(DATE, LocalDate.of(5_874_898, 1, 1)),
                arguments(DATE, LocalDate.of(-4713, 11, 23)),
                arguments(TIMESTAMP, LocalDateTime.of(294_277, 1, 1, 0, 0)),
                arguments(TIMESTAMP, LocalDateTime.of(294_276, 12, 31, 23, 59, 59, 999_999_500)),
                arguments(TIMESTAMP, LocalDateTime.of(-4713, 11, 23, 23, 59)),
                arguments(TIMESTAMPTZ, Instant.MAX.minusNanos(1)),
                arguments(TIMETZ, OffsetTime.of(LocalTime.NOON, ZoneOffset.ofHours(16))),
                arguments(CHAR, "ab"),
                arguments(CHAR, "é"));
    }

    @Test
    void readsBytesAsAByteBuffer() {
        assertThat(Decoding.fromBinary(JSONB, "015b5d", ByteBuffer.class))
                .isEqualTo(ByteBuffer.wrap(Decoding.utf8("[]")));
        assertThat(Decoding.fromText(BYTEA, "\\x0001", ByteBuffer.class)).isEqualTo(ByteBuffer.wrap(new byte[] {0, 1}));
    }

    @Test
    void writingAByteBufferLeavesItAlone() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3});
        Decoding.toBinary(BYTEA, buffer);
        assertThat(buffer.position()).isZero();
    }

    /** The tables of {@link TypeTableTest} vouch for this way round. */
    private static byte[] binaryOf(PgType type, String text) {
        return Decoding.encode(type, text, Format.BINARY);
    }
}
