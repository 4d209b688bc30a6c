package io.penstock.config;

import io.penstock.error.PgConfigException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds words in closed sets. A word that is not in the set is an error that lists the set, but does not quote
 * the word: it may be a piece of a password that got there by wrong quoting.
 */
final class Keywords {
    private static final int MAX_WORD_CHARS = 40;

    private Keywords() {}

    /** The constant with this keyword, compared exactly, as libpq does. */
    static <E extends Enum<E>> E of(Class<E> type, Function<E, String> keyword, String option, String word) {
        for (E constant : type.getEnumConstants()) {
            if (keyword.apply(constant).equals(word)) {
                return constant;
            }
        }
        String words = Arrays.stream(type.getEnumConstants()).map(keyword).collect(Collectors.joining(", "));
        throw new PgConfigException(option + " must be one of " + words);
    }

    /** Up to three of {@code known} that {@code word} may be a misspelling of, nearest first. */
    static List<String> near(String word, List<String> known) {
        if (word.length() > MAX_WORD_CHARS) {
            return List.of();
        }
        record Candidate(String word, int distance) {}
        int farthest = Math.max(1, word.length() / 3);
        return known.stream()
                .map(candidate -> new Candidate(candidate, distance(word, candidate)))
                .filter(candidate -> candidate.distance <= farthest)
                .sorted((left, right) -> Integer.compare(left.distance, right.distance))
                .limit(3)
                .map(Candidate::word)
                .toList();
    }

    /**
     * How many letters must be changed, added, dropped or swapped with their neighbour (optimal string
     * alignment), ignoring case.
     */
    private static int distance(String left, String right) {
        int[][] edits = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : edited(edits, left, i, right, j);
            }
        }
        return edits[left.length()][right.length()];
    }

    private static int edited(int[][] edits, String left, int i, String right, int j) {
        boolean same = sameLetter(left.charAt(i - 1), right.charAt(j - 1));
        int fewest = edits[i - 1][j - 1] + (same ? 0 : 1);
        fewest = Math.min(fewest, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped = i > 1
                && j > 1
                && sameLetter(left.charAt(i - 1), right.charAt(j - 2))
                && sameLetter(left.charAt(i - 2), right.charAt(j - 1));
        return swapped ? Math.min(fewest, edits[i - 2][j - 2] + 1) : fewest;
    }

    private static boolean sameLetter(char left, char right) {
        return Character.toLowerCase(left) == Character.toLowerCase(right);
    }
}
