package io.penstock.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.codec.UntypedTimestamp;
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
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParameterEncoderTest {
    private static final CodecRegistry REGISTRY = BuiltinCodecs.REGISTRY;

    enum Mood {
        HAPPY {}
    }

    private record Secret(String text) {}

    @Test
    void encodesNoValues() {
        EncodedParameters none = ParameterEncoder.encode(REGISTRY, new Object[0]);

        assertThat(section(none)).isEqualTo("00000000");
        assertThat(none.count()).isZero();
        assertThat(ParameterEncoder.encode(REGISTRY, new Object[0], new int[0])).isSameAs(EncodedParameters.NONE);
    }

    @Test
    void sharesOneFormatCodeWhereAllAreBinary() {
        EncodedParameters parameters = encode(7, null, 8L);

        assertThat(section(parameters))
                .isEqualTo("0001 0001 0003 00000004 00000007 ffffffff 00000008 0000000000000008".replace(" ", ""));
        assertThat(parameters.typeOids()).containsExactly(23, 0, 20);
    }

    @Test
    void sharesOneFormatCodeWhereAllAreText() {
        EncodedParameters parameters = encode("a", null);

        assertThat(section(parameters)).isEqualTo("0001 0000 0002 00000001 61 ffffffff".replace(" ", ""));
        assertThat(parameters.typeOids()).containsExactly(0, 0);
    }

    @Test
    void givesEachItsFormatCodeWhereTheyDiffer() {
        EncodedParameters parameters = encode(7, "a", null, true);

        assertThat(section(parameters))
                .isEqualTo("0004 0001 0000 0000 0001 0004 00000004 00000007 00000001 61 ffffffff 00000001 01"
                        .replace(" ", ""));
        assertThat(parameters.typeOids()).containsExactly(23, 0, 0, 16);
    }

    @Test
    void encodesNullsAlone() {
        assertThat(section(encode((Object) null))).isEqualTo("0001 0000 0001 ffffffff".replace(" ", ""));
        assertThat(section(encode(null, null))).isEqualTo("0001 0000 0002 ffffffff ffffffff".replace(" ", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inferences")
    void infersTheTypeFromTheClass(Object value, PgType type, Format format) {
        EncodedParameters parameters = encode(value);

        assertThat(parameters.typeOids()).containsExactly(type == PgTypes.UNKNOWN ? 0 : type.oid());
        assertThat(section(parameters)).startsWith(format == Format.BINARY ? "00010001" : "00010000");
    }

    static Stream<Arguments> inferences() {
        Instant now = Instant.EPOCH;
        Format binary = Format.BINARY;
        Format text = Format.TEXT;
        return Stream.of(
                arguments(true, PgTypes.BOOL, binary),
                arguments((byte) 1, PgTypes.INT2, binary),
                arguments((short) 1, PgTypes.INT2, binary),
                arguments(1, PgTypes.INT4, binary),
                arguments(1L, PgTypes.INT8, binary),
                arguments(1f, PgTypes.FLOAT4, binary),
                arguments(1d, PgTypes.FLOAT8, binary),
                arguments(BigDecimal.ONE, PgTypes.NUMERIC, binary),
                arguments(BigInteger.ONE, PgTypes.NUMERIC, binary),
                arguments("a", PgTypes.UNKNOWN, text),
                arguments('a', PgTypes.UNKNOWN, text),
                arguments(Mood.HAPPY, PgTypes.UNKNOWN, text),
                arguments(new byte[1], PgTypes.BYTEA, binary),
                arguments(ByteBuffer.allocate(1), PgTypes.BYTEA, binary),
                arguments(ByteBuffer.allocateDirect(1).asReadOnlyBuffer(), PgTypes.BYTEA, binary),
                arguments(new UUID(0, 0), PgTypes.UUID, binary),
                arguments(LocalDate.EPOCH, PgTypes.DATE, binary),
                arguments(LocalTime.NOON, PgTypes.TIME, binary),
                arguments(OffsetTime.of(LocalTime.NOON, ZoneOffset.UTC), PgTypes.TIMETZ, binary),
                arguments(LocalDateTime.MAX, PgTypes.TIMESTAMP, binary),
                arguments(OffsetDateTime.MAX, PgTypes.TIMESTAMPTZ, binary),
                arguments(now, PgTypes.TIMESTAMPTZ, binary),
                arguments(ZonedDateTime.ofInstant(now, ZoneOffset.UTC), PgTypes.TIMESTAMPTZ, binary),
                arguments(new int[] {1}, PgTypes.INT4_ARRAY, binary),
                arguments(new int[][] {{1}}, PgTypes.INT4_ARRAY, binary),
                arguments(new short[0], PgTypes.INT2_ARRAY, binary),
                arguments(new boolean[1], PgTypes.BOOL_ARRAY, binary),
                arguments(new double[1], PgTypes.FLOAT8_ARRAY, binary),
                arguments(new byte[][] {{1}}, PgTypes.BYTEA_ARRAY, binary),
                arguments(new Integer[0], PgTypes.INT4_ARRAY, binary),
                arguments(new Number[] {null, 1L}, PgTypes.INT8_ARRAY, binary),
                arguments(List.of(List.of(1)), PgTypes.INT4_ARRAY, binary),
                arguments(List.of(now), PgTypes.TIMESTAMPTZ_ARRAY, binary),
                arguments(new String[] {"a"}, PgTypes.UNKNOWN, text),
                arguments(List.of("a"), PgTypes.UNKNOWN, text),
                arguments(List.of(Mood.HAPPY), PgTypes.UNKNOWN, text),
                arguments(List.of(), PgTypes.UNKNOWN, text),
                arguments(Arrays.asList(null, null), PgTypes.UNKNOWN, text));
    }

    @Test
    void encodesArraysOfTextAsLiterals() {
        assertThat(section(encode((Object) new String[] {"a b", null, "\""})))
                .isEqualTo(
                        "000100000001" + "00000011" + HexFormat.of().formatHex("{\"a b\",NULL,\"\\\"\"}".getBytes()));
        assertThat(section(encode(List.of()))).isEqualTo("000100000001" + "00000002" + "7b7d");
    }

    @Test
    void encodesAsTheServerWants() {
        EncodedParameters parameters = ParameterEncoder.encode(
                REGISTRY, new Object[] {7, 7, "7", null, List.of(1)}, new int[] {20, 1700, 23, 25, 1007});

        assertThat(section(parameters))
                .isEqualTo(("0005 0001 0001 0000 0000 0001 0005" + "00000008 0000000000000007"
                                + "0000000a 0001 0000 0000 0000 0007" + "00000001 37" + "ffffffff"
                                + "0000001c 00000001 00000000 00000017 00000001 00000001 00000004 00000001")
                        .replace(" ", ""));
        assertThat(parameters.typeOids()).containsExactly(20, 1700, 23, 25, 1007);
    }

    @Test
    void sendsTextForAnyTypeOfTheServer() {
        int mood = 16_384;
        Object[] values = {"HAPPY", Mood.HAPPY, 'H', new String[] {"a"}, List.of(Mood.HAPPY)};
        EncodedParameters parameters =
                ParameterEncoder.encode(REGISTRY, values, new int[] {mood, mood, mood, mood + 1, mood + 1});

        assertThat(section(parameters))
                .isEqualTo(
                        "0001 0000 0005 00000005 4841505059 00000005 4841505059 00000001 48 00000003 7b617d 00000007 7b48415050597d"
                                .replace(" ", ""));
        assertThat(section(ParameterEncoder.encode(REGISTRY, new Object[] {"today"}, new int[] {1082})))
                .isEqualTo("0001 0000 0001 00000005 746f646179".replace(" ", ""));
        assertThat(section(ParameterEncoder.encode(REGISTRY, new Object[] {List.of("a")}, new int[] {2951})))
                .isEqualTo("0001 0000 0001 00000003 7b617d".replace(" ", ""));
    }

    @Test
    void keepsItsOwnCopyOfTheTypes() {
        int[] serverTypes = {23};
        EncodedParameters parameters = ParameterEncoder.encode(REGISTRY, new Object[] {1}, serverTypes);
        serverTypes[0] = 0;

        assertThat(parameters.typeOids()).containsExactly(23);
    }

    @Test
    void takesAsManyParametersAsTheProtocolDoes() {
        Object[] values = new Object[65_535];
        Arrays.fill(values, 1);
        EncodedParameters parameters = ParameterEncoder.encode(REGISTRY, values);

        assertThat(parameters.count()).isEqualTo(65_535);
        assertThat(parameters.length()).isEqualTo(6 + 65_535 * 8);
        assertThat(section(parameters)).startsWith("00010001ffff0000000400000001");
    }

    @Test
    void refusesMoreParameters() {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> ParameterEncoder.encode(REGISTRY, new Object[65_536]))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.TOO_MANY_ARGUMENTS))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                .withMessageContaining("65536 parameters are more than 65535");
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> ParameterEncoder.encode(REGISTRY, new Object[65_536], new int[65_536]));
    }

    @Test
    void refusesAnotherNumberOfValuesThanTheStatementHas() {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> ParameterEncoder.encode(REGISTRY, new Object[] {1}, new int[] {23, 23}))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                .withMessageContaining("statement has 2 parameters, but 1 values are given");
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("failures")
    void namesParameterClassAndType(Object value, int serverType, String problem, String sqlState) {
        Object[] values = {1, value};
        BiConsumer<PgCodecException, String> check = (e, start) -> {
            assertThat(e.getMessage()).startsWith(start).contains("not sent").doesNotContain("hunter2");
            assertThat(e.sqlState()).isEqualTo(sqlState);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        };
        String start = "parameter $2 (" + value.getClass().getTypeName() + " as ";

        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> encodeAs(values, serverType))
                .satisfies(e -> check.accept(e, start + problem));
    }

    static Stream<Arguments> failures() {
        String noText = SqlState.CHARACTER_NOT_IN_REPERTOIRE;
        String none = SqlState.CANNOT_COERCE;
        String range = SqlState.NUMERIC_VALUE_OUT_OF_RANGE;
        return Stream.of(
                arguments("hunter2\0", 0, "unknown): text has a NUL character", noText),
                arguments("hunter2\0", 25, "text): text has a NUL character", noText),
                arguments("hunter2€\0", 1114, "timestamp): text has a NUL character", noText),
                arguments('\0', 0, "unknown): text has a NUL character", noText),
                arguments("hunter2\uD800", 0, "unknown): text has a surrogate without its other half", noText),
                arguments("\uDC00hunter2", 0, "unknown): text has a surrogate without its other half", noText),
                arguments("\uD800\uD800hunter2", 0, "unknown): text has a surrogate", noText),
                arguments('\uD800', 0, "unknown): text has a surrogate without its other half", noText),
                arguments(new String[] {"hunter2\0"}, 0, "unknown): text has a NUL character", noText),
                arguments(new Secret("hunter2"), 0, "any type): no codec sends this", none),
                arguments(new Secret("hunter2"), 1700, "numeric): no codec sends this", none),
                arguments(new Secret("hunter2"), 16_384, "type with OID 16384): no codec sends this", none),
                arguments(new Secret[] {new Secret("hunter2")}, 0, "any type): no codec sends elements of ", none),
                arguments(LocalDateTime.MIN, 1184, "timestamptz): no codec sends this", none),
                arguments(Instant.EPOCH, 1114, "timestamp): no codec sends this", none),
                arguments(1, 25, "text): no codec sends this", none),
                arguments(List.of(1), 23, "int4): no codec sends this", none),
                arguments(List.of("hunter2"), 25, "text): no codec sends this", none),
                arguments(1L << 40, 23, "int4): value is out of range of int4", range),
                arguments(new BigDecimal("1E+1000000000"), 0, "numeric): value is out of range", range),
                arguments(List.of(1L << 40), 1007, "_int4): value is out of range of int4", range));
    }

    @Test
    void wrapsWhatAUsersCodecThrows() {
        RuntimeException thrown = new IllegalStateException("thrown by the codec");
        CodecRegistry registry = REGISTRY.with(secretCodec(PgTypes.TEXT, (value, out) -> {
            throw thrown;
        }));

        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> ParameterEncoder.encode(registry, new Object[] {new Secret("hunter2")}))
                .withMessageStartingWith("parameter $1 (" + Secret.class.getTypeName() + " as text): the codec failed")
                .withCause(thrown)
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
    }

    @Test
    void refusesACodecThatRemovesBytes() {
        CodecRegistry registry = REGISTRY.with(secretCodec(PgTypes.TEXT, (value, out) -> out.clear()));

        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> ParameterEncoder.encode(registry, new Object[] {1, new Secret("")}))
                .withMessageContaining("the codec removed bytes of others");
    }

    @Test
    void sendsATypeThatIsKnownByNameOnlyAsText() {
        CodecRegistry registry =
                REGISTRY.with(secretCodec(PgType.named("secret"), (value, out) -> out.writeUtf8(value.text())));
        EncodedParameters before = ParameterEncoder.encode(registry, new Object[] {new Secret("x")});

        assertThat(section(before)).isEqualTo("0001 0000 0001 00000001 78".replace(" ", ""));
        assertThat(before.typeOids()).containsExactly(0);

        PgType loaded = new PgType(16_400, "secret", PgType.Kind.BASE, 0, 16_401);
        PgType array = new PgType(16_401, "_secret", PgType.Kind.ARRAY, 16_400, 0);
        CodecRegistry after = registry.withTypes(List.of(loaded, array));
        EncodedParameters binary = ParameterEncoder.encode(after, new Object[] {new Secret("x")});
        EncodedParameters elements = ParameterEncoder.encode(after, new Object[] {List.of(new Secret("x"))});

        assertThat(section(binary)).isEqualTo("0001 0001 0001 00000001 78".replace(" ", ""));
        assertThat(binary.typeOids()).containsExactly(16_400);
        assertThat(elements.typeOids()).containsExactly(16_401);
        assertThat(section(elements))
                .isEqualTo("0001 0001 0001 00000019 00000001 00000000 00004010 00000001 00000001 00000001 78"
                        .replace(" ", ""));
    }

    @Test
    void refusesABinaryCodecWhoseTypeHasNotBeenLoaded() {
        Codec<Secret> codec = secretCodec(PgType.named("secret"), (value, out) -> {});
        CodecRegistry registry = REGISTRY.with(new Codec<Secret>() {
            @Override
            public PgType type() {
                return codec.type();
            }

            @Override
            public Class<Secret> javaType() {
                return codec.javaType();
            }

            @Override
            public boolean supports(Format format) {
                return format == Format.BINARY;
            }

            @Override
            public void encode(Secret value, Format format, PgWriter out) {
                codec.encode(value, format, out);
            }

            @Override
            public Secret decode(PgReader in, Format format) {
                return codec.decode(in, format);
            }
        });

        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> ParameterEncoder.encode(registry, new Object[] {new Secret("")}))
                .withMessageContaining("as secret): its type has not been loaded");
    }

    @Test
    void encodesWhatIsGivenAsItEncodesArrays() {
        var encoder = new ParameterEncoder(BuiltinCodecs.REGISTRY);
        var values = new Object[][] {{1, "a"}, {2, null}, {null, "b"}, {3, "c"}};
        var types = new int[][] {{0, 0}, {20, 25}, {20, 0}, {0, 0}};
        for (int i = 0; i < values.length; i++) {
            encoder.begin(2);
            for (int j = 0; j < 2; j++) {
                encoder.give(values[i][j], types[i][j]);
            }

            EncodedParameters given = encoder.end();

            EncodedParameters expected = ParameterEncoder.encodeDeclared(BuiltinCodecs.REGISTRY, values[i], types[i]);
            assertThat(Arrays.copyOf(given.bytes(), given.length()))
                    .isEqualTo(Arrays.copyOf(expected.bytes(), expected.length()));
            assertThat(given.typeOids()).isEqualTo(expected.typeOids());
        }
    }

    private static Stream<Arguments> sequencesOfValues() {
        return Stream.of(
                arguments("classes", List.of(7, 7, 7L, "text", 7, true)),
                arguments("what is in lists", List.of(List.of(1), List.of("a"), List.of(2L), 7, List.of(1))),
                arguments("what is in arrays", List.of(new Object[] {1}, new Object[] {"a"}, new int[] {3})));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sequencesOfValues")
    void encodesEachValueAsIfThereHadBeenNoneBefore(String what, List<Object> values) {
        var kept = new ParameterEncoder(REGISTRY);

        for (Object value : values) {
            EncodedParameters alone = ParameterEncoder.encode(REGISTRY, new Object[] {value});
            EncodedParameters next = kept.encodeNext(new Object[] {value});
            assertThat(section(next)).isEqualTo(section(alone));
            assertThat(next.typeOids()).isEqualTo(alone.typeOids());
        }
    }

    @Test
    void encodesOneClassAsTheTypeThatItIsDeclaredAsNow() {
        var kept = new ParameterEncoder(REGISTRY);

        for (PgType type : List.of(PgTypes.INT4, PgTypes.INT4, PgTypes.INT8, PgTypes.INT2, PgTypes.INT4)) {
            EncodedParameters alone =
                    ParameterEncoder.encodeDeclared(REGISTRY, new Object[] {7}, new int[] {type.oid()});
            kept.begin(1);
            kept.give(7, type.oid());
            EncodedParameters next = kept.end();
            assertThat(section(next)).isEqualTo(section(alone));
            assertThat(next.typeOids()).isEqualTo(alone.typeOids());
        }
    }

    /** What is in front of the values is that of the section before, where that serves: of one format and of the other, of several, of as many values and of others. */
    @Test
    void writesEachSectionAsIfThereHadBeenNoneBefore() {
        var kept = new ParameterEncoder(REGISTRY);
        var time = new UntypedTimestamp(1_700_000_000L, 5_000, 3_600);

        for (Object[] values : new Object[][] {
            {1, 2},
            {3, 4},
            {"a", "b"},
            {"c", 5},
            {6, "d"},
            {7, 8},
            {null, 9},
            {null, "e"},
            {null, "f"},
            {null, null, "g"},
            {10, 11, "h"},
            {12, 13, 14},
            {15, 15, "i"},
            {16},
            {"j"},
            {17},
            {time, 18},
            {19, time},
            {time, "k"},
            {20, 21},
            {time, 22, time, "l"},
            {23, 24, 25, 26},
            {time, 27, time, "m"}
        }) {
            EncodedParameters alone = ParameterEncoder.encode(REGISTRY, values);
            EncodedParameters next = kept.encodeNext(values);
            assertThat(section(next)).isEqualTo(section(alone));
            assertThat(section(next.inText(0))).isEqualTo(section(alone.inText(0)));
            assertThat(next.typeOids()).isEqualTo(alone.typeOids());
        }
    }

    @Test
    void detachesSectionsFromThoseThatFollow() {
        var encoder = new ParameterEncoder(BuiltinCodecs.REGISTRY);
        EncodedParameters first = encoder.detached(encoder.encodeNext(new Object[] {1}));
        EncodedParameters second = encoder.detached(encoder.encodeNext(new Object[] {"two"}));
        EncodedParameters third = encoder.detached(encoder.encodeNext(new Object[] {"three"}));

        EncodedParameters alone = ParameterEncoder.encode(BuiltinCodecs.REGISTRY, new Object[] {1});
        int start = first.start(0);
        assertThat(Arrays.copyOfRange(first.bytes(), start, start + first.length()))
                .isEqualTo(Arrays.copyOf(alone.bytes(), alone.length()));
        assertThat(first.typeOids()).containsExactly(PgTypes.INT4.oid());
        assertThat(second.typeOids()).isSameAs(third.typeOids()).containsExactly(0);
    }

    @Test
    void sharesWhatLeadsToSectionsThatStayValid() {
        var encoder = new ParameterEncoder(BuiltinCodecs.REGISTRY);
        Object time = new UntypedTimestamp(1_700_000_000L, 5_000, 3_600);
        Object[][] all = {{1}, {2}, {}, {3}, {"x".repeat(100)}, {"two"}, {time}, {4}, {5}};
        var shared = new ArrayList<EncodedParameters>();
        var uses = new ArrayList<Integer>();
        for (Object[] values : all) {
            shared.add(encoder.shared(encoder.encodeNext(values)));
            uses.add(encoder.sharedUse());
        }

        for (int i = 0; i < all.length; i++) {
            EncodedParameters alone = alone(all[i]);
            EncodedParameters one = shared.get(i);
            assertThat(sectionOf(one, uses.get(i))).isEqualTo(sectionOf(alone, 0));
            assertThat(one.typeOids()).isEqualTo(alone.typeOids());
            assertThat(one.open(uses.get(i))).isEqualTo(alone.open());
        }
        assertThat(shared.get(8)).isSameAs(shared.get(7));
        assertThat(List.of(uses.get(2), uses.get(4), uses.get(6)))
                .as("those by themselves")
                .containsOnly(0);
    }

    /** What failed half-way has left nothing that the next would be taken for, nor touched those before it. */
    @Test
    void sharesNothingOfWhatCannotBeEncoded() {
        var encoder = new ParameterEncoder(BuiltinCodecs.REGISTRY);
        for (int i = 0; i < 8; i++) {
            // The first few arrays hold little.
            encoder.shared(encoder.encodeNext(new Object[] {0, 0}));
        }
        EncodedParameters before = encoder.shared(encoder.encodeNext(new Object[] {1, 2}));
        int first = encoder.sharedUse();
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> encoder.shared(encoder.encodeNext(new Object[] {7, new Object()})));
        EncodedParameters behind = encoder.shared(encoder.encodeNext(new Object[] {3, 4}));
        int second = encoder.sharedUse();

        assertThat(behind.bytes()).isSameAs(before.bytes());
        assertThat(sectionOf(before, first)).isEqualTo(sectionOf(alone(1, 2), 0));
        assertThat(sectionOf(behind, second)).isEqualTo(sectionOf(alone(3, 4), 0));
    }

    private static EncodedParameters alone(Object... values) {
        return ParameterEncoder.encode(BuiltinCodecs.REGISTRY, values);
    }

    private static byte[] sectionOf(EncodedParameters parameters, int use) {
        int start = parameters.start(use);
        return Arrays.copyOfRange(parameters.bytes(), start, start + parameters.length(use));
    }

    @Test
    void encodesNothingGiven() {
        var encoder = new ParameterEncoder(BuiltinCodecs.REGISTRY);
        encoder.begin(0);

        assertThat(encoder.end()).isSameAs(EncodedParameters.NONE);
    }

    @Test
    void toStringShowsNoValue() {
        assertThat(encode("hunter2")).hasToString("EncodedParameters[1 values, 17 bytes]");
    }

    private static EncodedParameters encode(Object... values) {
        return ParameterEncoder.encode(REGISTRY, values);
    }

    private static EncodedParameters encodeAs(Object[] values, int serverType) {
        return serverType == 0
                ? ParameterEncoder.encode(REGISTRY, values)
                : ParameterEncoder.encode(REGISTRY, values, new int[] {23, serverType});
    }

    private static String section(EncodedParameters parameters) {
        return HexFormat.of().formatHex(parameters.bytes(), 0, parameters.length());
    }

    private static Codec<Secret> secretCodec(PgType type, BiConsumer<Secret, PgWriter> encoding) {
        return new Codec<>() {
            @Override
            public PgType type() {
                return type;
            }

            @Override
            public Class<Secret> javaType() {
                return Secret.class;
            }

            @Override
            public void encode(Secret value, Format format, PgWriter out) {
                encoding.accept(value, out);
            }

            @Override
            public Secret decode(PgReader in, Format format) {
                return new Secret(in.readUtf8());
            }
        };
    }
}
