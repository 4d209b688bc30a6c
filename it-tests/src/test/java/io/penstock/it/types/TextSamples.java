package io.penstock.it.types;

import static io.penstock.it.types.Sample.as;
import static io.penstock.it.types.Sample.row;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Characters, bytes, and documents made of them. */
final class TextSamples {

    /** What breaks quoting, escaping and encoding. */
    private static final List<String> AWKWARD = List.of(
            "plain",
            "",
            " ",
            "NULL",
            "null",
            "'",
            "\"",
            "\\",
            "\\x",
            "a,b",
            "{}",
            "{a}",
            "(a)",
            "[1,2)",
            "a\"b\\\"c",
            "tab\tand\nline\r\n",
            "\u000b\f",
            "\u0001\u007f",
            "äöü",
            "€",
            "😀",
            "e\u0301",
            "\ufffd",
            "\ufeffbom",
            "\u2028\u2029\u00a0",
            "🇪🇺 👩‍👩‍👧‍👦",
            "$1",
            "%s",
            "x".repeat(2_000));

    private TextSamples() {}

    /** An enum by its names. */
    enum Colour {
        RED,
        green
    }

    static Stream<Sample> all() {
        return Stream.of(texts(), characters(), bytes(), documents()).flatMap(s -> s);
    }

    private static Stream<Sample> texts() {
        return AWKWARD.stream().flatMap(text -> Stream.of(row("text", text, text), row("varchar", text, text)));
    }

    private static Stream<Sample> characters() {
        return Stream.of(
                row("bpchar", "padded   ", "padded   "),
                row("bpchar(5)", "ab", "ab   "),
                row("bpchar(3)", "€äo", "€äo"),
                row("varchar(3)", "abc", "abc"),
                row("name", "identifier", "identifier"),
                row("name", "Ünquoted \"name\"", "Ünquoted \"name\""),
                row("name", "x".repeat(63), "x".repeat(63)),
                row("\"char\"", "c", "c"),
                row("\"char\"", "", ""),
                row("\"char\"", "\\", "\\"),
                row("\"char\"", "\\200", "\\200").since(16),
                row("\"char\"", "\\377", "\\377").since(16),
                as("text", "x", 'x'),
                as("text", "€", '€'),
                as("varchar", "y", 'y'),
                as("text", "RED", Colour.RED),
                as("varchar", "green", Colour.green));
    }

    private static Stream<Sample> bytes() {
        return Stream.of(
                row("bytea", "\\x", new byte[0]),
                row("bytea", "\\x00", new byte[1]),
                row("bytea", "\\x00ff10deadbeef", new byte[] {0, -1, 16, -34, -83, -66, -17}),
                row("bytea", "\\x5c5c", new byte[] {'\\', '\\'}),
                row("bytea", "\\x" + "00".repeat(2_000), new byte[2_000]),
                as("bytea", "\\x0102", ByteBuffer.wrap(new byte[] {1, 2})),
                as("bytea", "\\x0102", "\\x0102"),
                row("uuid", "00000000-0000-0000-0000-000000000000", new UUID(0, 0)),
                row("uuid", "ffffffff-ffff-ffff-ffff-ffffffffffff", new UUID(-1, -1)),
                uuid("123e4567-e89b-12d3-a456-426614174000"),
                uuid("80000000-0000-0000-8000-000000000000"),
                as("uuid", "123e4567-e89b-12d3-a456-426614174000", "123e4567-e89b-12d3-a456-426614174000"));
    }

    private static Sample uuid(String text) {
        return row("uuid", text, UUID.fromString(text));
    }

    private static Stream<Sample> documents() {
        return Stream.of("json", "jsonb")
                .flatMap(type -> Stream.of(
                                "{}",
                                "[]",
                                "null",
                                "true",
                                "-1.50",
                                "\"\"",
                                "\"ä€😀\"",
                                "\"\\\\ \\\" \\n\"",
                                "{\"a\": [1, null, \"b\"]}",
                                "[[[]], {\"\": {}}]",
                                "[1, 2, \"" + "x".repeat(1_000) + "\"]")
                        .map(text -> row(type, text, text)));
    }
}
