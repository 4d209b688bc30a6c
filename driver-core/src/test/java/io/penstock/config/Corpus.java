package io.penstock.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** Reads the corpora that {@code libpq-oracle.py} writes; the format is told there. */
final class Corpus {
    private Corpus() {}

    /** The blocks of a corpus without its head; each is a list of lines. */
    static List<List<String>> blocks(String name) {
        String[] blocks = text(name).strip().split("\n\n+");
        return Arrays.stream(blocks)
                .skip(1)
                .map(block -> List.of(block.split("\n")))
                .toList();
    }

    /** What stands behind the mark at the start of a line, without escapes. */
    static String payload(String line) {
        return line.length() < 2 ? "" : unescape(line.substring(2));
    }

    static String unescape(String text) {
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char kind = text.charAt(++i);
            int digits = "xuU".indexOf(kind) < 0 ? 0 : 2 << "xuU".indexOf(kind);
            plain.appendCodePoint(
                    digits == 0
                            ? "\\nrt".indexOf(kind) < 0 ? kind : "\\\n\r\t".charAt("\\nrt".indexOf(kind))
                            : Integer.parseInt(text.substring(i + 1, i + 1 + digits), 16));
            i += digits;
        }
        return plain.toString();
    }

    private static String text(String name) {
        try (var in = Corpus.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("no resource " + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
