package io.penstock.it.types;

import static io.penstock.it.types.Sample.as;
import static io.penstock.it.types.Sample.row;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Arrays of no, one and more dimensions. Their bounds are kept in the text and dropped in lists. */
final class ArraySamples {

    private ArraySamples() {}

    static Stream<Sample> all() {
        return Stream.of(lists(), javaArrays()).flatMap(List::stream);
    }

    private static List<Sample> lists() {
        return List.of(
                row("int4[]", "{}", List.of()),
                row("int4[]", "{1}", List.of(1)),
                row("int4[]", "{NULL}", Arrays.asList((Object) null)),
                row("int4[]", "{{1,2,3},{4,NULL,6}}", List.of(List.of(1, 2, 3), Arrays.asList(4, null, 6))),
                row("int4[]", "{{{1}},{{2}}}", List.of(List.of(List.of(1)), List.of(List.of(2)))),
                row("int4[]", "{{{{{{7}}}}}}", List.of(List.of(List.of(List.of(List.of(List.of(7))))))),
                row("text[]", "{}", List.of()),
                row(
                        "text[]",
                        "{{{\"\",\"a,b\"}},{{NULL,\"NULL\"}}}",
                        List.of(List.of(List.of("", "a,b")), List.of(Arrays.asList(null, "NULL")))),
                row("text[]", "{\"{}\",\"\\\"\",\"\\\\\",\" \"}", List.of("{}", "\"", "\\", " ")),
                row("float8[]", "{NaN,Infinity,-0}", List.of(Double.NaN, Double.POSITIVE_INFINITY, -0d)),
                row(
                        "numeric[]",
                        "{{0.10},{-12345678901234567890}}",
                        List.of(List.of(new BigDecimal("0.10")), List.of(new BigDecimal("-12345678901234567890")))),
                row(
                        "bytea[]",
                        "{{\"\\\\x00\",NULL},{\"\\\\x\",\"\\\\x0102\"}}",
                        List.of(Arrays.asList(new byte[1], null), List.of(new byte[0], new byte[] {1, 2}))),
                row(
                        "date[]",
                        "{{2024-02-29,infinity},{\"0001-12-31 BC\",NULL}}",
                        List.of(
                                List.of(LocalDate.of(2024, 2, 29), LocalDate.MAX),
                                Arrays.asList(LocalDate.of(0, 12, 31), null))),
                row("uuid[]", "{00000000-0000-0000-0000-000000000001}", List.of(new UUID(0, 1))),
                row("bool[]", "{t,f,NULL}", Arrays.asList(true, false, null)));
    }

    private static List<Sample> javaArrays() {
        return List.of(
                as("int4[]", "{}", new int[0]),
                as("int4[]", "{1,-2,3}", new int[] {1, -2, 3}),
                as("int4[]", "{{1,2},{3,4}}", new int[][] {{1, 2}, {3, 4}}),
                as("int4[]", "{{{1},{2}},{{3},{4}}}", new int[][][] {{{1}, {2}}, {{3}, {4}}}),
                as("int4[]", "{1,NULL}", new Integer[] {1, null}),
                as("int2[]", "{-32768,32767}", new short[] {Short.MIN_VALUE, Short.MAX_VALUE}),
                as("int8[]", "{-9223372036854775808}", new long[] {Long.MIN_VALUE}),
                as("int8[]", "{{1},{2}}", new long[][] {{1}, {2}}),
                as("float4[]", "{0.1,NaN}", new float[] {0.1f, Float.NaN}),
                as("float8[]", "{0.1,-Infinity}", new double[] {0.1, Double.NEGATIVE_INFINITY}),
                as("bool[]", "{t,f}", new boolean[] {true, false}),
                as("text[]", "{{a,NULL},{\"\",\"c d\"}}", new String[][] {{"a", null}, {"", "c d"}}),
                as("bytea[]", "{\"\\\\x01\",\"\\\\x\"}", new byte[][] {{1}, {}}),
                as("numeric[]", "{1.50,NULL}", new BigDecimal[] {new BigDecimal("1.50"), null}),
                as("uuid[]", "{{00000000-0000-0000-0000-000000000001}}", new UUID[][] {{new UUID(0, 1)}}));
    }
}
