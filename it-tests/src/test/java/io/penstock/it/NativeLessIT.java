package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where no native transport loads, whoever names none has the JDK's, and whoever names one is told. */
@PostgresTest(versions = 18)
@Timeout(60)
class NativeLessIT {

    private final PostgresServer server;

    NativeLessIT(PostgresServer server) {
        this.server = server;
    }

    @Test
    void goesBackToTheJdksSocketsUnlessAskedForOthers() throws IOException {
        try (var jvm =
                ForkedJvm.startWith(server, List.of("-Dio.netty.transport.noNative=true"), NativeLessMain.class)) {
            var said = jvm.linesUntil("done");
            assertThat(said).hasSize(4);
            assertThat(said.subList(0, 2)).containsExactly("AUTO answered 42", "NIO answered 42");
            assertThat(said.get(2)).startsWith("EPOLL refused transport epoll is not available");
            assertThat(said.get(3)).startsWith("IO_URING refused transport io_uring is not available");
            assertThat(jvm.exitCode()).isZero();
        }
    }
}
