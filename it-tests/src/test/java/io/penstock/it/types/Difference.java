package io.penstock.it.types;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One line of {@code differences.txt}: where somebody's opinion of a value differs from the server's, and why that is so.
 *
 * @param type the type as SQL spells it
 * @param opinion who differs; see {@link Opinions}
 * @param literals a regular expression that the value's literal matches
 * @param since the first major version of the server on which it occurs
 * @param reason what a reviewer has found
 */
record Difference(String type, String opinion, Pattern literals, int since, String reason) {

    private static final String LIST = "differences.txt";
    private static final int COLUMNS = 5;

    static List<Difference> listed() {
        try (var in = Difference.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new AssertionError("no resource " + LIST);
            }
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Difference::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Difference parse(String line) {
        String[] parts = line.split(" +¦ +", -1);
        if (parts.length != COLUMNS || parts[COLUMNS - 1].isBlank()) {
            throw new AssertionError("not type ¦ opinion ¦ literals ¦ since ¦ reason: " + line);
        }
        return new Difference(
                parts[0].strip(),
                parts[1],
                Pattern.compile(parts[2], Pattern.DOTALL),
                Integer.parseInt(parts[3]),
                parts[4]);
    }

    boolean covers(String type, String opinion, String literal) {
        return this.type.equals(type)
                && this.opinion.equals(opinion)
                && literals.matcher(literal).matches();
    }
}
