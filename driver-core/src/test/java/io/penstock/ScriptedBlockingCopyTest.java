package io.penstock;

import static io.penstock.StreamScripts.many;
import static io.penstock.StreamScripts.open;
import static io.penstock.StreamScripts.sentinel;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.copyData;
import static io.penstock.testing.ServerMessage.copyDone;
import static io.penstock.testing.ServerMessage.copyInResponse;
import static io.penstock.testing.ServerMessage.copyOutResponse;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.notice;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.config.Limits;
import io.penstock.config.Timeouts;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.internal.wire.FrontendMessage.CancelRequest;
import io.penstock.internal.wire.FrontendMessage.CopyData;
import io.penstock.internal.wire.FrontendMessage.CopyDone;
import io.penstock.internal.wire.FrontendMessage.CopyFail;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ScriptedServer;
import io.penstock.testing.ServerMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bulk data over a connection that its caller runs (DESIGN section 4, rule 5; reliability.md, rows 24, 64 and 65). */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScriptedBlockingCopyTest {

    private static final String IN = "copy t from stdin";
    private static final String OUT = "copy t to stdout";
    private static final int READ_BYTES = 64 << 10;
    private static final ServerMessage LINE = copyData("x".repeat(994) + "\n");

    private static BlockingConnection connect(ScriptedClient play) {
        return play.client()
                .connectBlocking(play.options()
                        .limits(Limits.defaults().withDrainBytes(READ_BYTES))
                        .timeouts(Timeouts.defaults().withCancel(ScriptedServer.LIMIT))
                        .build());
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.wrap("x".repeat(count).getBytes(StandardCharsets.US_ASCII));
    }

    private static Script copiesIn(String name) {
        return open(name).expect(Query.class).send(copyInResponse());
    }

    private static Script answersScript() {
        return Script.named("script").expect(Query.class).send(commandComplete("OK"), readyForQuery());
    }

    // ---- in

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 100_000, 3_000_000})
    void copiesIn(int size) {
        var script = copiesIn("copies in")
                .ignoring(CopyData.class)
                .expect(CopyDone.class)
                .send(commandComplete("COPY 7"), readyForQuery())
                .ignoring()
                .then(answersScript());
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            try (var copy = connection.copyIn(IN)) {
                copy.write(bytes(size));
                assertThat(copy.finish().text()).isEqualTo("COPY 7");
            }
            connection.script("next");
        }
    }

    @Test
    void failsWhatItsProducerDoesNotFinish() {
        var script = copiesIn("closed early")
                .expect(new CopyFail("the copy was closed before its end"))
                .send(error("57014", "COPY from stdin failed"), readyForQuery())
                .then(copiesInAgain())
                .expect(new CopyFail("no more paper"))
                .send(error("57014", "COPY from stdin failed"), readyForQuery())
                .then(answersScript());
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            connection.copyIn(IN).close();
            connection.copyIn(IN).fail("no more paper");
            connection.script("next");
        }
    }

    private static Script copiesInAgain() {
        return Script.named("again").expect(Query.class).send(copyInResponse());
    }

    @Test
    void stopsTheProducerWhenTheServerRefuses() {
        var script = copiesIn("refused")
                .expect(CopyData.class)
                .send(error("22P02", "invalid input syntax"), readyForQuery())
                .ignoring(CopyData.class)
                .then(answersScript());
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            var copy = connection.copyIn(IN);
            var refusal = catchThrowableOfType(PgException.class, () -> {
                while (true) {
                    copy.write(bytes(READ_BYTES));
                }
            });
            assertThat(refusal.sqlState()).isEqualTo("22P02");
            assertThat(refusal.outcome()).isEqualTo(Outcome.NOT_EXECUTED);
            assertThat(catchThrowableOfType(PgException.class, copy::finish)).isInstanceOf(PgRejectedException.class);
            copy.close();
            connection.script("next");
        }
    }

    @Test
    void tellsAtOnceThatTheTextIsNoCopy() {
        var script = open("no copy")
                .expect(Query.class)
                .send(commandComplete("SELECT 0"), readyForQuery())
                .then(answersScript());
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            assertThat(catchThrowableOfType(PgException.class, () -> connection.copyIn("select")))
                    .isInstanceOf(PgRejectedException.class);
            connection.script("next");
        }
    }

    /** Rule 5: the server says more than any buffer holds before it takes in what we send, and we the same. */
    @Test
    void takesInWhatTheServerSaysWhileItDoesNotTakeInWhatWeSend() {
        var script = copiesIn("both sides write")
                .send(many(600, notice("x".repeat(20_000))))
                .ignoring(CopyData.class)
                .expect(CopyDone.class)
                .send(commandComplete("COPY 1"), readyForQuery());
        try (var play = ScriptedClient.of(script);
                var connection = connect(play);
                var copy = connection.copyIn(IN)) {
            for (var i = 0; i < 12; i++) {
                copy.write(bytes(1 << 20));
            }
            copy.finish();
        }
    }

    @Test
    void endsWithTheConnection() {
        var script = copiesIn("lost").expect(CopyData.class).reset();
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            var copy = connection.copyIn(IN);
            var loss = catchThrowableOfType(PgException.class, () -> {
                while (true) {
                    copy.write(bytes(READ_BYTES));
                }
            });
            assertThat(loss).isInstanceOf(PgClosedException.class);
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void refusesAStatementWhileACopyIsOpen() {
        var script = copiesIn("occupied")
                .expect(CopyDone.class)
                .send(commandComplete("COPY 0"), readyForQuery())
                .then(answersScript());
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            try (var copy = connection.copyIn(IN)) {
                assertThat(catchThrowableOfType(PgException.class, () -> connection.script("inside"))
                                .outcome())
                        .isEqualTo(Outcome.NOT_SENT);
                copy.finish();
            }
            connection.script("next");
        }
    }

    // ---- out

    @Test
    void readsTheServersPiecesOneByOne() {
        var script = open("copies out")
                .expect(Query.class)
                .send(copyOutResponse(), many(3_000, LINE), copyDone(), commandComplete("COPY 3000"), readyForQuery())
                .then(answersScript());
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            var lines = 0;
            try (var copy = connection.copyOut(OUT)) {
                while (copy.next()) {
                    assertThat(copy.bytes().remaining()).isEqualTo(995);
                    lines++;
                }
                assertThat(copy.tag().rows()).isEqualTo(3_000);
            }
            assertThat(lines).isEqualTo(3_000);
            connection.script("next");
        }
    }

    /** The server's writes block at what one read takes. */
    @Test
    void takesOneReadFromTheSocketWhileItsCallerRests() {
        var script = open("rests").expect(Query.class).send(copyOutResponse()).flood(many(8, LINE));
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            var copy = connection.copyOut(OUT);
            assertThat(copy.next()).isTrue();
            var server = play.server().connection(0);
            server.awaitBlocked();
            assertThat(server.bytesTakenByClient()).isLessThanOrEqualTo(1_000 + 8_000 + READ_BYTES);
            connection.abort();
        }
    }

    @Test
    void drainsAndCancelsACopyThatIsLeftEarly() {
        var script = open("left early")
                .expect(Query.class)
                .send(copyOutResponse())
                .floodUntil("cancelled", many(8, LINE))
                .send(error("57014", "canceling statement due to user request"), readyForQuery())
                .then(sentinel())
                .then(answersScript());
        var cancel = Script.named("cancel").expect(CancelRequest.class).cut();
        try (var play = ScriptedClient.of(script, cancel);
                var connection = connect(play)) {
            var canceller = new Thread(() -> {
                play.server().awaitConnections(2);
                play.server().proceed("cancelled");
            });
            canceller.start();
            try (var copy = connection.copyOut(OUT)) {
                assertThat(copy.next()).isTrue();
            }
            connection.script("next");
        }
    }

    /** A collected result over its bound ends the same way. */
    @Test
    void endsACollectedResultAtItsBound() {
        var script = open("too much")
                .expect(Query.class)
                .send(ServerMessage.rowDescription(ServerMessage.column("t", 25)))
                .floodUntil("cancelled", many(8, StreamScripts.ROW))
                .send(error("57014", "canceling statement due to user request"), readyForQuery())
                .then(sentinel())
                .then(answersScript());
        var cancel = Script.named("cancel").expect(CancelRequest.class).cut();
        try (var play = ScriptedClient.of(script, cancel);
                var connection = play.client()
                        .connectBlocking(play.options()
                                .limits(Limits.defaults()
                                        .withMaxResultBytes(READ_BYTES)
                                        .withDrainBytes(READ_BYTES))
                                .timeouts(Timeouts.defaults().withCancel(ScriptedServer.LIMIT))
                                .build())) {
            var canceller = new Thread(() -> {
                play.server().awaitConnections(2);
                play.server().proceed("cancelled");
            });
            canceller.start();
            var failure = catchThrowableOfType(PgException.class, () -> connection.script("select t"));
            assertThat(failure).isInstanceOf(PgRejectedException.class).hasMessageContaining("maxResultBytes");
            connection.script("next");
        }
    }
}
