package io.penstock.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The inputs of one target: a line each, in hexadecimal, behind it what it shows if that is worth telling. Lines that start with
 * {@code #} are comments; a dash is the empty input.
 *
 * @param inputs in the order of the file
 */
record FuzzCorpus(List<Input> inputs) {

    private static final String EMPTY = "-";

    /**
     * One input.
     *
     * @param name for reports
     */
    record Input(String name, byte[] bytes) {}

    /** The corpus of a target; one without inputs is a defect. */
    static FuzzCorpus of(Class<?> target) {
        String name = target.getSimpleName() + ".corpus";
        try (var in = target.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("no resource " + name + " beside " + target);
            }
            List<Input> inputs = new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(FuzzCorpus::input)
                    .toList();
            if (inputs.isEmpty()) {
                throw new AssertionError(name + " has no inputs");
            }
            return new FuzzCorpus(inputs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Input input(String line) {
        String[] parts = line.split("#", 2);
        String hex = parts[0].strip();
        String shown = parts.length == 2 ? parts[1].strip() : hex.length() > 40 ? hex.substring(0, 40) + "…" : hex;
        return new Input(shown, hex.equals(EMPTY) ? new byte[0] : HexFormat.of().parseHex(hex));
    }

    /** Each as a file of its own, which is what Jazzer reads. */
    void writeTo(Path directory) throws IOException {
        int number = 0;
        for (Input input : inputs) {
            Files.write(directory.resolve("seed-" + number++), input.bytes());
        }
    }

    /** Files as lines, shortest first. */
    static List<String> lines(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(FuzzCorpus::read)
                    .sorted((one, other) -> one.length == other.length
                            ? Arrays.compareUnsigned(one, other)
                            : Integer.compare(one.length, other.length))
                    .map(bytes -> bytes.length == 0 ? EMPTY : HexFormat.of().formatHex(bytes))
                    .toList();
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
