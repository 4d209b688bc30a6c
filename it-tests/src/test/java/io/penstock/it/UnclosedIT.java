package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A JVM ends when its own threads have, whatever of the driver was left open. */
@PostgresTest(versions = 18)
@Timeout(60)
class UnclosedIT {

    private final PostgresServer server;

    UnclosedIT(PostgresServer server) {
        this.server = server;
    }

    @Test
    void theJvmEndsThoughNothingWasClosed() throws IOException {
        try (var jvm = ForkedJvm.startWith(server, List.of(), UnclosedMain.class)) {
            assertThat(jvm.await("left")).isEmpty();
            assertThat(jvm.exitCode()).isZero();
        }
    }
}
