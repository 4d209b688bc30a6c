package io.penstock.it.types;

import static io.penstock.it.types.Sample.as;
import static io.penstock.it.types.Sample.row;

import io.penstock.codec.Multirange;
import io.penstock.codec.Range;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;

/** Ranges and sets of ranges; the server keeps those of whole numbers and dates closed below and open above. */
final class RangeSamples {

    private static final OffsetDateTime NOON = OffsetDateTime.parse("2024-02-29T12:00Z");
    private static final LocalDateTime LOCAL_NOON = LocalDateTime.parse("2024-02-29T12:00");

    private RangeSamples() {}

    static Stream<Sample> all() {
        return Stream.of(ranges(), multiranges(), asOtherClasses()).flatMap(List::stream);
    }

    private static List<Sample> ranges() {
        return List.of(
                row("int4range", "empty", Range.empty()),
                row("int4range", "(,)", Range.all()),
                row("int4range", "[1,10)", Range.closedOpen(1, 10)),
                row("int4range", "[1,10]", Range.closedOpen(1, 11)),
                row("int4range", "(1,10)", Range.closedOpen(2, 10)),
                row("int4range", "[-2147483648,2147483647)", Range.closedOpen(Integer.MIN_VALUE, Integer.MAX_VALUE)),
                row("int4range", "[1,)", Range.atLeast(1)),
                row("int4range", "(,1)", Range.lessThan(1)),
                row("int8range", "[-9223372036854775808,0)", Range.closedOpen(Long.MIN_VALUE, 0L)),
                row("int8range", "empty", Range.empty()),
                row("numrange", "[1.5,2.50]", Range.closed(new BigDecimal("1.5"), new BigDecimal("2.50"))),
                row("numrange", "(1.5,2.5)", Range.open(new BigDecimal("1.5"), new BigDecimal("2.5"))),
                row("numrange", "(1.5,2.5]", Range.openClosed(new BigDecimal("1.5"), new BigDecimal("2.5"))),
                row("numrange", "(1.5,)", Range.greaterThan(new BigDecimal("1.5"))),
                row("numrange", "(,2.5]", Range.atMost(new BigDecimal("2.5"))),
                row(
                        "daterange",
                        "[2024-02-29,2024-03-01)",
                        Range.closedOpen(LocalDate.of(2024, 2, 29), LocalDate.of(2024, 3, 1))),
                row("daterange", "[-infinity,infinity)", Range.closedOpen(LocalDate.MIN, LocalDate.MAX)),
                row("daterange", "[\"0044-03-15 BC\",)", Range.atLeast(LocalDate.of(-43, 3, 15))),
                row(
                        "tsrange",
                        "[\"2024-02-29 12:00:00\",\"2024-02-29 12:00:00.000001\")",
                        Range.closedOpen(LOCAL_NOON, LOCAL_NOON.plusNanos(1_000))),
                row("tsrange", "[-infinity,infinity]", Range.closed(LocalDateTime.MIN, LocalDateTime.MAX)),
                row(
                        "tstzrange",
                        "[\"2024-02-29 12:00:00+00\",\"2024-02-29 18:30:00+05:30\"]",
                        Range.closed(NOON, NOON.plusHours(1))),
                row("tstzrange", "(,\"2024-02-29 12:00:00+00\")", Range.lessThan(NOON)));
    }

    private static List<Sample> multiranges() {
        return List.of(
                row("int4multirange", "{}", new Multirange<>(List.of())),
                row("int4multirange", "{(,)}", new Multirange<>(List.of(Range.all()))),
                row(
                        "int4multirange",
                        "{[1,3), [5,7)}",
                        new Multirange<>(List.of(Range.closedOpen(1, 3), Range.closedOpen(5, 7)))),
                row("int8multirange", "{(,0), [1,)}", new Multirange<>(List.of(Range.lessThan(0L), Range.atLeast(1L)))),
                row(
                        "nummultirange",
                        "{[1.0,1.5], (2,3)}",
                        new Multirange<>(List.of(
                                Range.closed(new BigDecimal("1.0"), new BigDecimal("1.5")),
                                Range.open(new BigDecimal("2"), new BigDecimal("3"))))),
                row(
                        "datemultirange",
                        "{[2024-02-29,2024-03-01)}",
                        new Multirange<>(
                                List.of(Range.closedOpen(LocalDate.of(2024, 2, 29), LocalDate.of(2024, 3, 1))))),
                row(
                        "tsmultirange",
                        "{[\"2024-02-29 12:00:00\",infinity]}",
                        new Multirange<>(List.of(Range.closed(LOCAL_NOON, LocalDateTime.MAX)))),
                row(
                        "tstzmultirange",
                        "{[\"2024-02-29 12:00:00+00\",\"2024-02-29 13:00:00+00\")}",
                        new Multirange<>(List.of(Range.closedOpen(NOON, NOON.plusHours(1))))));
    }

    private static List<Sample> asOtherClasses() {
        return List.of(
                as("int4range", "[1,10)", "[1,10)"),
                as("int4multirange", "{[1,3),[5,7)}", "{[1,3),[5,7)}"),
                as("tstzrange", "empty", "empty"));
    }
}
