package io.penstock.internal.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.error.ErrorFields;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgServerException;
import org.junit.jupiter.api.Test;

class OperationTimersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OwnMeters meters = new OwnMeters(SharedMeters.enter(registry));
    private final OperationTimers timers = new OperationTimers(meters);

    @Test
    void tellsErrorsOfTheServerByTheirSqlState() {
        timers.of("db", 5432, "shop").ended("SELECT", serverError("22012"), 1);

        assertThat(registry.get("db.client.operation.duration")
                        .tags("db.response.status_code", "22012", "error.type", "22012", "server.address", "db")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void tellsOtherErrorsByTheirClass() {
        var lost = new PgClosedException("lost", "08006", Outcome.UNKNOWN, null);

        timers.of("db", 5432, "shop").ended("SELECT", lost, 1);

        assertThat(registry.get("db.client.operation.duration")
                        .tags("db.response.status_code", "none", "error.type", PgClosedException.class.getName())
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void boundsWhatStatesAServerCanMakeUp() {
        var operations = timers.of("db", 5432, "shop");

        for (var i = 0; i < 1_000; i++) {
            operations.ended("SELECT", serverError(String.format("X%04d", i)), 1);
        }

        assertThat(registry.find("db.client.operation.duration").timers()).hasSize(OperationTimers.MAX_ERRORS + 1);
        assertThat(registry.get("db.client.operation.duration")
                        .tag("db.response.status_code", "other")
                        .timer()
                        .count())
                .isEqualTo(1_000 - OperationTimers.MAX_ERRORS);
    }

    @Test
    void boundsTheDatabases() {
        for (var i = 0; i < 1_000; i++) {
            timers.of("db", 5432, "tenant" + i).ended("SELECT", null, 1);
        }

        assertThat(registry.find("db.client.operation.duration").timers()).hasSize(OperationTimers.MAX_DATABASES + 1);
    }

    @Test
    void leavesNothingBehind() {
        timers.of("db", 5432, "shop").ended("SELECT", null, 1);

        meters.close();
        timers.of("db", 5432, "shop").ended("INSERT", null, 1);

        assertThat(registry.getMeters()).isEmpty();
    }

    private static PgServerException serverError(String state) {
        return new PgServerException(ErrorFields.of("ERROR", state, "made up"), Outcome.NOT_EXECUTED);
    }
}
