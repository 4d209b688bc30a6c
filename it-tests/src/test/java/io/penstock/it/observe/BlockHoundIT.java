package io.penstock.it.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.ForkedJvm;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No call on an event loop blocks: BlockHound watches the JDK's blocking methods. It is seen to find one that a user makes there. */
@PostgresTest(versions = 18)
@Timeout(60)
class BlockHoundIT {

    private final PostgresServer server;

    BlockHoundIT(PostgresServer server) {
        this.server = server;
    }

    @Test
    void findsNoBlockingCallOfTheDriversOnALoop() throws IOException {
        try (var jvm = ForkedJvm.startWith(
                server,
                List.of(
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        "-XX:+AllowRedefinitionToAddDeleteMethods",
                        "-XX:+EnableDynamicAgentLoading"),
                BlockHoundMain.class)) {
            assertThat(jvm.await("driver")).as("blocking calls of the driver").isEmpty();
            assertThat(jvm.await("user")).singleElement().asString().contains("park", "blockTheLoop");
            assertThat(jvm.exitCode()).isZero();
        }
    }
}
