package io.penstock.internal.codec;

import static io.penstock.internal.codec.Decoding.decode;
import static io.penstock.internal.codec.Decoding.hex;
import static io.penstock.internal.codec.Decoding.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgType.Attribute;
import io.penstock.codec.PgType.Kind;
import io.penstock.codec.PgTypes;
import io.penstock.codec.Range;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Types that a database defines: domains, enums, types of one name in several schemas, and what no honest catalog has. */
class UserTypesTest {
    private static final PgType MOOD = type(16_400, "a", "mood", Kind.ENUM, 0, 16_401);
    private static final PgType MOODS = type(16_401, "a", "_mood", Kind.ARRAY, 16_400, 0);
    private static final PgType OTHER_MOOD = type(16_402, "b", "mood", Kind.ENUM, 0, 0);
    private static final PgType YEAR = type(16_410, "a", "year", Kind.DOMAIN, PgTypes.INT4.oid(), 16_411);
    private static final PgType YEARS = type(16_411, "a", "_year", Kind.ARRAY, 16_410, 0);
    private static final PgType LEAP_YEAR = type(16_412, "a", "leap_year", Kind.DOMAIN, 16_410, 0);
    private static final PgType TAGS = type(16_420, "a", "tags", Kind.DOMAIN, PgTypes.TEXT_ARRAY.oid(), 0);
    private static final PgType YEAR_RANGE = type(16_430, "a", "years", Kind.RANGE, 16_410, 0);

    private static final CodecRegistry REGISTRY =
            BuiltinCodecs.REGISTRY.withTypes(List.of(MOOD, MOODS, YEAR, YEARS, LEAP_YEAR, TAGS, YEAR_RANGE));

    enum Mood {
        sad,
        HAPPY {
            @Override
            public String toString() {
                return "has a class of its own";
            }
        }
    }

    private static PgType type(int oid, String schema, String name, Kind kind, int element, int array) {
        return new PgType(oid, schema, name, kind, element, array, ',', List.of());
    }

    private static Object binary(PgType type, String hex) {
        return decode(REGISTRY.forDecoding(type.oid()), hex(hex), Format.BINARY);
    }

    private static <T> T text(CodecRegistry registry, PgType type, String text, Class<T> javaType) {
        return decode(registry.forDecoding(type.oid(), javaType), utf8(text), Format.TEXT);
    }

    private static String sent(CodecRegistry registry, Object value, int... types) {
        EncodedParameters parameters = types.length == 0
                ? ParameterEncoder.encode(registry, new Object[] {value})
                : ParameterEncoder.encode(registry, new Object[] {value}, types);
        // One format code, one value: its bytes start behind 2 + 2 + 2 + 4.
        String bytes = new String(parameters.bytes(), 10, parameters.length() - 10, UTF_8);
        return Integer.toUnsignedString(parameters.typeOids()[0]) + " " + bytes;
    }

    // ---- enums

    @Test
    void readsAnEnumInBinary() {
        assertThat(REGISTRY.binary(MOOD.oid())).isTrue();
        assertThat(binary(MOOD, "736164")).isEqualTo("sad");
        assertThat(decode(REGISTRY.forDecoding(MOOD.oid(), Mood.class), utf8("HAPPY"), Format.BINARY))
                .isEqualTo(Mood.HAPPY);
        assertThat(text(REGISTRY, MOODS, "{sad,NULL,HAPPY}", Mood[].class)).containsExactly(Mood.sad, null, Mood.HAPPY);
    }

    /** A label is the constant's name to the letter: SAD and sad are two labels to the server as well. */
    @Test
    void takesALabelToTheLetter() {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> text(REGISTRY, MOOD, "SAD", Mood.class))
                .withMessageContaining("label of mood is no constant of " + Mood.class.getTypeName());
    }

    @Test
    void sendsAnEnumByItsName() {
        assertThat(sent(REGISTRY, Mood.HAPPY)).isEqualTo("0 HAPPY");
        assertThat(sent(REGISTRY, Mood.HAPPY, MOOD.oid())).isEqualTo("16400 HAPPY");
        assertThat(sent(REGISTRY, List.of(Mood.sad), MOODS.oid())).isEqualTo("16401 {sad}");
        assertThat(sent(REGISTRY, "sad", MOOD.oid())).isEqualTo("16400 sad");
    }

    @Test
    void isTheDefaultOfATypeThatItIsMappedTo() {
        CodecRegistry mapped = REGISTRY.withMapping(Mood.class, PgType.named("mood"));

        assertThat(decode(mapped.forDecoding(MOOD.oid()), utf8("sad"), Format.BINARY))
                .isEqualTo(Mood.sad);
        assertThat(decode(mapped.forDecoding(MOODS.oid()), utf8("{sad}"), Format.TEXT))
                .isEqualTo(List.of(Mood.sad));
        assertThat(text(mapped, MOOD, "sad", String.class)).isEqualTo("sad");
        assertThat(sent(mapped, Mood.HAPPY)).isEqualTo("16400 HAPPY");
        assertThat(sent(mapped, List.of(Mood.HAPPY))).isEqualTo("16401 {HAPPY}");
        assertThat(mapped.namedTypes()).containsExactly(PgType.named("mood"));
    }

    @Test
    void sendsAMappedClassWithoutATypeUntilThatIsLoaded() {
        CodecRegistry mapped = BuiltinCodecs.REGISTRY.withMapping(Mood.class, PgType.named("mood"));

        assertThat(sent(mapped, Mood.HAPPY)).isEqualTo("0 HAPPY");
        assertThat(sent(mapped, List.of(Mood.HAPPY))).isEqualTo("0 {HAPPY}");
    }

    // ---- names

    @Test
    void leavesAnAmbiguousNameToTheServer() {
        CodecRegistry both = REGISTRY.withTypes(List.of(OTHER_MOOD));
        CodecRegistry mapped = both.withMapping(Mood.class, PgType.named("mood"));
        CodecRegistry qualified = both.withMapping(Mood.class, PgType.named("b", "mood"));

        assertThat(both.type("mood")).isNull();
        assertThat(both.type("_mood")).isEqualTo(MOODS);
        assertThat(sent(mapped, Mood.sad)).isEqualTo("0 sad");
        assertThat(sent(qualified, Mood.sad)).isEqualTo("16402 sad");
        // Reading knows the OID, so a name without a schema stands for both.
        for (PgType type : List.of(MOOD, OTHER_MOOD)) {
            assertThat(decode(mapped.forDecoding(type.oid()), utf8("sad"), Format.TEXT))
                    .isEqualTo(Mood.sad);
        }
        assertThat(decode(qualified.forDecoding(MOOD.oid()), utf8("sad"), Format.TEXT))
                .isEqualTo("sad");
    }

    @Test
    void prefersTheCatalogsOwnTypeOfAName() {
        CodecRegistry registry = REGISTRY.withTypes(List.of(type(16_440, "a", "int4", Kind.ENUM, 0, 0)));

        assertThat(registry.resolve(PgType.named("int4"))).isEqualTo(PgTypes.INT4);
        assertThat(registry.resolve(PgType.named("a", "int4")).oid()).isEqualTo(16_440);
        assertThat(registry.resolve(PgType.named("c", "int4")).oid()).isZero();
    }

    // ---- domains

    @Test
    void readsAndWritesADomainAsItsBaseType() {
        for (PgType type : List.of(YEAR, LEAP_YEAR)) {
            assertThat(REGISTRY.binary(type.oid())).isTrue();
            assertThat(binary(type, "000007e8")).isEqualTo(2024);
            assertThat(text(REGISTRY, type, "2024", long.class)).isEqualTo(2024L);
            assertThat(REGISTRY.baseType(type.oid())).isEqualTo(PgTypes.INT4);
            assertThat(REGISTRY.type(type.oid())).isEqualTo(type);
        }
        assertThat(sent(REGISTRY, 2024, YEAR.oid())).isEqualTo("16410 \0\0\7\uFFFD");
        assertThat(sent(REGISTRY, "2024", YEAR.oid())).isEqualTo("16410 2024");
    }

    @Test
    void readsAndWritesArraysOfADomain() {
        String binary = "00000001" + "00000000" + "0000401a" + "0000000100000001" + "00000004000007e8";

        assertThat(binary(YEARS, binary)).isEqualTo(List.of(2024));
        assertThat(decode(REGISTRY.forDecoding(YEARS.oid(), int[].class), hex(binary), Format.BINARY))
                .containsExactly(2024);
        EncodedParameters parameters =
                ParameterEncoder.encode(REGISTRY, new Object[] {new int[] {2024}}, new int[] {YEARS.oid()});
        assertThat(parameters.bytes()).startsWith(0, 1, 0, 1, 0, 1).containsSubsequence(hex(binary));
    }

    @Test
    void readsAndWritesADomainOverAnArray() {
        assertThat(text(REGISTRY, TAGS, "{a,b}", Object.class)).isEqualTo(List.of("a", "b"));
        assertThat(sent(REGISTRY, List.of("a", "b"), TAGS.oid())).isEqualTo("16420 {a,b}");
    }

    @Test
    void readsARangeOfADomain() {
        assertThat(binary(YEAR_RANGE, "1200000004000007e8")).isEqualTo(Range.atLeast(2024));
        assertThat(sent(REGISTRY, Range.atLeast("2024"), YEAR_RANGE.oid())).startsWith("16430 ");
    }

    @Test
    void aDomainMayHaveACodecOfItsOwn() {
        CodecRegistry mapped = REGISTRY.withMapping(Mood.class, PgType.named("mood_text"))
                .withTypes(List.of(type(16_450, "a", "mood_text", Kind.DOMAIN, PgTypes.TEXT.oid(), 0)));

        assertThat(decode(mapped.forDecoding(16_450), utf8("sad"), Format.BINARY))
                .isEqualTo(Mood.sad);
        assertThat(text(mapped, mapped.type(16_450), "sad", String.class)).isEqualTo("sad");
    }

    // ---- what is not known

    @Test
    void sendsLiteralsToATypeThatHasNotBeenLoaded() {
        assertThat(sent(REGISTRY, Range.closed(1, 2), 16_499)).isEqualTo("16499 [1,2]");
        assertThat(sent(REGISTRY, List.of(Mood.sad), 16_499)).isEqualTo("16499 {sad}");
        assertThat(sent(REGISTRY, Mood.sad, 16_499)).isEqualTo("16499 sad");
    }

    @Test
    void anArrayOfElementsWithAnUnloadedTypeIsALiteral() {
        Codec<StringBuilder> codec = new CodecOfText<>(PgType.named("later"), StringBuilder.class);

        assertThat(sent(REGISTRY.with(codec), List.of(new StringBuilder("x")))).isEqualTo("0 {x}");
    }

    // ---- what no honest catalog has

    @Test
    void aTypeMadeOfItselfIsReadAsText() {
        List<PgType> circles = List.of(
                type(16_500, "a", "d1", Kind.DOMAIN, 16_501, 0),
                type(16_501, "a", "d2", Kind.DOMAIN, 16_500, 0),
                type(16_502, "a", "r1", Kind.RANGE, 16_503, 0),
                type(16_503, "a", "r2", Kind.RANGE, 16_502, 0),
                type(16_504, "a", "m", Kind.MULTIRANGE, 16_504, 0),
                type(16_505, "a", "_c", Kind.ARRAY, 16_506, 0),
                new PgType(16_506, "a", "c", Kind.COMPOSITE, 0, 16_505, ',', List.of(new Attribute("x", 16_505))));
        CodecRegistry registry = REGISTRY.withTypes(circles);

        for (PgType circle : circles) {
            assertThat(registry.binary(circle.oid())).isFalse();
            assertThat(decode(registry.forDecoding(circle.oid()), utf8("(x)"), Format.TEXT))
                    .isEqualTo("(x)");
            assertThat(registry.baseType(circle.oid()).oid()).isEqualTo(circle.oid());
        }
        assertThat(registry.type(YEARS.oid())).isEqualTo(YEARS);
    }

    @Test
    void typesNestedTenThousandDeepAreReadAsText() {
        List<PgType> chain = new ArrayList<>();
        for (int oid = 20_000; oid < 30_000; oid++) {
            int element = oid == 20_000 ? PgTypes.INT4.oid() : oid - 1;
            chain.add(type(oid, "a", "r" + oid, Kind.RANGE, element, 0));
        }
        CodecRegistry registry = REGISTRY.withTypes(chain);

        assertThat(registry.forDecoding(29_999).javaType()).isEqualTo(String.class);
        assertThat(registry.forDecoding(20_050).javaType()).isEqualTo(Range.class);
        // Deep enough to be refused, not to exhaust the stack: each level of the value opens a range of the next.
        String nested = "02" + "00000400".repeat(50);
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> decode(registry.forDecoding(20_090), hex(nested), Format.BINARY))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.INVALID_BINARY_REPRESENTATION));
    }
}
