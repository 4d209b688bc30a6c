package io.penstock;

import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.copyData;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.frame;
import static io.penstock.testing.ServerMessage.header;
import static io.penstock.testing.ServerMessage.raw;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.error.Outcome;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ServerMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Violations of the protocol while a statement runs (reliability.md, rows 32 to 35, 39 and 44), one of each kind, to both kinds of connection: the
 * statement ends with 08P01, and the socket is closed. What else is a violation is tested beside the parts that know.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class ScriptedViolationTest {

    /** A connection of either kind, as far as is needed here. */
    private record Opened(CompletionStage<?> running, BooleanSupplier isOpen) {}

    /** The two ways to run a statement. */
    enum Kind {
        LOOP {
            @Override
            Opened run(ScriptedClient play) {
                var connection = play.connect();
                return new Opened(connection.script("select 1"), connection::isOpen);
            }
        },
        CALLER {
            @Override
            Opened run(ScriptedClient play) {
                var connection = play.client().connectBlocking(play.options().build());
                var running = CompletableFuture.supplyAsync(() -> connection.script("select 1"), Kind::onItsOwnThread);
                return new Opened(running, connection::isOpen);
            }
        };

        abstract Opened run(ScriptedClient play);

        private static void onItsOwnThread(Runnable call) {
            var thread = new Thread(call, "caller");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private final Kind kind;

    ScriptedViolationTest(Kind kind) {
        this.kind = kind;
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                arguments("32: a length of 3", header('C', 3)),
                arguments("32: a negative length", header('D', -1)),
                arguments("32: the largest int", header('D', Integer.MAX_VALUE)),
                arguments("33: an unknown type", header('!', 4)),
                arguments("34: a row without a description", dataRow("1")),
                arguments("34: a message of another conversation", bindComplete()),
                arguments("34: CopyData", copyData("x")),
                arguments("34: ReadyForQuery, early", readyForQuery()),
                arguments("39: a status that there is not", frame('Z', new byte[] {'X'})),
                arguments("44: HTTP", raw("HTTP", "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    void endsTheStatementAndClosesTheSocket(String name, ServerMessage violation) {
        assertEnds(Script.named(name)
                .acceptStartup()
                .expect(Query.class)
                .send(violation)
                .awaitClosed());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRows")
    void endsTheStatementAtABadRow(String name, ServerMessage row) {
        assertEnds(Script.named(name)
                .acceptStartup()
                .expect(Query.class)
                .send(rowDescription(column("n", 23)), dataRow("1"), row, commandComplete("SELECT 2"), readyForQuery())
                .awaitClosed());
    }

    static Stream<Arguments> badRows() {
        return Stream.of(
                arguments("35: no field", dataRow()),
                arguments("35: two fields", dataRow("1", "2")),
                arguments("35: a field of -2 bytes", frame('D', new byte[] {0, 1, -1, -1, -1, -2})),
                arguments("35: a field past the end", frame('D', new byte[] {0, 1, 0, 0, 0, 9, 'x'})),
                arguments("35: trailing bytes", frame('D', new byte[] {0, 1, 0, 0, 0, 1, 'x', 'y'})));
    }

    private void assertEnds(Script script) {
        try (var play = ScriptedClient.of(script)) {
            var opened = kind.run(play);
            var failure = failure(opened.running());
            assertThat(failure.sqlState()).isEqualTo("08P01");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(opened.isOpen().getAsBoolean()).isFalse();
            await(CompletableFuture.runAsync(() -> play.server().connection(0).awaitPlayed()));
        }
    }
}
