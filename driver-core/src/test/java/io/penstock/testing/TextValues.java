package io.penstock.testing;

import static io.penstock.testing.Values.of;

import io.penstock.codec.BitString;
import io.penstock.codec.PgTypes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Characters, bytes and bits. */
final class TextValues {

    static final Values<String> TEXT = of(PgTypes.TEXT, edges(), TextValues::text);

    private TextValues() {}

    static Stream<Values<?>> all() {
        return Stream.of(
                TEXT,
                of(PgTypes.VARCHAR, edges(), TextValues::text),
                of(PgTypes.NAME, List.of("", "x", "with \"quotes\"", "x".repeat(63)), random -> "n" + random.nextInt()),
                of(PgTypes.CHAR, List.of("", "a", "\\", "\"", "{", ",", "~", "\\200", "\\377"), TextValues::oneByte),
                of(PgTypes.BYTEA, bytes(), TextValues::someBytes),
                of(
                        PgTypes.UUID,
                        List.of(new UUID(0, 0), new UUID(-1, -1), new UUID(Long.MIN_VALUE, Long.MAX_VALUE)),
                        random -> new UUID(random.nextLong(), random.nextLong())),
                of(PgTypes.JSON, documents(), TextValues::document),
                of(PgTypes.JSONB, documents(), TextValues::document),
                of(PgTypes.VARBIT, bits(), TextValues::someBits));
    }

    /** What breaks quoting, escaping and encoding. */
    private static List<String> edges() {
        return List.of(
                "",
                " ",
                "NULL",
                "null",
                "'",
                "\"",
                "\\",
                "\\\"",
                "\\x",
                "a,b",
                "{}",
                "}",
                "(a,b)",
                "[1,2)",
                "empty",
                "\t\n\r\u000b\f",
                "\u0001\u007f",
                "ß€😀",
                "\ufffd",
                "\ufeff",
                "x".repeat(1_000));
    }

    private static String text(Random random) {
        int length = random.nextInt(random.nextInt(10) == 0 ? 200 : 12);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(codePoint(random));
        }
        return text.toString();
    }

    /** One that PostgreSQL can store: neither NUL nor half a pair. */
    private static int codePoint(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> "\"\\{}(),[]' \t".charAt(random.nextInt(12));
            case 1 -> 1 + random.nextInt(0xD7FF);
            case 2 -> 0x10000 + random.nextInt(0x100000);
            default -> ' ' + random.nextInt(95);
        };
    }

    private static String oneByte(Random random) {
        int code = random.nextInt(256);
        if (code == 0) {
            return "";
        }
        return code < 0x80 ? String.valueOf((char) code) : "\\" + Integer.toOctalString(code);
    }

    private static List<byte[]> bytes() {
        List<byte[]> edges = new ArrayList<>();
        edges.add(new byte[0]);
        edges.add(new byte[1]);
        edges.add(new byte[] {'\\', 'x', '4', '1'});
        edges.add(new byte[] {-1, -128, 127, 0});
        return edges;
    }

    private static byte[] someBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static List<String> documents() {
        return List.of("{}", "[]", "null", "\"\"", "-1.50", "{\"a\": [1, null, \"b\"]}", "\"\\\\ \\\" ß€😀\"");
    }

    private static String document(Random random) {
        return "{\"n\": " + random.nextInt() + ", \"list\": [" + random.nextBoolean() + ", null]}";
    }

    private static List<BitString> bits() {
        return Stream.of("", "0", "1", "10000000", "100000001", "1".repeat(64), "0".repeat(65))
                .map(BitString::parse)
                .toList();
    }

    private static BitString someBits(Random random) {
        int length = random.nextInt(70);
        BitSet set = new BitSet(length);
        for (int i = 0; i < length; i++) {
            set.set(i, random.nextBoolean());
        }
        return BitString.of(set, length);
    }
}
