package io.penstock.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What this driver and pgjdbc do with the same calls on the same server: the same, but for what is {@link Reviewed}. */
@PostgresTest(versions = 18)
@Timeout(60)
class DifferentialJdbcIT {

    private final JdbcServer jdbc;

    DifferentialJdbcIT(PostgresServer server) {
        this.jdbc = new JdbcServer(server);
    }

    static Stream<Chapter> chapters() {
        return Stream.of(
                        CallScenarios.chapters(),
                        ValueScenarios.chapters(),
                        OptionScenarios.chapters(),
                        CallableScenarios.chapters(),
                        UpdatableScenarios.chapters(),
                        LobScenarios.chapters(),
                        StatementScenarios.chapters(),
                        ArrayScenarios.chapters(),
                        XmlScenarios.chapters(),
                        EverydayScenarios.chapters(),
                        TimestampScenarios.chapters())
                .flatMap(chapters -> chapters);
    }

    @ParameterizedTest
    @MethodSource("chapters")
    void behavesAsPgjdbcDoes(Chapter chapter) throws Exception {
        assertThat(new SideBySide(jdbc.address(), jdbc.user(), SideBySide.PENSTOCK).differences(chapter))
                .isEmpty();
    }

    /** The same where what can be is run in sessions that are shared. */
    @ParameterizedTest
    @MethodSource("chapters")
    void behavesAsPgjdbcDoesInSharedSessions(Chapter chapter) throws Exception {
        try (var sources = new SharingSources()) {
            assertThat(new SideBySide(jdbc.address(), jdbc.user(), sources).differences(chapter))
                    .isEmpty();
        }
    }

    @Test
    void hasThreeHundredScenariosOfDifferentNames() {
        var names = new HashSet<String>();
        var scenarios = chapters().map(Chapter::scenarios).flatMap(List::stream);

        assertThat(scenarios).hasSizeGreaterThan(300).allMatch(scenario -> names.add(scenario.name()));
    }
}
