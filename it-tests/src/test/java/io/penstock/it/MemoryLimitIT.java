package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** There is no direct memory left: whoever asks is answered or told so, in bounded time, and all goes on when there is some again. */
@PostgresTest(versions = 18)
@Timeout(180)
class MemoryLimitIT {

    private static final int CONNECTIONS = 12;
    private static final int WAYS = CONNECTIONS + 2;

    private final PostgresServer server;

    MemoryLimitIT(PostgresServer server) {
        this.server = server;
    }

    @Test
    void endsWhateverIsAskedForWithoutDirectMemory() throws IOException {
        try (var jvm = ForkedJvm.startWith(
                server, List.of("-XX:MaxDirectMemorySize=32m", "-Xmx256m"), MemoryLimitMain.class)) {
            var said = jvm.linesUntil("done");

            assertThat(said)
                    .as("hangs, and answers that are taken for another's")
                    .noneMatch(line -> line.contains(" wrong ") || line.contains(" while expecting "));
            assertThat(said.subList(0, WAYS))
                    .as("without memory")
                    .allMatch(line -> line.startsWith("full "))
                    .anyMatch(line -> !line.endsWith(" answered"));
            assertThat(said.subList(said.size() - WAYS - CONNECTIONS, said.size()))
                    .as("with memory")
                    .allMatch(line -> line.endsWith(" answered"));
            assertThat(jvm.exitCode()).isZero();
        }
    }
}
