package io.penstock.internal.codec.composite;

import static io.penstock.internal.codec.Decoding.decode;
import static io.penstock.internal.codec.Decoding.hex;
import static io.penstock.internal.codec.Decoding.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Composite;
import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgType.Attribute;
import io.penstock.codec.PgType.Kind;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.codec.Range;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.codec.ParameterEncoder;
import io.penstock.internal.codec.array.SentAs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden rows were printed by a PostgreSQL 18 server. */
class CompositeCodecTest {
    private static final PgType ADDRESS = composite(
            16_400,
            "address",
            16_401,
            new Attribute("street", PgTypes.TEXT.oid()),
            new Attribute("zip_code", PgTypes.INT4.oid()),
            new Attribute("tags", PgTypes.TEXT_ARRAY.oid()));
    private static final PgType ADDRESSES = new PgType(16_401, "_address", Kind.ARRAY, 16_400, 0);
    private static final PgType PERSON = composite(
            16_402,
            "person",
            0,
            new Attribute("name", PgTypes.TEXT.oid()),
            new Attribute("homes", 16_401),
            new Attribute("lived", PgTypes.TSTZRANGE.oid()));
    private static final CodecRegistry REGISTRY = BuiltinCodecs.REGISTRY.withTypes(List.of(ADDRESS, ADDRESSES, PERSON));

    private static final String BINARY = "00000003000000190000000b6120226222205c6328782900000017000000040000000c"
            + "000003f1000000200000000100000000000000190000000200000001000000017000000003712072";
    private static final String TEXT = "(\"a \"\"b\"\" \\\\c(x)\",12,\"{p,\"\"q r\"\"}\")";
    private static final Address VALUE = new Address("a \"b\" \\c(x)", 12, List.of("p", "q r"));

    record Address(
            @Nullable String street, int zipCode, @Nullable List<String> tags) {}

    record Person(String name, List<Address> homes, Range<Instant> lived) {}

    record Street(@Nullable String street) {}

    private static PgType composite(int oid, String name, int array, Attribute... attributes) {
        return new PgType(oid, "public", name, Kind.COMPOSITE, 0, array, ',', List.of(attributes));
    }

    private static <T> T text(PgType type, String text, Class<T> javaType) {
        return decode(REGISTRY.forDecoding(type.oid(), javaType), utf8(text), Format.TEXT);
    }

    private static <T> T binary(PgType type, String hex, Class<T> javaType) {
        return decode(REGISTRY.forDecoding(type.oid(), javaType), hex(hex), Format.BINARY);
    }

    private static byte[] encode(PgType type, Object value, Format format) {
        PgWriter out = new PgWriter(0);
        SentAs.type(REGISTRY, type.oid(), value).encode(value, format, out);
        return out.toByteArray();
    }

    private static String sent(CodecRegistry registry, Object value, int... types) {
        EncodedParameters parameters = types.length == 0
                ? ParameterEncoder.encode(registry, new Object[] {value})
                : ParameterEncoder.encode(registry, new Object[] {value}, types);
        String bytes = new String(parameters.bytes(), 10, parameters.length() - 10, UTF_8);
        return parameters.typeOids()[0] + " " + bytes;
    }

    // ---- both forms

    @Test
    void readsARecordByTheNamesOfItsComponents() {
        assertThat(binary(ADDRESS, BINARY, Address.class)).isEqualTo(VALUE);
        assertThat(text(ADDRESS, TEXT, Address.class)).isEqualTo(VALUE);
        assertThat(text(ADDRESS, "(,0,)", Address.class)).isEqualTo(new Address(null, 0, null));
        assertThat(text(ADDRESS, "(\"\",0,{})", Address.class)).isEqualTo(new Address("", 0, List.of()));
        assertThat(text(ADDRESS, TEXT, Street.class)).isEqualTo(new Street(VALUE.street()));
    }

    @Test
    void writesARecordByTheNamesOfItsComponents() {
        record Reordered(List<String> tags, int zip_code, String Street) {}

        assertThat(HexFormat.of().formatHex(encode(ADDRESS, VALUE, Format.BINARY)))
                .isEqualTo(BINARY);
        assertThat(encode(ADDRESS, VALUE, Format.TEXT)).asString(UTF_8).isEqualTo(TEXT);
        assertThat(encode(ADDRESS, new Reordered(VALUE.tags(), 12, VALUE.street()), Format.TEXT))
                .asString(UTF_8)
                .isEqualTo(TEXT);
        assertThat(encode(ADDRESS, new Address(null, 1, null), Format.TEXT))
                .asString(UTF_8)
                .isEqualTo("(,1,)");
    }

    @Test
    void asStringIsWhatTheServerPrints() {
        assertThat(binary(ADDRESS, BINARY, String.class)).isEqualTo(TEXT);
        assertThat(text(ADDRESS, TEXT, String.class)).isEqualTo(TEXT);
        assertThat(HexFormat.of().formatHex(encode(ADDRESS, TEXT, Format.BINARY)))
                .isEqualTo(BINARY);
        assertThat(text(PgTypes.RECORD, "(1,a[b],,\"(2,\"\"x y\"\")\")", String.class))
                .isEqualTo("(1,a[b],,\"(2,\"\"x y\"\")\")");
    }

    @Test
    void readsAttributesWhenTheyAreAskedFor() {
        for (Composite view :
                List.of(binary(ADDRESS, BINARY, Composite.class), text(ADDRESS, TEXT, Composite.class), (Composite)
                        decode(REGISTRY.forDecoding(ADDRESS.oid()), hex(BINARY), Format.BINARY))) {
            assertThat(view.names()).containsExactly("street", "zip_code", "tags");
            assertThat(view.size()).isEqualTo(3);
            assertThat(view.get("zip_code")).isEqualTo(12);
            assertThat(view.get("zip_code", Long.class)).isEqualTo(12L);
            assertThat(view.get(2)).isEqualTo(List.of("p", "q r"));
            assertThat(view.get(2, String[].class)).containsExactly("p", "q r");
            assertThat(view.isNull(0)).isFalse();
            assertThat(view).hasToString("Composite[address, 3 attributes]");
            assertThatThrownBy(() -> view.get("zipCode")).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> view.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatExceptionOfType(PgCodecException.class)
                    .isThrownBy(() -> view.get(0, Integer.class))
                    .withMessageContaining("no codec reads text as java.lang.Integer");
            assertThat(encode(ADDRESS, view, Format.TEXT)).asString(UTF_8).isEqualTo(TEXT);
        }
        Composite nulls = text(ADDRESS, "(,,)", Composite.class);
        assertThat(nulls.isNull(1)).isTrue();
        assertThat(nulls.get(1)).isNull();
        assertThat(nulls.get(1, Integer.class)).isNull();
    }

    @Test
    void readsRecordsWithinRecords() {
        String home = "\"" + TEXT.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        String text = "(Ann,\"{" + home.replace("\\", "\\\\").replace("\"", "\"\"") + "}\","
                + "\"[\"\"2024-01-01 00:00:00+00\"\",)\")";
        Person person = new Person("Ann", List.of(VALUE), Range.atLeast(Instant.parse("2024-01-01T00:00:00Z")));

        assertThat(text(PERSON, text, Person.class)).isEqualTo(person);
        byte[] bytes = encode(PERSON, person, Format.BINARY);
        assertThat(decode(REGISTRY.forDecoding(PERSON.oid(), Person.class), bytes, Format.BINARY))
                .isEqualTo(person);
        assertThat(encode(PERSON, person, Format.TEXT)).asString(UTF_8).isEqualTo(text);
        assertThat(binary(PERSON, HexFormat.of().formatHex(bytes), String.class))
                .isEqualTo(text);
    }

    @Test
    void readsArraysOfRecords() {
        String text = "{\"(a,1,)\",NULL}";

        assertThat(text(ADDRESSES, text, Address[].class)).containsExactly(new Address("a", 1, null), null);
        assertThat(decode(REGISTRY.forDecoding(ADDRESSES.oid()), utf8(text), Format.TEXT))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .first()
                .isInstanceOf(Composite.class);
        assertThat(sent(REGISTRY, Arrays.asList(new Address("a", 1, null), null), ADDRESSES.oid()))
                .isEqualTo("16401 " + text);
    }

    // ---- parameters

    @Test
    void sendsAMappedRecordAsItsType() {
        CodecRegistry mapped = REGISTRY.withMapping(Address.class, PgType.named("public", "address"));

        assertThat(sent(mapped, VALUE)).isEqualTo("16400 " + TEXT);
        assertThat(sent(mapped, List.of(new Address("a", 1, null)))).isEqualTo("16401 {\"(a,1,)\"}");
        assertThat(decode(mapped.forDecoding(ADDRESS.oid()), hex(BINARY), Format.BINARY))
                .isEqualTo(VALUE);
        assertThat(decode(mapped.forDecoding(ADDRESS.oid(), Composite.class), hex(BINARY), Format.BINARY)
                        .get(1))
                .isEqualTo(12);
    }

    @Test
    void sendsARowByPosition() {
        Composite row = Composite.of("a", 1, new int[] {1, 2});

        assertThat(sent(REGISTRY, row)).isEqualTo("0 (a,1,\"{1,2}\")");
        assertThat(sent(REGISTRY, Composite.of("a", "1", List.of("x")), ADDRESS.oid()))
                .isEqualTo("16400 (a,1,{x})");
        assertThat(sent(REGISTRY, Composite.of(null, Composite.of(1, "b c")))).isEqualTo("0 (,\"(1,\"\"b c\"\")\")");
        assertThat(sent(REGISTRY, List.of(Composite.of(1, 2)))).isEqualTo("0 {\"(1,2)\"}");
        assertThat(row.get(1, Integer.class)).isEqualTo(1);
        assertThat(row).hasToString("Composite[3 attributes]");
    }

    @ParameterizedTest
    @MethodSource("unsendable")
    void saysWhyARowCannotBeSent(CodecRegistry registry, Object value, int[] types, String message) {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> sent(registry, value, types))
                .withMessageContaining("parameter $1 (" + value.getClass().getTypeName() + " as ")
                .withMessageContaining(message);
    }

    static Stream<Arguments> unsendable() {
        record Other(int nothing) {}
        record Twice(String street, int zipCode, int zip_Code, List<String> tags) {}
        int[] none = {};
        int[] address = {ADDRESS.oid()};
        List<Object> itself = new ArrayList<>();
        Composite cycle = Composite.of(itself);
        itself.add(cycle);
        return Stream.of(
                Arguments.of(REGISTRY, VALUE, none, "register one, map the class to a type, or prepare the statement"),
                Arguments.of(
                        BuiltinCodecs.REGISTRY.withMapping(Address.class, PgType.named("address")),
                        VALUE,
                        none,
                        "its type address has not been loaded"),
                Arguments.of(REGISTRY, new Other(1), address, "address has no attribute for the component nothing"),
                Arguments.of(
                        REGISTRY,
                        new Twice("", 1, 2, List.of()),
                        address,
                        "has not one component for the attribute zip_code of address"),
                Arguments.of(
                        REGISTRY,
                        new Street("a"),
                        address,
                        "has not one component for the attribute zip_code of address"),
                Arguments.of(REGISTRY, Composite.of(1), address, "address has 3 attributes, the value has 1"),
                Arguments.of(
                        REGISTRY,
                        Composite.of("a", Object.class, null),
                        address,
                        "attribute zip_code of address: no codec sends java.lang.Class as int4 in TEXT"),
                Arguments.of(REGISTRY, Composite.of(Object.class), none, "attribute 1 of unknown: no codec sends"),
                Arguments.of(REGISTRY, cycle, none, "it is nested too deep"));
    }

    // ---- names

    @Test
    void prefersTheVeryNameAndRefusesToGuess() {
        PgType type = composite(
                16_410,
                "odd",
                0,
                new Attribute("zip_code", PgTypes.INT4.oid()),
                new Attribute("zipCode", PgTypes.INT4.oid()));
        CodecRegistry registry = REGISTRY.withTypes(List.of(type));
        record Exact(int zipCode) {}
        record Unclear(int zipcode) {}

        assertThat(decode(registry.forDecoding(16_410, Exact.class), utf8("(1,2)"), Format.TEXT))
                .isEqualTo(new Exact(2));
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> registry.forDecoding(16_410, Unclear.class))
                .withMessageContaining("odd has several attributes for the component zipcode");
    }

    // ---- anonymous rows

    @Test
    void readsAnAnonymousRowAsText() {
        Composite row =
                text(PgTypes.RECORD, "(1,\"a b\",,t,\"{1,2}\",\"(3,c)\",\"2024-01-01 00:00:00+00\")", Composite.class);
        record Pair(int number, char letter) {}

        assertThat(REGISTRY.binary(PgTypes.RECORD.oid())).isFalse();
        assertThat(REGISTRY.binary(PgTypes.RECORD_ARRAY.oid())).isFalse();
        assertThat(row.names()).isEmpty();
        assertThat(row.get(0)).isEqualTo("1");
        assertThat(row.get(0, int.class)).isEqualTo(1);
        assertThat(row.get(0, String.class)).isEqualTo("1");
        assertThat(row.get(2)).isNull();
        assertThat(row.get(3, Boolean.class)).isTrue();
        assertThat(row.get(4, int[].class)).containsExactly(1, 2);
        assertThat(row.get(4, String[].class)).containsExactly("1", "2");
        assertThat(row.get(5, Composite.class).get(1)).isEqualTo("c");
        assertThat(row.get(5, Pair.class)).isEqualTo(new Pair(3, 'c'));
        assertThat(row.get(6, Instant.class)).isEqualTo("2024-01-01T00:00:00Z");
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> row.get(0, Thread.class))
                .withMessageContaining("cast the row to a composite type");
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> text(PgTypes.RECORD, "(1,2,3)", Pair.class))
                .withMessageContaining("a row of 3 attributes is no " + Pair.class.getTypeName());
    }

    @Test
    void readsArraysOfAnonymousRows() {
        record Pair(int number, String text) {}

        assertThat(text(PgTypes.RECORD_ARRAY, "{\"(1,a)\",\"(2,b)\"}", Pair[].class))
                .containsExactly(new Pair(1, "a"), new Pair(2, "b"));
    }

    // ---- what does not fit

    @Test
    void readsAValueWithAttributesThatWereAddedSince() {
        String added = "00000004" + BINARY.substring(8) + "00000019" + "0000000178";

        assertThat(binary(ADDRESS, added, Address.class)).isEqualTo(VALUE);
        assertThat(text(ADDRESS, TEXT.replace("})", "},x)").replace("\"\"}\")", "\"\"}\",x)"), Address.class))
                .isEqualTo(VALUE);
    }

    @Test
    void namesTheAttributeThatCannotBeRead() {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> text(ADDRESS, "(a,,)", Address.class))
                .withMessageContaining("attribute zip_code of address is NULL, which the component zipCode")
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.NULL_VALUE_NOT_ALLOWED));
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> text(ADDRESS, "(a,x,)", Address.class))
                .withMessageContaining("attribute zip_code of address: malformed text form of int4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(",
                "()",
                "(,",
                "(,,",
                "(a,1)",
                "a,1,",
                "(a,1,{})x",
                "(a(,1,)",
                "(\"a,1,)",
                "(a,1,)(",
                "((a,1,))",
                "(a,1,\\"
            })
    void refusesBadText(String text) {
        assertRefused(utf8(text), Format.TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00000002",
                "00000000",
                "ffffffff",
                "7fffffff",
                "00000003" + "00000019ffffffff" + "00000017ffffffff",
                "00000003" + "00000019ffffffff" + "00000019ffffffff" + "000003f1ffffffff",
                "00000003" + "00000019fffffffe" + "00000017ffffffff" + "000003f1ffffffff",
                "00000003" + "000000197fffffff" + "00000017ffffffff" + "000003f1ffffffff",
                "00000003" + "00000019ffffffff" + "000000170000000400000001" + "000003f1ffffffff" + "00"
            })
    void refusesBadBinary(String hex) {
        assertRefused(hex(hex), Format.BINARY);
    }

    private static void assertRefused(byte[] bytes, Format format) {
        for (Class<?> javaType : List.of(Composite.class, Address.class, String.class)) {
            assertThatExceptionOfType(PgCodecException.class)
                    .isThrownBy(() -> decode(REGISTRY.forDecoding(ADDRESS.oid(), javaType), bytes, format))
                    .satisfies(e -> assertThat(e.sqlState())
                            .isIn(SqlState.INVALID_TEXT_REPRESENTATION, SqlState.INVALID_BINARY_REPRESENTATION));
        }
    }

    /** Each level doubles the quotes of a text, and a binary row says its types: neither gets deep. */
    @Test
    void rowsTenThousandDeepExhaustNothing() {
        String deep = "(".repeat(10_000) + ")".repeat(10_000);
        PgType nested = composite(16_420, "nested", 0, new Attribute("inner", PgTypes.RECORD.oid()));
        CodecRegistry registry = REGISTRY.withTypes(List.of(nested));

        assertThatExceptionOfType(PgCodecException.class).isThrownBy(() -> text(PgTypes.RECORD, deep, Composite.class));
        Composite row = decode(registry.forDecoding(16_420, Composite.class), utf8("(\"" + deep + "\")"), Format.TEXT);
        assertThatExceptionOfType(PgCodecException.class).isThrownBy(() -> row.get(0));
    }
}
