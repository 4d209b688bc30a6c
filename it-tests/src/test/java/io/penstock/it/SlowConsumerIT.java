package io.penstock.it;

import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.ReceiveWindow;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.Describe;
import io.penstock.internal.wire.FrontendMessage.Execute;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedServer;
import io.penstock.testing.ServerMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server that sends rows for ever, and consumers that do not keep up, in a JVM with 64 MB: the heap stays flat, the server's writes block,
 * and no more is taken from the socket than the window, one row and one read.
 *
 * <p>{@code -Dpenstock.it.slow.ticks} looks, {@code -Dpenstock.it.slow.millis} apart; 20 and 1000 are the slow consumer that takes
 * a row a second.
 */
@Timeout(120)
class SlowConsumerIT {

    static final ReceiveWindow WINDOW = new ReceiveWindow(256 << 10, 64 << 10);

    private static final int TICKS = Integer.getInteger("penstock.it.slow.ticks", 8);
    private static final int MILLIS = Integer.getInteger("penstock.it.slow.millis", 50);

    private static final int ROW_BYTES = 1_000;
    private static final int ROWS_IN_A_WRITE = 8;
    private static final int READ_BYTES = 64 << 10;
    private static final int START_BYTES = 1_000;

    /** What a collected heap may differ by from one look to the next. */
    private static final long HEAP_NOISE_BYTES = 4 << 20;

    enum Pace {
        NEVER_ASKS,
        ONE_BY_ONE,
        ASKS_FOR_ALL_AND_SLEEPS
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheHeapFlatAndBlocksTheServer(Pace pace) throws IOException {
        try (var server = ScriptedServer.start(script(pace));
                var consumer = start(server, pace)) {
            consumer.await("started");
            List<Long> heaps = new ArrayList<>();
            for (int i = 0; i < TICKS; i++) {
                var held = consumer.await("holds");
                heaps.add(Long.parseLong(held.get(0)));
                assertThat(Long.parseLong(held.get(1)))
                        .isLessThanOrEqualTo(WINDOW.highBytes() + ROW_BYTES + READ_BYTES);
            }
            assertThat(Collections.max(heaps) - Collections.min(heaps)).isLessThan(HEAP_NOISE_BYTES);
            if (pace != Pace.NEVER_ASKS) {
                server.connection(0).awaitBlocked();
                var rows = Long.parseLong(consumer.await("done").get(0));
                assertThat(server.connection(0).bytesTakenByClient() - rows * ROW_BYTES)
                        .isGreaterThan(WINDOW.lowBytes())
                        .isLessThanOrEqualTo(START_BYTES
                                + WINDOW.highBytes()
                                + ROW_BYTES
                                + READ_BYTES
                                + ROWS_IN_A_WRITE * ROW_BYTES);
            } else {
                consumer.await("done");
            }
            consumer.say("measured");
            assertThat(consumer.exitCode()).isZero();
        }
    }

    private static Script script(Pace pace) {
        var open = Script.named(pace.toString()).acceptStartup();
        if (pace == Pace.NEVER_ASKS) {
            return open.awaitClosed();
        }
        var rows = new ServerMessage[ROWS_IN_A_WRITE];
        Arrays.fill(rows, dataRow("x".repeat(ROW_BYTES - 11)));
        return open.expect(Parse.class, Describe.class, Sync.class)
                .send(parseComplete(), parameterDescription(), rowDescription(column("t", 25)), readyForQuery())
                .expect(Bind.class, Execute.class, Sync.class)
                .send(bindComplete())
                .flood(rows);
    }

    private static ForkedJvm start(ScriptedServer server, Pace pace) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-Xmx64m", "-XX:MaxDirectMemorySize=64m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), SlowConsumerMain.class.getName()));
        arguments.addAll(List.of(
                Integer.toString(server.port()), pace.name(), Integer.toString(TICKS), Integer.toString(millis(pace))));
        return ForkedJvm.start(arguments);
    }

    /** The scripted server does not wait for ever for a client that says nothing. */
    private static int millis(Pace pace) {
        return pace == Pace.NEVER_ASKS ? Math.min(MILLIS, 5_000 / TICKS) : MILLIS;
    }
}
