package io.penstock.internal.codec;

import static io.penstock.codec.PgTypes.BOOL_ARRAY;
import static io.penstock.codec.PgTypes.BYTEA_ARRAY;
import static io.penstock.codec.PgTypes.FLOAT8_ARRAY;
import static io.penstock.codec.PgTypes.INT4_ARRAY;
import static io.penstock.codec.PgTypes.INT8_ARRAY;
import static io.penstock.codec.PgTypes.JSONB_ARRAY;
import static io.penstock.codec.PgTypes.NUMERIC_ARRAY;
import static io.penstock.codec.PgTypes.TEXT_ARRAY;
import static io.penstock.codec.PgTypes.TIMESTAMPTZ_ARRAY;
import static io.penstock.codec.PgTypes.UUID_ARRAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.codec.PgArray;
import io.penstock.codec.PgArray.Dimension;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden rows were printed by a PostgreSQL 15 server. */
class ArrayCodecTest {
    private static final String ONE_TO_FOUR =
            "000000020000000000000017000000020000000100000002000000010000000400000001000000040000000200000004000000030000000400000004";
    private static final String ONE_MINUS_TWO_NULL =
            "0000000100000001000000170000000300000001000000040000000100000004fffffffeffffffff";
    private static final String EMPTY_INTS = "000000000000000000000017";

    enum Mood {
        SAD,
        HAPPY
    }

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("rows")
    void readsAndWritesBothForms(PgType type, List<Object> value, String binary, String text) {
        assertThat(Decoding.fromBinary(type, binary)).isEqualTo(value);
        assertThat(Decoding.fromText(type, text)).isEqualTo(value);
        assertThat(Decoding.toBinary(type, value)).isEqualTo(binary);
        assertThat(Decoding.toText(type, value)).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource({"rows", "rowsWithBounds"})
    void asStringIsWhatTheServerPrints(PgType type, List<Object> value, String binary, String text) {
        assertThat(Decoding.fromBinary(type, binary, String.class)).isEqualTo(text);
        assertThat(Decoding.fromText(type, text, String.class)).isEqualTo(text);
        assertThat(Decoding.toBinary(type, text)).isEqualTo(binary);
    }

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("rowsWithBounds")
    void dropsBounds(PgType type, List<Object> value, String binary, String text) {
        assertThat(Decoding.fromBinary(type, binary)).isEqualTo(value);
        assertThat(Decoding.fromText(type, text)).isEqualTo(value);
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                arguments(INT4_ARRAY, List.of(), EMPTY_INTS, "{}"),
                arguments(INT4_ARRAY, Arrays.asList(1, -2, null), ONE_MINUS_TWO_NULL, "{1,-2,NULL}"),
                arguments(INT4_ARRAY, List.of(List.of(1, 2), List.of(3, 4)), ONE_TO_FOUR, "{{1,2},{3,4}}"),
                arguments(
                        INT4_ARRAY,
                        List.of(List.of(List.of(List.of(List.of(List.of(1)))))),
                        "000000060000000000000017" + "0000000100000001".repeat(6) + "0000000400000001",
                        "{{{{{{1}}}}}}"),
                arguments(
                        TEXT_ARRAY,
                        Arrays.asList("a", "", "NULL", "nUll", null, "a b", "a\"b", "c\\d", "{x}", "a,b", "\t", "é"),
                        "0000000100000001000000190000000c00000001000000016100000000000000044e554c4c000000046e556c6c"
                                + "ffffffff000000036120620000000361226200000003635c64000000037b787d00000003612c62"
                                + "000000010900000002c3a9",
                        "{a,\"\",\"NULL\",\"nUll\",NULL,\"a b\",\"a\\\"b\",\"c\\\\d\",\"{x}\",\"a,b\",\"\t\",é}"),
                arguments(
                        TIMESTAMPTZ_ARRAY,
                        List.of(OffsetDateTime.parse("2000-01-01T00:00Z"), OffsetDateTime.MAX),
                        "0000000100000000000004a00000000200000001000000080000000000000000000000087fffffffffffffff",
                        "{\"2000-01-01 00:00:00+00\",infinity}"),
                arguments(
                        BOOL_ARRAY,
                        List.of(true, false),
                        "000000010000000000000010000000020000000100000001010000000100",
                        "{t,f}"),
                arguments(
                        NUMERIC_ARRAY,
                        Arrays.asList(new BigDecimal("1.50"), null),
                        "0000000100000001000006a400000002000000010000000c000200000000000200011388ffffffff",
                        "{1.50,NULL}"),
                arguments(
                        JSONB_ARRAY,
                        List.of("{\"a\": 1}"),
                        "000000010000000000000eda000000010000000100000009017b2261223a20317d",
                        "{\"{\\\"a\\\": 1}\"}"),
                arguments(
                        FLOAT8_ARRAY,
                        List.of(1.5, Double.NaN),
                        "0000000100000000000002bd0000000200000001000000083ff8000000000000000000087ff8000000000000",
                        "{1.5,NaN}"));
    }

    static Stream<Arguments> rowsWithBounds() {
        return Stream.of(
                arguments(
                        INT4_ARRAY,
                        List.of(7, 8),
                        "000000010000000000000017000000020000000000000004000000070000000400000008",
                        "[0:1]={7,8}"),
                arguments(
                        INT4_ARRAY,
                        List.of(List.of(1, 2), Arrays.asList(3, null)),
                        "00000002000000010000001700000002ffffffff00000002000000030000000400000001"
                                + "00000004000000020000000400000003ffffffff",
                        "[-1:0][3:4]={{1,2},{3,NULL}}"));
    }

    /** Whoever asks for the bounds gets them, and sends them back. */
    @ParameterizedTest(name = "{3}")
    @MethodSource({"rows", "rowsWithBounds"})
    void keepsBoundsWhereTheyAreAskedFor(PgType type, List<Object> value, String binary, String text) {
        PgArray<?> array = Decoding.fromBinary(type, binary, PgArray.class);

        assertThat(Decoding.fromText(type, text, PgArray.class)).isEqualTo(array);
        assertThat(Decoding.toBinary(type, array)).isEqualTo(binary);
        assertThat(Decoding.toText(type, array)).isEqualTo(text);
    }

    @Test
    void findsElementsByTheirSubscripts() {
        PgArray<?> array = Decoding.fromText(INT4_ARRAY, "[-1:0][3:4]={{1,2},{3,NULL}}", PgArray.class);

        assertThat(array.dimensions()).containsExactly(new Dimension(-1, 2), new Dimension(3, 2));
        assertThat(array.elements()).isEqualTo(Arrays.asList(1, 2, 3, null));
        assertThat(array.get(-1, 4)).isEqualTo(2);
        assertThat(array.get(0, 3)).isEqualTo(3);
        assertThatThrownBy(() -> array.get(1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> array.get(-1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> array.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesArraysThatAreNone() {
        Dimension two = new Dimension(1, 2);

        assertThatIllegalArgumentException().isThrownBy(() -> new PgArray<>(List.of(two), List.of(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new PgArray<>(List.of(), List.of(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PgArray<>(Collections.nCopies(6, new Dimension(1, 1 << 30)), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PgArray<>(Collections.nCopies(7, new Dimension(1, 1)), List.of(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Dimension(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Dimension(Integer.MAX_VALUE, 2));
        assertThat(PgArray.of(5, List.of()).dimensions()).isEmpty();
    }

    /** Within a container it would be a row with bounds of its own, which no array has. */
    @Test
    void refusesAnArrayWithBoundsInAnother() {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.toText(INT4_ARRAY, List.of(PgArray.of(1, List.of(1)))))
                .withMessageContaining("no codec sends elements of io.penstock.codec.PgArray as int4");
    }

    @Test
    void delimitsBoxesWithSemicolons() {
        String text = "{(1,1),(0,0);(3,3),(2,2);NULL}";

        assertThat(Decoding.fromText(PgTypes.BOX_ARRAY, text, String[].class))
                .containsExactly("(1,1),(0,0)", "(3,3),(2,2)", null);
        assertThat(Decoding.fromText(PgTypes.BOX_ARRAY, text, String.class)).isEqualTo(text);
    }

    @Test
    void readsArraysOfBytes() {
        String binary = "000000010000000100000011000000020000000100000002deadffffffff";
        byte[][] value = {{(byte) 0xDE, (byte) 0xAD}, null};

        assertThat(Decoding.fromBinary(BYTEA_ARRAY, binary, byte[][].class)).isDeepEqualTo(value);
        assertThat(Decoding.fromText(BYTEA_ARRAY, "{\"\\\\xdead\",NULL}", byte[][].class))
                .isDeepEqualTo(value);
        assertThat(Decoding.toBinary(BYTEA_ARRAY, value)).isEqualTo(binary);
        assertThat(Decoding.toBinary(BYTEA_ARRAY, Arrays.asList(value))).isEqualTo(binary);
        assertThat(Decoding.toText(BYTEA_ARRAY, value)).isEqualTo("{\"\\\\xdead\",NULL}");
    }

    @ParameterizedTest(name = "{1} as {2}")
    @MethodSource("arrayClasses")
    void readsAndWritesArrayClasses(PgType type, String text, Object array) {
        String binary = Decoding.toBinary(type, text);

        assertThat(Decoding.fromText(type, text, array.getClass())).isEqualTo(array);
        assertThat(Decoding.fromBinary(type, binary, array.getClass())).isEqualTo(array);
        assertThat(Decoding.toBinary(type, array)).isEqualTo(binary);
    }

    static Stream<Arguments> arrayClasses() {
        return Stream.of(
                arguments(INT4_ARRAY, "{1,NULL}", new Integer[] {1, null}),
                arguments(INT4_ARRAY, "{1,2}", new int[] {1, 2}),
                arguments(INT4_ARRAY, "{1,2}", new long[] {1, 2}),
                arguments(INT4_ARRAY, "{1,2}", new double[] {1, 2}),
                arguments(INT4_ARRAY, "{1,NULL}", new Long[] {1L, null}),
                arguments(INT4_ARRAY, "{1,2}", new Object[] {1, 2}),
                arguments(INT4_ARRAY, "{{1,2},{3,4}}", new int[][] {{1, 2}, {3, 4}}),
                arguments(INT4_ARRAY, "{{1},{NULL}}", new Integer[][] {{1}, {null}}),
                arguments(INT4_ARRAY, "{}", new int[0]),
                arguments(INT4_ARRAY, "{}", new Integer[0][0]),
                arguments(INT8_ARRAY, "{1,-9223372036854775808}", new long[] {1, Long.MIN_VALUE}),
                arguments(FLOAT8_ARRAY, "{1.5,NaN}", new double[] {1.5, Double.NaN}),
                arguments(BOOL_ARRAY, "{t,f}", new boolean[] {true, false}),
                arguments(NUMERIC_ARRAY, "{1.50}", new BigDecimal[] {new BigDecimal("1.50")}),
                arguments(TIMESTAMPTZ_ARRAY, "{infinity}", new Instant[] {Instant.MAX}));
    }

    @Test
    void readsElementsAsTextAndAsEnums() {
        assertThat(Decoding.fromText(INT4_ARRAY, "{1,NULL}", String[].class)).containsExactly("1", null);
        assertThat(Decoding.fromBinary(INT4_ARRAY, ONE_TO_FOUR, String[][].class))
                .isDeepEqualTo(new String[][] {{"1", "2"}, {"3", "4"}});
        assertThat(Decoding.fromText(TEXT_ARRAY, "{SAD,HAPPY}", Mood[].class)).containsExactly(Mood.SAD, Mood.HAPPY);
        assertThat(Decoding.toText(UUID_ARRAY, new String[] {"a", null})).isEqualTo("{a,NULL}");
        assertThat(Decoding.toText(TEXT_ARRAY, List.of(Mood.SAD))).isEqualTo("{SAD}");
    }

    @Test
    void listsCannotBeChanged() {
        List<?> list = (List<?>) Decoding.fromBinary(INT4_ARRAY, ONE_TO_FOUR);

        assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(((List<?>) list.get(0))::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void refusesNullAmongPrimitives() {
        for (Class<?> javaType : List.of(int[].class, long[].class, short[].class)) {
            assertThatExceptionOfType(PgCodecException.class)
                    .isThrownBy(() -> Decoding.fromBinary(INT4_ARRAY, ONE_MINUS_TWO_NULL, javaType))
                    .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.NULL_VALUE_NOT_ALLOWED))
                    .withMessageContaining("_int4 has a NULL, which " + javaType.getTypeName() + " cannot hold");
            assertThatExceptionOfType(PgCodecException.class)
                    .isThrownBy(() -> Decoding.fromText(INT4_ARRAY, "{1,-2,NULL}", javaType))
                    .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.NULL_VALUE_NOT_ALLOWED));
        }
    }

    @Test
    void refusesAnotherNumberOfDimensions() {
        for (Class<?> javaType : List.of(int[].class, Integer[].class, int[][][].class)) {
            assertThatExceptionOfType(PgCodecException.class)
                    .isThrownBy(() -> Decoding.fromBinary(INT4_ARRAY, ONE_TO_FOUR, javaType))
                    .withMessageContaining("_int4 of 2 dimensions is no " + javaType.getTypeName());
            assertThatExceptionOfType(PgCodecException.class)
                    .isThrownBy(() -> Decoding.fromText(INT4_ARRAY, "{{1,2},{3,4}}", javaType))
                    .withMessageContaining("_int4 of 2 dimensions is no " + javaType.getTypeName());
        }
    }

    @Test
    void refusesElementsThatDoNotFit() {
        String tooBig = Decoding.toBinary(INT8_ARRAY, List.of(1L << 40));

        for (Class<?> javaType : List.of(int[].class, Integer[].class)) {
            assertThatExceptionOfType(PgCodecException.class)
                    .isThrownBy(() -> Decoding.fromBinary(INT8_ARRAY, tooBig, javaType))
                    .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.NUMERIC_VALUE_OUT_OF_RANGE));
        }
    }

    @ParameterizedTest
    @MethodSource("noBoxes")
    void refusesToWriteWhatIsNoBox(Object value, String message) {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.toBinary(INT4_ARRAY, value))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                .withMessageContaining(message);
    }

    static Stream<Arguments> noBoxes() {
        List<Object> cyclic = new ArrayList<>();
        cyclic.add(cyclic);
        List<Object> cyclicBehindNull = new ArrayList<>();
        cyclicBehindNull.add(null);
        cyclicBehindNull.add(cyclicBehindNull);
        String mixed = "array has elements and arrays in one dimension";
        return Stream.of(
                arguments(new int[][] {{1, 2}, {3}}, "array has rows of 1 and of 2 elements"),
                arguments(List.of(List.of(), List.of(1)), "array has rows of 1 and of 0 elements"),
                arguments(List.of(1, List.of(2)), mixed),
                arguments(List.of(List.of(1), 2), mixed),
                arguments(new Integer[][] {{1}, null}, mixed),
                arguments(cyclicBehindNull, mixed),
                arguments(cyclic, "array has more than 6 dimensions"),
                arguments(new int[1][1][1][1][1][1][1], "array has more than 6 dimensions"),
                arguments(List.of(1, 2L), "array has elements of java.lang.Integer and of java.lang.Long"),
                arguments(List.of(Object.class), "no codec sends elements of java.lang.Class as int4"));
    }

    @Test
    void writesAnyCollection() {
        assertThat(Decoding.toText(INT4_ARRAY, Set.of(7))).isEqualTo("{7}");
        assertThat(Decoding.toText(INT4_ARRAY, List.of(List.of(), List.of()))).isEqualTo("{}");
        assertThat(Decoding.toText(INT4_ARRAY, List.of(new int[] {1}, List.of(2))))
                .isEqualTo("{{1},{2}}");
        assertThat(Decoding.toText(INT4_ARRAY, Arrays.asList(null, null))).isEqualTo("{NULL,NULL}");
    }
}
