package io.penstock.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.util.HashSet;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What this driver and pgjdbc do with the same calls on the same server: the same, but for what is {@link Reviewed}. */
@PostgresTest
class DifferentialJdbcIT {

    private final SideBySide drivers;

    DifferentialJdbcIT(PostgresServer server) {
        var user = new Properties();
        user.setProperty("user", server.user());
        user.setProperty("password", server.password());
        this.drivers = new SideBySide("//" + server.host() + ":" + server.port() + "/" + server.database(), user);
    }

    static Stream<Scenario> scenarios() {
        return Stream.concat(CallScenarios.all(), ValueScenarios.all());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void behavesAsPgjdbcDoes(Scenario scenario) throws Exception {
        assertThat(drivers.differences(scenario)).isEmpty();
    }

    @Test
    void hasThreeHundredScenarios() {
        var names = new HashSet<String>();

        assertThat(scenarios()).hasSizeGreaterThan(300).allMatch(scenario -> names.add(scenario.name()));
    }
}
