package io.penstock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/reliability.md} names tests that exist, whole suites or methods of them, and has a row for each fault that it must. */
class FaultsPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve(Path.of("docs", "reliability.md"));

    private static final List<Path> SOURCES = List.of(
            Path.of("driver-core", "src", "test"),
            Path.of("driver-reactive", "src", "test"),
            Path.of("driver-blocking-facade", "src", "test"),
            Path.of("it-tests", "src", "test"),
            Path.of("stress-tests", "src", "main"));

    private static final Pattern METHOD = Pattern.compile("\\bvoid (\\w+)\\(");
    private static final Pattern NESTED = Pattern.compile("\\bclass (\\w+)");
    private static final Pattern STATE = Pattern.compile("\\bS(\\d+)\\b");
    private static final Pattern NAMED = Pattern.compile("`(\\w*)(?:\\.(\\w+))?`");

    private static final int CELL_OF_NUMBERS = 1;
    private static final int CELL_OF_TESTS = 4;
    private static final int CELL_OF_A_STATES_TESTS = 2;
    private static final int CELL_OF_THE_VERDICT = 5;

    /** The methods of each suite; a race of {@code stress-tests} is a class inside of another. */
    private static Map<String, Set<String>> suites() {
        var suites = new HashMap<String, Set<String>>();
        for (var source : SOURCES) {
            try (var files = Files.walk(ROOT.resolve(source))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> read(file, suites));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return suites;
    }

    private static void read(Path file, Map<String, Set<String>> suites) {
        String text;
        try {
            text = Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var name = file.getFileName().toString().replace(".java", "");
        suites.put(name, first(METHOD, text).collect(Collectors.toSet()));
        first(NESTED, text).forEach(nested -> suites.putIfAbsent(nested, Set.of()));
    }

    private static Stream<String> first(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1));
    }

    private static List<String[]> rows(String beginning) throws IOException {
        return Files.readString(PAGE, UTF_8)
                .lines()
                .filter(line -> line.matches("\\| " + beginning + ".*"))
                .map(line -> line.split("\\|", -1))
                .toList();
    }

    private static List<String[]> rows() throws IOException {
        return rows("\\d");
    }

    @Test
    void namesTestsThatExist() throws IOException {
        var suites = suites();
        var missing = new ArrayList<String>();
        for (var row : rows()) {
            missing.addAll(missing(row[CELL_OF_NUMBERS], row[CELL_OF_TESTS], suites));
        }
        for (var row : rows("S\\d")) {
            missing.addAll(missing(row[CELL_OF_NUMBERS], row[CELL_OF_A_STATES_TESTS], suites));
        }
        assertThat(missing).isEmpty();
    }

    private static List<String> missing(String number, String cell, Map<String, Set<String>> suites) {
        var missing = new ArrayList<String>();
        var suite = "";
        for (var named : NAMED.matcher(cell).results().toList()) {
            suite = named.group(1).isEmpty() ? suite : named.group(1);
            if (!exists(suites, suite, named)) {
                missing.add(number.strip() + ": " + suite + "." + named.group(2));
            }
        }
        return missing;
    }

    private static boolean exists(Map<String, Set<String>> suites, String suite, MatchResult named) {
        var methods = suites.get(suite);
        return methods != null && (named.group(2) == null || methods.contains(named.group(2)));
    }

    @Test
    void namesATestAndAVerdictForEachFault() throws IOException {
        assertThat(rows()).allSatisfy(row -> {
            assertThat(row).as(row[CELL_OF_NUMBERS]).hasSize(CELL_OF_THE_VERDICT + 2);
            assertThat(NAMED.matcher(row[CELL_OF_TESTS]).find())
                    .as(row[CELL_OF_NUMBERS])
                    .isTrue();
            assertThat(row[CELL_OF_THE_VERDICT]).isNotBlank();
        });
    }

    @Test
    void hasEachOfTheTwentyStates() throws IOException {
        var states = rows("S\\d").stream()
                .flatMap(row -> first(STATE, row[CELL_OF_NUMBERS]))
                .map(Integer::valueOf)
                .toList();
        assertThat(states)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 20).boxed().toList());
    }

    @Test
    void hasARowForEachFaultUpToThePools() throws IOException {
        var expected = IntStream.rangeClosed(1, 100).boxed().collect(Collectors.toCollection(TreeSet::new));
        Set<Integer> there = new HashSet<>();
        rows().forEach(row -> there.add(Integer.valueOf(row[CELL_OF_NUMBERS].strip())));
        expected.removeAll(there);
        assertThat(expected).isEmpty();
    }
}
