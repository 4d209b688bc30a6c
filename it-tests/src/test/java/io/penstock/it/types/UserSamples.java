package io.penstock.it.types;

import static io.penstock.it.types.Sample.as;
import static io.penstock.it.types.Sample.row;

import io.penstock.codec.Range;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Enums, domains, composites and ranges of a database's own, of one another and of built-in types. */
final class UserSamples {

    /** Makes the types, in a schema that everybody may use. */
    static final String TYPES = """
            drop schema if exists tw cascade;
            create schema tw;
            grant usage on schema tw to public;
            create type tw.mood as enum ('sad', 'HAPPY', 'so "so"', 'a,b{}', '');
            create domain tw.year as int4 check (value > 1900);
            create domain tw.label as text check (length(value) < 20);
            create domain tw.price as numeric(12, 2);
            create domain tw.feeling as tw.mood;
            create domain tw.moment as timestamptz;
            create domain tw.pair as int4[] check (cardinality(value) = 2);
            create type tw.address as (street text, zip_code int4, tags text[]);
            create type tw.visit as (who tw.label, mood tw.mood, homes tw.address[], born tw.year, seen tw.moment, cost tw.price);
            create type tw.years as range (subtype = tw.year);
            create type tw.moments as range (subtype = timestamptz);
            """;

    static final String DROP = "drop schema tw cascade";

    private static final Instant NOON = Instant.parse("2024-02-29T12:00:00.5Z");

    enum Mood {
        sad,
        HAPPY
    }

    record Address(
            @Nullable String street,
            @Nullable Integer zipCode,
            @Nullable List<@Nullable String> tags) {}

    /** The components are in another order than the attributes, and one is of another class than the default. */
    record Visit(
            @Nullable Instant seen,
            @Nullable Mood mood,
            @Nullable String who,
            @Nullable List<@Nullable Address> homes,
            @Nullable Long born,
            @Nullable BigDecimal cost) {}

    private UserSamples() {}

    /** Each alone and in an array; a domain over an array has no arrays of its own that are lists. */
    static Stream<Sample> all() {
        return Stream.concat(
                Stream.of(enums(), domains(), composites(), ranges())
                        .flatMap(List::stream)
                        .flatMap(sample -> Stream.of(sample, sample.inArray())),
                Stream.of(row("tw.pair", "{1,2}", List.of(1, 2)), as("tw.pair", "{1,2}", new int[] {1, 2})));
    }

    private static List<Sample> enums() {
        return List.of(
                row("tw.mood", "sad", "sad"),
                row("tw.mood", "HAPPY", "HAPPY"),
                row("tw.mood", "so \"so\"", "so \"so\""),
                row("tw.mood", "a,b{}", "a,b{}"),
                row("tw.mood", "", ""),
                as("tw.mood", "sad", Mood.sad),
                as("tw.mood", "HAPPY", Mood.HAPPY));
    }

    private static List<Sample> domains() {
        return List.of(
                row("tw.year", "1987", 1987),
                as("tw.year", "1987", 1987L),
                as("tw.year", "1987", "1987"),
                row("tw.label", "a \"b\" {c}", "a \"b\" {c}"),
                row("tw.price", "12.50", new BigDecimal("12.50")),
                as("tw.price", "12.50", 12.5),
                row("tw.feeling", "HAPPY", "HAPPY"),
                as("tw.feeling", "HAPPY", Mood.HAPPY),
                row("tw.moment", "2024-02-29 12:00:00.5+00", NOON.atOffset(ZoneOffset.UTC)),
                as("tw.moment", "2024-02-29 12:00:00.5+00", NOON));
    }

    private static List<Sample> composites() {
        return List.of(
                as("tw.address", "(,,)", new Address(null, null, null)),
                as("tw.address", "(\"\",0,{})", new Address("", 0, List.of())),
                as(
                        "tw.address",
                        "(\"a \"\"b\"\" \\\\c(x),\",-12,\"{p,\"\"q r\"\",NULL}\")",
                        new Address("a \"b\" \\c(x),", -12, Arrays.asList("p", "q r", null))),
                as("tw.visit", "(,,,,,)", new Visit(null, null, null, null, null, null)),
                as(
                        "tw.visit",
                        "(Ann,HAPPY,\"{\"\"(x,7,)\"\",NULL}\",1987,\"2024-02-29 12:00:00.5+00\",0.10)",
                        new Visit(
                                NOON,
                                Mood.HAPPY,
                                "Ann",
                                Arrays.asList(new Address("x", 7, null), null),
                                1987L,
                                new BigDecimal("0.10"))));
    }

    private static List<Sample> ranges() {
        return List.of(
                row("tw.years", "[1950,1960)", Range.closedOpen(1950, 1960)),
                row("tw.years", "(,1960]", Range.atMost(1960)),
                row("tw.years", "empty", Range.empty()),
                row("tw.moments", "[\"2024-02-29 12:00:00.5+00\",)", Range.atLeast(NOON.atOffset(ZoneOffset.UTC))));
    }
}
