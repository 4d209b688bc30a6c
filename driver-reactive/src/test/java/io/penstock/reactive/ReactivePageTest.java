package io.penstock.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on threads, order and the wire names a test for each of its lines; these tests exist. */
class ReactivePageTest {

    private static final Path PAGE = Path.of("../docs/reactive.md");
    private static final Path TESTS = Path.of("../it-tests/src/test/java/io/penstock/it/reactive");
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:IT|Test))\\.(\\w+)`");

    @Test
    void everyTestThatThePageNamesExists() throws IOException {
        var missing = new ArrayList<String>();
        var named = NAMED.matcher(Files.readString(PAGE));
        var count = 0;
        while (named.find()) {
            count++;
            var suite = TESTS.resolve(named.group(1) + ".java");
            if (!Files.exists(suite) || !Files.readString(suite).contains(" " + named.group(2) + "()")) {
                missing.add(named.group());
            }
        }

        assertThat(count).isGreaterThan(30);
        assertThat(missing).isEmpty();
    }

    @Test
    void everyLineOfWhatIsOnTheWireNamesATest() throws IOException {
        var lines = Files.readAllLines(PAGE);
        var inTable = false;
        var without = new ArrayList<String>();
        for (var line : lines) {
            inTable = line.startsWith("|") && (inTable || line.endsWith("| test |"));
            if (inTable
                    && !line.endsWith("| test |")
                    && !line.startsWith("|---")
                    && !NAMED.matcher(line).find()) {
                without.add(line);
            }
        }

        assertThat(without).isEmpty();
    }
}
