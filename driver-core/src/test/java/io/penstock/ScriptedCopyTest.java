package io.penstock;

import static io.penstock.StreamScripts.many;
import static io.penstock.StreamScripts.open;
import static io.penstock.StreamScripts.sentinel;
import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.copyData;
import static io.penstock.testing.ServerMessage.copyDone;
import static io.penstock.testing.ServerMessage.copyInResponse;
import static io.penstock.testing.ServerMessage.copyOutResponse;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.noData;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.ConnectionOptions;
import io.penstock.config.Limits;
import io.penstock.config.ReceiveWindow;
import io.penstock.config.TcpOptions;
import io.penstock.config.Timeouts;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgTimeoutException;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.CancelRequest;
import io.penstock.internal.wire.FrontendMessage.CopyData;
import io.penstock.internal.wire.FrontendMessage.CopyDone;
import io.penstock.internal.wire.FrontendMessage.CopyFail;
import io.penstock.internal.wire.FrontendMessage.Describe;
import io.penstock.internal.wire.FrontendMessage.Execute;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ScriptedServer;
import io.penstock.testing.ServerMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bulk data with a bound in both directions (reliability.md, rows 24 and 64 to 66). */
class ScriptedCopyTest {

    private static final String IN = "copy t from stdin";
    private static final String OUT = "copy t to stdout";
    private static final ReceiveWindow WINDOW = new ReceiveWindow(64 << 10, 16 << 10);
    private static final int READ_BYTES = 64 << 10;
    private static final ServerMessage LINE = copyData("x".repeat(994) + "\n");
    private static final ServerMessage CANCELLED = error("57014", "canceling statement due to user request");

    private static UnaryOperator<ConnectionOptions.Builder> within(Timeouts timeouts) {
        return options -> options.limits(Limits.defaults().withWindow(WINDOW)).timeouts(timeouts);
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.wrap("x".repeat(count).getBytes(StandardCharsets.US_ASCII));
    }

    private static Script copiesIn(String name) {
        return open(name).expect(Query.class).send(copyInResponse());
    }

    private static Script copyFails(String because) {
        return Script.named("fails")
                .expect(new CopyFail(because))
                .send(error("57014", "COPY from stdin failed: " + because), readyForQuery());
    }

    private static Script answersScript() {
        return Script.named("script").expect(Query.class).send(commandComplete("OK"), readyForQuery());
    }

    // ---- in

    @Test
    void tellsTheServerThatTheProducerHasFailed() {
        var script = copiesIn("producer fails")
                .expect(CopyData.class)
                .then(copyFails("no more paper"))
                .then(answersScript());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var copy = await(connection.copyIn(IN));
            await(copy.write(bytes(10)));
            await(copy.fail("no more paper"));
            assertThat(failure(copy.finish()).sqlState()).isEqualTo("57014");
            await(connection.script("next"));
        }
    }

    @Test
    void givesUpAProducerThatSendsNothing() {
        var script = copiesIn("producer stalls")
                .expect(CopyData.class)
                .then(copyFails("the copy was abandoned"))
                .then(answersScript());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect(within(
                    Timeouts.defaults().withIdleProducer(Duration.ofMillis(200)).withDrain(ScriptedServer.LIMIT)));
            var copy = await(connection.copyIn(IN));
            await(copy.write(bytes(10)));
            var next = connection.script("next");
            await(next);
            var failure = failure(copy.finish());
            assertThat(failure).isInstanceOf(PgTimeoutException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_EXECUTED);
            assertThat(failure(copy.write(bytes(1)))).isInstanceOf(PgTimeoutException.class);
        }
    }

    /** The server takes its time with what was sent, which is not the producer's fault. */
    @Test
    void isPatientWithAProducerThatTheServerKeepsWaiting() {
        var script = copiesIn("server stalls")
                .stall("busy")
                .ignoring(CopyData.class)
                .expect(CopyDone.class)
                .send(commandComplete("COPY 1"), readyForQuery());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect(within(Timeouts.defaults().withIdleProducer(Duration.ofMillis(700))));
            var copy = await(connection.copyIn(IN));
            var blocked = writeUntilBlocked(copy);
            // Several times the producer's patience: timers of the same loop, one behind the other.
            var deadline = connection.query(io.penstock.Query.of("never sent").withTimeout(Duration.ofMillis(1_500)));
            assertThat(failure(deadline)).isInstanceOf(PgTimeoutException.class);
            play.server().proceed("busy");
            await(blocked);
            assertThat(await(copy.finish()).text()).isEqualTo("COPY 1");
        }
    }

    private static CompletionStage<?> writeUntilBlocked(CopyIn copy) {
        var previous = copy.write(bytes(1 << 20));
        while (true) {
            try {
                previous.toCompletableFuture().get(200, TimeUnit.MILLISECONDS);
            } catch (TimeoutException blocked) {
                return previous;
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
            previous = copy.write(bytes(1 << 20));
        }
    }

    /** Row 24: a server that does not read makes its producer wait, and refuses one that does not. */
    @Test
    void holdsNoMoreThanTheRequestBytesOfAProducerThatDoesNotWait() {
        var script = copiesIn("does not read")
                .stall("busy")
                .ignoring(CopyData.class)
                .expect(CopyDone.class)
                .send(commandComplete("COPY 1"), readyForQuery());
        try (var play = ScriptedClient.of(script)) {
            var connection =
                    play.connect(options -> options.limits(Limits.defaults().withMaxInFlightBytes(1 << 20)));
            var copy = await(connection.copyIn(IN));
            writeUntilBlocked(copy);
            var refused = failure(copy.write(bytes(1 << 20)));
            assertThat(refused).isInstanceOf(PgRejectedException.class);
            assertThat(refused.outcome()).isEqualTo(Outcome.NOT_SENT);
            play.server().proceed("busy");
            await(copy.finish());
        }
    }

    @Test
    void stopsTheProducerWhenTheServerRefuses() {
        var script = copiesIn("server refuses")
                .stall("has taken enough")
                .send(error("22P02", "invalid input syntax"), readyForQuery())
                .stall("the client has heard")
                .ignoring(CopyData.class)
                .then(answersScript());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var copy = await(connection.copyIn(IN));
            var blocked = writeUntilBlocked(copy);
            play.server().proceed("has taken enough");
            assertThat(failure(blocked).sqlState()).isEqualTo("22P02");
            play.server().proceed("the client has heard");
            assertThat(failure(copy.write(bytes(1))).sqlState()).isEqualTo("22P02");
            assertThat(failure(copy.finish()).sqlState()).isEqualTo("22P02");
            await(connection.script("next"));
        }
    }

    /** Cancelled before the server waits for data: it need not wait for any. */
    @Test
    void endsACopyWhoseStageIsCancelledBeforeItIsReady() {
        var script = open("cancelled early")
                .expect(Query.class)
                .stall("cancelled")
                .send(copyInResponse())
                .then(copyFails("the copy was abandoned"))
                .then(sentinel())
                .then(answersScript());
        var cancel = Script.named("cancel").expect(CancelRequest.class).cut();
        try (var play = ScriptedClient.of(script, cancel)) {
            var connection = play.connect(
                    within(Timeouts.defaults().withDrain(ScriptedServer.LIMIT).withCancel(ScriptedServer.LIMIT)));
            var opening = connection.copyIn(IN).toCompletableFuture();
            play.server().awaitStalled("cancelled");
            opening.cancel(true);
            play.server().awaitConnections(2);
            play.server().proceed("cancelled");
            await(connection.script("next"));
        }
    }

    /** The statement's deadline is for the server: it counts while that is waited for, not while the producer is. */
    @Test
    void endsACopyWhoseServerIsSilentAtItsEnd() {
        var script = copiesIn("silent at the end")
                .expect(CopyDone.class)
                .stall("finished")
                .send(error("57014", "canceling statement due to user request"), readyForQuery())
                .then(sentinel())
                .then(answersScript());
        var cancel = Script.named("cancel")
                .expect(CancelRequest.class)
                .stall("cancelled")
                .cut();
        try (var play = ScriptedClient.of(script, cancel)) {
            var connection = play.connect(within(
                    Timeouts.defaults().withStatement(Duration.ofMillis(400)).withCancel(ScriptedServer.LIMIT)));
            var copy = await(connection.copyIn(IN));
            assertThat(failure(copy.finish())).isInstanceOf(PgTimeoutException.class);
            play.server().awaitStalled("cancelled");
            play.server().proceed("finished");
            play.server().proceed("cancelled");
            await(connection.script("next"));
        }
    }

    // ---- out

    @Test
    void takesAWindowFromTheSocketWhileTheConsumerRests() {
        var script = open("endless").expect(Query.class).send(copyOutResponse()).flood(many(8, LINE));
        try (var play = ScriptedClient.of(script)) {
            var copy = play.connect(within(Timeouts.defaults())).copyOut(OUT);
            var rest = new CountDownLatch(1);
            var seen = new AtomicLong();
            copy.forEach(chunk -> {
                seen.addAndGet(chunk.remaining());
                awaitQuietly(rest);
            });
            var server = play.server().connection(0);
            server.awaitSent(WINDOW.highBytes());
            server.awaitBlocked();
            var taken = server.bytesTakenByClient();
            assertThat(taken).isBetween(WINDOW.highBytes(), WINDOW.highBytes() + 2_000 + READ_BYTES);
            assertThat(copy.bufferedBytes()).isLessThanOrEqualTo(WINDOW.highBytes() + 1_000 + READ_BYTES);
            rest.countDown();
            server.awaitSent(taken + 4 * WINDOW.highBytes());
        }
    }

    /** Row 65: past the drain budget the server is told to stop, and the connection is usable. */
    @Test
    void drainsAndCancelsACopyWhoseConsumerLeavesEarly() {
        var script = open("left early")
                .expect(Query.class)
                .send(copyOutResponse())
                .floodUntil("cancelled", many(8, LINE))
                .send(CANCELLED, readyForQuery())
                .then(sentinel())
                .then(answersScript());
        var cancel = Script.named("cancel").expect(CancelRequest.class).cut();
        try (var play = ScriptedClient.of(script, cancel)) {
            var connection = play.connect(within(Timeouts.defaults().withCancel(ScriptedServer.LIMIT)));
            var copy = connection.copyOut(OUT);
            var end = copy.forEach(chunk -> copy.cancel());
            assertThat(failure(end).sqlState()).isEqualTo("57014");
            play.server().awaitConnections(2);
            play.server().proceed("cancelled");
            await(connection.script("next"));
        }
    }

    /** Within the drain budget the rest is dropped, and nobody is cancelled. */
    @Test
    void drainsALittleRestWithoutACancel() {
        var script = open("little rest")
                .expect(Query.class)
                .send(copyOutResponse(), LINE)
                .stall("left")
                .send(many(20, LINE), copyDone(), commandComplete("COPY 21"), readyForQuery())
                .then(answersScript());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect(within(Timeouts.defaults().withDrain(ScriptedServer.LIMIT)));
            var copy = connection.copyOut(OUT);
            var end = copy.forEach(chunk -> copy.cancel());
            assertThat(failure(end)).isInstanceOf(PgRejectedException.class);
            play.server().proceed("left");
            await(connection.script("next"));
            assertThat(play.server().connections()).isEqualTo(1);
        }
    }

    @Test
    void givesUpAConsumerThatTakesNothing() {
        var script = open("consumer stalls")
                .expect(Query.class)
                .send(copyOutResponse())
                .floodUntil("cancelled", many(8, LINE))
                .send(CANCELLED, readyForQuery())
                .then(sentinel())
                .then(answersScript());
        var cancel = Script.named("cancel").expect(CancelRequest.class).cut();
        try (var play = ScriptedClient.of(script, cancel)) {
            var connection = play.connect(within(
                    Timeouts.defaults().withIdleConsumer(Duration.ofMillis(200)).withCancel(ScriptedServer.LIMIT)));
            var rest = new CountDownLatch(1);
            var end = connection.copyOut(OUT).forEach(chunk -> awaitQuietly(rest));
            play.server().awaitConnections(2);
            play.server().proceed("cancelled");
            await(connection.script("next"));
            rest.countDown();
            assertThat(failure(end)).isInstanceOf(PgTimeoutException.class);
        }
    }

    /** The server goes while nobody reads: what was held is delivered, then the error. */
    @Test
    void findsOutThatTheServerHasGoneWhileReadingIsStopped() {
        var probing = TcpOptions.defaults().withProbes(Duration.ofSeconds(60), Duration.ofSeconds(1), 1);
        var script = open("gone")
                .expect(Query.class)
                .send(copyOutResponse(), many(400, LINE))
                .leave();
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect(
                    options -> within(Timeouts.defaults()).apply(options).tcp(probing));
            var rest = new CountDownLatch(1);
            var chunks = new AtomicLong();
            var end = connection.copyOut(OUT).forEach(chunk -> {
                awaitQuietly(rest);
                chunks.incrementAndGet();
            });
            await(connection.closed());
            assertThat(end.toCompletableFuture()).isNotDone();
            rest.countDown();
            assertThat(failure(end).sqlState()).isEqualTo("08006");
            assertThat(chunks.get()).isGreaterThan(WINDOW.highBytes() / 1_000);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- through the query API

    /** Row 66: ways in which a text can be sent that is a COPY after all. */
    enum Sent {
        QUERY((connection, sql) -> connection.query(sql)),
        STREAM((connection, sql) -> connection.stream(sql).forEach(row -> {})),
        ATOMIC_BATCH((connection, sql) -> connection.batch(Batch.atomic().add(sql))),
        INDEPENDENT_BATCH(
                (connection, sql) -> connection.batch(Batch.independent().add(sql))),
        SCRIPT((connection, sql) -> connection.script(sql));

        private final BiFunction<PgConnection, String, CompletionStage<?>> way;

        Sent(BiFunction<PgConnection, String, CompletionStage<?>> way) {
            this.way = way;
        }

        Script begins(ServerMessage response) {
            var described = new ServerMessage[] {parseComplete(), parameterDescription(), noData()};
            return switch (this) {
                case SCRIPT -> Script.named("script").expect(Query.class).send(response);
                case STREAM ->
                    Script.named("stream")
                            .expect(Parse.class, Describe.class, Sync.class)
                            .send(described)
                            .send(readyForQuery())
                            .expect(Bind.class, Execute.class, Sync.class)
                            .send(bindComplete(), response);
                case QUERY, ATOMIC_BATCH, INDEPENDENT_BATCH ->
                    Script.named("extended")
                            .expect(Parse.class, Describe.class, Bind.class, Execute.class, Sync.class)
                            .send(described)
                            .send(bindComplete(), response);
            };
        }
    }

    /** The statement behind it is not sent before the server has said what it takes the text for. */
    @ParameterizedTest
    @EnumSource
    void refusesCopyInThroughTheQueryApiAndAnswersWhatComesBehind(Sent how) {
        var script = open("copy in by " + how)
                .then(how.begins(copyInResponse()))
                .expect(CopyFail.class)
                .ignoring(Sync.class)
                .send(error("57014", "COPY from stdin failed: COPY needs copyIn"), readyForQuery())
                .then(answersScript());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var failing = how.way.apply(connection, "  Copy t from stdin");
            var behind = connection.script("behind");
            PgException failure = failure(failing);
            assertThat(failure).hasMessageContaining("COPY needs copyIn");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_EXECUTED);
            await(behind);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesCopyOutThroughTheQueryApiAndAnswersWhatComesBehind(Sent how) {
        var script = open("copy out by " + how)
                .then(how.begins(copyOutResponse()))
                .send(many(100, LINE), copyDone(), commandComplete("COPY 100"), readyForQuery())
                .then(answersScript());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var failing = how.way.apply(connection, "/* all */ copy t to stdout");
            var behind = connection.script("behind");
            assertThat(failure(failing)).hasMessageContaining("COPY needs copyOut");
            await(behind);
        }
    }

    /** What only looks like one is none the worse for it. */
    @Test
    void runsWhatMerelyHasTheWordInIt() {
        var script = open("copycat").then(answersScript()).then(answersScript());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            List<CompletionStage<?>> all = new ArrayList<>();
            all.add(connection.script("select 'copy'"));
            all.add(connection.script("select 1"));
            CompletableFuture.allOf(all.stream()
                            .map(CompletionStage::toCompletableFuture)
                            .toArray(CompletableFuture[]::new))
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        }
    }
}
