package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.proxy.Direction;
import io.penstock.it.proxy.Faults;
import io.penstock.it.proxy.FaultyProxy;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million rows, half a gigabyte, through a JVM with 48 MB: what is taken from the socket is bounded by the window. */
@PostgresTest
@Timeout(120)
class BoundedMemoryIT {

    static final long WINDOW_BYTES = 128 << 10;

    private static final long ROWS = 1_000_000;
    private static final long SUM = ROWS * (ROWS + 1) / 2;
    private static final long ROW_BYTES = 7 + 4 + 4 + 4 + 500;

    /** What one read from the socket may bring on top, and rows handed out but not counted yet. */
    private static final long RECEIVE_BUFFER_BYTES = 128 << 10;

    private final PostgresServer server;

    BoundedMemoryIT(PostgresServer server) {
        this.server = server;
    }

    @Test
    void readsAMillionRowsInLittleMemory() throws IOException {
        try (var proxy = FaultyProxy.to(server).with(Faults.none().withoutTls());
                var consumer = start(proxy, "runs")) {
            assertThat(consumer.await("done")).containsExactly("" + ROWS, "" + ROWS, "" + SUM);
            assertThat(consumer.exitCode()).isZero();
            assertThat(proxy.connection().bytes(Direction.TO_CLIENT)).isGreaterThan(ROWS * ROW_BYTES);
        }
    }

    @Test
    void takesNoMoreThanTheWindowWhileTheConsumerRests() throws IOException {
        try (var proxy = FaultyProxy.to(server).with(Faults.none().withoutTls());
                var consumer = start(proxy, "rests")) {
            long consumed = Long.parseLong(consumer.await("resting").get(0)) * ROW_BYTES;
            proxy.connection().awaitStandstill();
            long taken = proxy.connection().bytesTakenByClient();

            consumer.say("how much?");
            long buffered = Long.parseLong(consumer.await("buffered").get(0));
            consumer.say("go on");

            assertThat(taken - consumed).isLessThanOrEqualTo(WINDOW_BYTES + ROW_BYTES + RECEIVE_BUFFER_BYTES);
            assertThat(buffered).isBetween(1L, WINDOW_BYTES + ROW_BYTES + RECEIVE_BUFFER_BYTES);
            assertThat(consumer.await("done")).containsExactly("" + ROWS, "" + ROWS, "" + SUM);
        }
    }

    private ForkedJvm start(FaultyProxy proxy, String mode) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("-Xmx48m", "-XX:MaxDirectMemorySize=48m", "-XX:+ExitOnOutOfMemoryError"));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), BoundedMemoryMain.class.getName()));
        arguments.addAll(
                List.of(Integer.toString(proxy.port()), Long.toString(ROWS), mode, server.database(), server.user()));
        ForkedJvm jvm = ForkedJvm.start(arguments);
        jvm.say(server.password());
        return jvm;
    }
}
