package io.penstock.internal.codec.extension;

import static io.penstock.internal.codec.Decoding.decode;
import static io.penstock.internal.codec.Decoding.hex;
import static io.penstock.internal.codec.Decoding.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgType.Kind;
import io.penstock.codec.PgWriter;
import io.penstock.codec.SparseVector;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.internal.codec.array.SentAs;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** hstore's rows were printed by a PostgreSQL 18 server; those of pgvector follow the formats of its source. */
class ExtensionCodecTest {
    private static final PgType HSTORE = type(16_400, "hstore");
    private static final PgType VECTOR = type(16_401, "vector");
    private static final PgType HALFVEC = type(16_402, "halfvec");
    private static final PgType SPARSEVEC = type(16_403, "sparsevec");
    private static final PgType CITEXT = type(16_404, "citext");
    private static final PgType LTREE = type(16_405, "ltree");
    private static final CodecRegistry REGISTRY =
            BuiltinCodecs.REGISTRY.withTypes(List.of(HSTORE, VECTOR, HALFVEC, SPARSEVEC, CITEXT, LTREE));

    private static PgType type(int oid, String name) {
        return new PgType(oid, "extensions", name, Kind.BASE, 0, 0, ',', List.of());
    }

    private static byte[] encode(PgType type, Object value, Format format) {
        PgWriter out = new PgWriter(0);
        SentAs.type(REGISTRY, type.oid(), value).encode(value, format, out);
        return out.toByteArray();
    }

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("rows")
    void readsAndWritesBothForms(PgType type, Object value, String binary, String text) {
        var codec = REGISTRY.forDecoding(type.oid());

        assertThat(REGISTRY.binary(type.oid())).isTrue();
        assertThat(decode(codec, hex(binary), Format.BINARY)).isEqualTo(value);
        assertThat(decode(codec, utf8(text), Format.TEXT)).isEqualTo(value);
        assertThat(HexFormat.of().formatHex(encode(type, value, Format.BINARY))).isEqualTo(binary);
        assertThat(encode(type, value, Format.TEXT)).asString(UTF_8).isEqualTo(text);
        assertThat(decode(REGISTRY.forDecoding(type.oid(), String.class), hex(binary), Format.BINARY))
                .isEqualTo(text);
    }

    static Stream<Arguments> rows() {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("a", "1");
        pairs.put("", "");
        pairs.put("q\"\\", null);
        return Stream.of(
                arguments(HSTORE, Map.of(), "00000000", ""),
                arguments(
                        HSTORE,
                        pairs,
                        "0000000300000001610000000131" + "0000000000000000" + "0000000371225cffffffff",
                        "\"a\"=>\"1\", \"\"=>\"\", \"q\\\"\\\\\"=>NULL"),
                arguments(
                        VECTOR,
                        new float[] {1, -2.5f, 1e10f},
                        "00030000" + "3f800000c0200000501502f9",
                        "[1,-2.5,1e+10]"),
                arguments(HALFVEC, new float[] {1, -2.5f, 65_504}, "00030000" + "3c00c1007bff", "[1,-2.5,65504]"),
                arguments(
                        SPARSEVEC,
                        SparseVector.of(5, Map.of(0, 1.5f, 2, 2f)),
                        "000000050000000200000000" + "0000000000000002" + "3fc0000040000000",
                        "{1:1.5,3:2}/5"),
                arguments(SPARSEVEC, SparseVector.of(3, Map.of()), "000000030000000000000000", "{}/3"),
                arguments(CITEXT, "Ä b", "c3842062", "Ä b"),
                arguments(LTREE, "a.b.c", "01612e622e63", "a.b.c"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("bad")
    void refusesWhatTheServerCannotHaveSent(PgType type, String bytes, Format format) {
        byte[] value = format == Format.TEXT ? utf8(bytes) : hex(bytes);

        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> decode(REGISTRY.forDecoding(type.oid()), value, format))
                .satisfies(e -> assertThat(e.sqlState()).startsWith("22").isNotEqualTo(SqlState.DATA_EXCEPTION));
    }

    static Stream<Arguments> bad() {
        Stream<Arguments> binaries = Stream.of(
                        arguments(HSTORE, ""),
                        arguments(HSTORE, "00000001"),
                        arguments(HSTORE, "7fffffff"),
                        arguments(HSTORE, "ffffffff"),
                        arguments(HSTORE, "00000001ffffffffffffffff"),
                        arguments(HSTORE, "00000001" + "0000000161" + "fffffffe"),
                        arguments(HSTORE, "00000001" + "0000000161" + "7fffffff"),
                        arguments(HSTORE, "00000002" + "0000000161ffffffff".repeat(2)),
                        arguments(HSTORE, "00000000" + "00"),
                        arguments(VECTOR, ""),
                        arguments(VECTOR, "00010000"),
                        arguments(VECTOR, "00010001" + "3f800000"),
                        arguments(VECTOR, "7fff0000" + "3f800000"),
                        arguments(VECTOR, "ffff0000"),
                        arguments(VECTOR, "00000000" + "3f800000"),
                        arguments(HALFVEC, "00010000" + "3c"),
                        arguments(SPARSEVEC, ""),
                        arguments(SPARSEVEC, "000000057fffffff00000000"),
                        arguments(SPARSEVEC, "00000005ffffffff00000000"),
                        arguments(SPARSEVEC, "000000050000000100000000" + "00000005" + "3f800000"),
                        arguments(SPARSEVEC, "000000050000000100000000" + "ffffffff" + "3f800000"),
                        arguments(SPARSEVEC, "000000050000000200000000" + "0000000100000001" + "3f8000003f800000"),
                        arguments(SPARSEVEC, "ffffffff0000000000000000"),
                        arguments(LTREE, "02612e62"))
                .map(row -> arguments(row.get()[0], row.get()[1], Format.BINARY));
        Stream<Arguments> texts = Stream.of(
                        arguments(HSTORE, "a=>1"),
                        arguments(HSTORE, "\"a\"=>\"1"),
                        arguments(HSTORE, "\"a\"=>\"1\","),
                        arguments(HSTORE, "\"a\"=>\"1\", "),
                        arguments(HSTORE, "\"a\""),
                        arguments(HSTORE, "\"a\"=>NULLx"),
                        arguments(HSTORE, "\"a\\"),
                        arguments(HSTORE, "\"a\"=>\"1\", \"a\"=>\"2\""),
                        arguments(VECTOR, ""),
                        arguments(VECTOR, "[]"),
                        arguments(VECTOR, "[1,]"),
                        arguments(VECTOR, "[1"),
                        arguments(VECTOR, "[1]x"),
                        arguments(VECTOR, "1,2"),
                        arguments(SPARSEVEC, "{1:1}"),
                        arguments(SPARSEVEC, "{0:1}/3"),
                        arguments(SPARSEVEC, "{4:1}/3"),
                        arguments(SPARSEVEC, "{1:1,1:2}/3"),
                        arguments(SPARSEVEC, "{1:1,}/3"),
                        arguments(SPARSEVEC, "{1:1}/99999999999"))
                .map(row -> arguments(row.get()[0], row.get()[1], Format.TEXT));
        return Stream.concat(binaries, texts);
    }

    // ---- hstore

    @Test
    void sendsAnyMapOfStrings() {
        assertThat(encode(HSTORE, new TreeMap<>(Map.of("b", "2", "a", "1")), Format.TEXT))
                .asString(UTF_8)
                .isEqualTo("\"a\"=>\"1\", \"b\"=>\"2\"");
        Map<String, Object> numbers = new HashMap<>(Map.of("a", 1));
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> encode(HSTORE, numbers, Format.TEXT))
                .withMessageContaining("not of java.lang.Integer");
        Map<String, Object> keyless = new HashMap<>();
        keyless.put(null, "a");
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> encode(HSTORE, keyless, Format.BINARY))
                .withMessageContaining("not of null");
    }

    @Test
    void readsNoOtherMapThanOneThatCannotBeChanged() {
        assertThat(REGISTRY.decodes(HSTORE.oid(), Map.class)).isTrue();
        assertThat(REGISTRY.decodes(HSTORE.oid(), HashMap.class)).isFalse();
    }

    @Test
    void leavesTypesOfTheseNamesAloneThatAreNoneOfThem() {
        CodecRegistry registry = BuiltinCodecs.REGISTRY.withTypes(
                List.of(new PgType(16_410, "public", "vector", Kind.ENUM, 0, 0, ',', List.of())));

        assertThat(registry.forDecoding(16_410).javaType()).isEqualTo(String.class);
    }

    // ---- pgvector

    @Test
    void everyHalfComesBackAsItWas() {
        for (int half = 0; half <= 0xFFFF; half++) {
            float value = VectorElement.toFloat((short) half);
            if (!Float.isNaN(value) && !Float.isInfinite(value)) {
                assertThat(VectorElement.toHalf(value, HALFVEC)).isEqualTo(half);
            }
        }
    }

    /** The nearest one; of two that are equally near the even one. */
    @ParameterizedTest
    @CsvSource({
        "0.1, 2e66",
        "1.00048828125, 3c00",
        "1.0004884, 3c01",
        "1.00146484375, 3c02",
        "2047.99, 6800",
        "65519.996, 7bff",
        "2.9802322e-8, 0000",
        "2.980233e-8, 0001",
        "6.097555e-5, 03ff",
        "6.1e-5, 03ff",
        "6.1035156e-5, 0400",
        "-0.0, 8000"
    })
    void roundsToTheNearestHalf(float value, String half) {
        assertThat(VectorElement.toHalf(value, HALFVEC)).isEqualTo(Integer.parseInt(half, 16));
    }

    @ParameterizedTest
    @CsvSource({"65520", "-65520", "3.4e38", "NaN", "Infinity"})
    void refusesWhatNoHalfHolds(float value) {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> VectorElement.toHalf(value, HALFVEC))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.NUMERIC_VALUE_OUT_OF_RANGE));
    }

    @Test
    void sparseVectorsSayTheirElements() {
        SparseVector vector = SparseVector.of(4, Map.of(3, 2f, 1, 1f));

        assertThat(vector.toArray()).containsExactly(0, 1, 0, 2);
        assertThat(vector.index(0)).isEqualTo(1);
        assertThat(vector).hasSameHashCodeAs(SparseVector.of(4, Map.of(1, 1f, 3, 2f)));
        assertThat(vector).isNotEqualTo(SparseVector.of(5, Map.of(1, 1f, 3, 2f)));
        assertThat(vector).hasToString("SparseVector[4 dimensions, 2 elements]");
        assertThatIllegalArgumentException().isThrownBy(() -> SparseVector.of(1, Map.of(1, 1f)));
        assertThatIllegalArgumentException().isThrownBy(() -> SparseVector.of(1, Map.of(-1, 1f)));
    }

    @Test
    void refusesVectorsThatAreTooLong() {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> encode(VECTOR, new float[40_000], Format.TEXT))
                .withMessageContaining("vector cannot have 40000 dimensions");
    }
}
