package io.penstock;

import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.copyInResponse;
import static io.penstock.testing.ServerMessage.copyOutResponse;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.emptyQueryResponse;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.config.Limits;
import io.penstock.config.ReceiveWindow;
import io.penstock.config.Timeouts;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgTimeoutException;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.CancelRequest;
import io.penstock.internal.wire.FrontendMessage.CopyDone;
import io.penstock.internal.wire.FrontendMessage.Describe;
import io.penstock.internal.wire.FrontendMessage.Execute;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ScriptedServer;
import io.penstock.testing.ServerMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The client's own deadlines against servers that say nothing (reliability.md, rows 22 to 24). */
class ScriptedDeadlineTest {

    private static final int TEXT = 25;
    private static final Duration SHORT = Duration.ofMillis(200);

    /** Where the server answers, also when its thread does not get a processor at once. */
    private static final Duration ANSWERED = Duration.ofSeconds(1);

    /** A silence of that length has been told by then: it is looked at four times in it, and may begin behind a look. */
    private static final Duration OVER = ANSWERED.multipliedBy(2);

    /** The drain is long, so that it is the statement's deadline that has it cancelled. */
    private static final Timeouts STRICT =
            Timeouts.defaults().withStatement(SHORT).withCancel(SHORT).withDrain(ScriptedServer.LIMIT);

    private static final Executor OTHERS = task -> {
        var thread = new Thread(task, "caller");
        thread.setDaemon(true);
        thread.start();
    };

    private static final Script CANCEL =
            Script.named("cancel").expect(CancelRequest.class).cut();

    private static Script silent(String name) {
        return Script.named(name).acceptStartup().drain();
    }

    private static PgException failureOf(Runnable call) {
        return catchThrowableOfType(PgException.class, call::run);
    }

    private static BlockingConnection connectBlocking(ScriptedClient play, Timeouts timeouts) {
        return play.client().connectBlocking(play.options().timeouts(timeouts).build());
    }

    // ---- statements of every kind

    static Stream<Arguments> operations() {
        return Stream.of(
                operation("query", connection -> connection.query("select 1")),
                operation("script", connection -> connection.script("select 1")),
                operation("prepare", connection -> connection.prepare("select 1")),
                operation(
                        "batch",
                        connection -> connection.batch(Batch.atomic().add("a").add("b"))),
                operation(
                        "independent batch",
                        connection ->
                                connection.batch(Batch.independent().add("a").add("b"))),
                operation("stream", connection -> connection.stream("select 1").forEach(row -> {})),
                operation("copy in", connection -> connection.copyIn("copy t from stdin")),
                operation(
                        "copy out",
                        connection -> connection.copyOut("copy t to stdout").forEach(bytes -> {})),
                operation(
                        "transaction",
                        connection -> connection.inTransaction(transaction -> transaction.script("insert"))));
    }

    private static Arguments operation(String name, Function<PgConnection, CompletionStage<?>> call) {
        return arguments(name, call);
    }

    /** Row 23: at the deadline the caller has its answer, and the grace later the connection is gone. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void endsWhatASilentServerIsAskedFor(String name, Function<PgConnection, CompletionStage<?>> call) {
        try (var play = ScriptedClient.of(silent(name), CANCEL)) {
            var connection = play.connect(options -> options.timeouts(STRICT));
            var failure = failure(call.apply(connection));
            assertThat(failure).isInstanceOf(PgTimeoutException.class);
            // A stream has not been sent where its preparation was not answered.
            assertThat(failure.outcome()).isIn(Outcome.UNKNOWN, Outcome.NOT_SENT);
            await(connection.closed());
        }
    }

    @Test
    void letsTheBatchOrItsMostImpatientQuerySetTheDeadline() {
        var impatient = io.penstock.Query.of("a").withTimeout(SHORT);
        var batches = Stream.of(
                Batch.atomic().add("a").withTimeout(SHORT),
                Batch.atomic().add(impatient).add("b").withTimeout(Duration.ofMinutes(1)),
                Batch.independent().add("a").withTimeout(SHORT));
        batches.forEach(batch -> {
            try (var play = ScriptedClient.of(silent("batch"), CANCEL)) {
                var connection = play.connect(options -> options.timeouts(STRICT.withStatement(null)));
                assertThat(failure(connection.batch(batch))).isInstanceOf(PgTimeoutException.class);
                await(connection.closed());
            }
        });
    }

    @Test
    void endsABlockingFlightAtItsDeadline() {
        try (var play = ScriptedClient.of(silent("flight"), CANCEL)) {
            var connection = connectBlocking(play, STRICT);
            var failure = failureOf(
                    () -> connection.batch(Batch.independent().add("a").add("b")));
            assertThat(failure).isInstanceOf(PgTimeoutException.class);
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void endsACursorWhoseServerFallsSilent() {
        try (var play = ScriptedClient.of(silent("silent"), CANCEL)) {
            var connection = connectBlocking(play, STRICT);
            var cursor = connection.stream("select n");
            assertThat(failureOf(cursor::next)).isInstanceOf(PgTimeoutException.class);
            assertThat(connection.isOpen()).isFalse();
        }
    }

    /** A COMMIT that is not answered may have taken effect (row 50). */
    @Test
    void doesNotKnowWhatBecameOfACommitThatIsNotAnswered() {
        var script = Script.named("silent commit")
                .acceptStartup()
                .expect(new Query("BEGIN"))
                .send(commandComplete("BEGIN"), readyForQuery(ReadyStatus.IN_TRANSACTION))
                .expect(new Query("COMMIT"))
                .drain();
        try (var play = ScriptedClient.of(script, CANCEL)) {
            var connection = play.connect(options -> options.timeouts(STRICT));
            var failure = failure(connection.inTransaction(transaction -> CompletableFuture.completedStage("done")));
            assertThat(failure).isInstanceOf(PgTimeoutException.class);
            assertThat(failure.sqlState()).isEqualTo("08007");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            await(connection.closed());
        }
    }

    // ---- silence

    /** A consumer that takes longer than the statement may is not the server's fault: reading has stopped for it. */
    @Test
    void doesNotTimeAStreamByItsConsumer() {
        var row = dataRow("x".repeat(1_000));
        var rows = new ServerMessage("200 DataRows", out -> {
            for (var i = 0; i < 200; i++) {
                row.writeTo(out);
            }
        });
        var script = Script.named("more than a window")
                .acceptStartup()
                .expect(Parse.class, Describe.class, Sync.class)
                .send(parseComplete(), parameterDescription(), rowDescription(column("n", TEXT)), readyForQuery())
                .expect(Bind.class, Execute.class, Sync.class)
                .send(bindComplete(), rows)
                .send(commandComplete("SELECT 200"), readyForQuery());
        try (var play = ScriptedClient.of(script, silent("clock"), CANCEL)) {
            var connection = play.connect(options -> options.timeouts(STRICT.withStatement(ANSWERED))
                    .limits(Limits.defaults().withWindow(new ReceiveWindow(16 << 10, 8 << 10))));
            var clock = play.connect(options -> options.timeouts(STRICT.withStatement(OVER)));
            var tick = clock.script("tick");
            // The first row is not done with before the deadline has passed.
            var end = connection.stream("select n").forEach(first -> failure(tick));
            assertThat(await(end).rows()).isEqualTo(200);
        }
    }

    @Test
    void doesNotTimeACopyByItsProducer() {
        var script = Script.named("slow producer")
                .acceptStartup()
                .expect(Query.class)
                .send(copyInResponse())
                .expect(CopyDone.class)
                .send(commandComplete("COPY 0"), readyForQuery());
        try (var play = ScriptedClient.of(script, silent("clock"), CANCEL)) {
            var connection = play.connect(options -> options.timeouts(STRICT.withStatement(ANSWERED)));
            var copy = await(connection.copyIn("copy t from stdin"));
            // Another statement's deadline, which is longer, tells that the copy's would have passed.
            var clock = play.connect(options -> options.timeouts(STRICT.withStatement(OVER)));
            assertThat(failure(clock.script("tick"))).isInstanceOf(PgTimeoutException.class);
            assertThat(await(copy.finish()).rows()).isZero();
        }
    }

    @Test
    void endsACopyWhoseServerFallsSilent() {
        var script = Script.named("silent copy")
                .acceptStartup()
                .expect(Query.class)
                .send(copyOutResponse())
                .drain();
        try (var play = ScriptedClient.of(script, CANCEL)) {
            var connection = play.connect(options -> options.timeouts(STRICT));
            assertThat(failure(connection.copyOut("copy t to stdout").forEach(bytes -> {})))
                    .isInstanceOf(PgTimeoutException.class);
            await(connection.closed());
        }
    }

    /** Row 24: the server takes nothing, and the deadline is ours. */
    @Test
    void endsAStatementThatTheServerDoesNotRead() {
        var script =
                Script.named("takes nothing").acceptStartup().stall("never").drain();
        try (var play = ScriptedClient.of(script, CANCEL)) {
            var connection = play.connect(options -> options.timeouts(STRICT));
            var failure = failure(connection.script("-- " + "x".repeat(20_000_000)));
            assertThat(failure).isInstanceOf(PgTimeoutException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            await(connection.closed());
            play.server().proceed("never");
        }
    }

    // ---- signs of life (row 22)

    @Test
    void answersAPing() {
        var script =
                Script.named("alive").acceptStartup().expect(new Query("")).send(emptyQueryResponse(), readyForQuery());
        try (var play = ScriptedClient.of(script)) {
            await(play.connect().ping(ScriptedServer.LIMIT));
        }
    }

    @Test
    void closesAConnectionThatDoesNotAnswerAPing() {
        try (var play = ScriptedClient.of(silent("dead"))) {
            var connection = play.connect();
            assertThat(failure(connection.ping(SHORT))).isInstanceOf(PgTimeoutException.class);
            await(connection.closed());
        }
    }

    @Test
    void leavesAConnectionThatIsBusyAsItIs() {
        var script = Script.named("busy")
                .acceptStartup()
                .expect(Query.class, Query.class)
                .stall("busy")
                .send(commandComplete("OK"), readyForQuery())
                .send(emptyQueryResponse(), readyForQuery())
                .expect(Query.class)
                .send(commandComplete("OK"), readyForQuery());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var slow = connection.script("slow");
            assertThat(failure(connection.ping(SHORT))).isInstanceOf(PgTimeoutException.class);
            play.server().proceed("busy");
            await(slow);
            await(connection.script("next"));
        }
    }

    @Test
    void endsABlockingPingAtItsDeadline() {
        try (var play = ScriptedClient.of(silent("dead"))) {
            var connection = connectBlocking(play, Timeouts.defaults());
            assertThat(failureOf(() -> connection.ping(SHORT))).isInstanceOf(PgTimeoutException.class);
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void endsABlockingPingThatAnotherThreadIsInTheWayOf() {
        var script = Script.named("busy")
                .acceptStartup()
                .expect(Query.class)
                .stall("busy")
                .send(commandComplete("OK"), readyForQuery());
        try (var play = ScriptedClient.of(script);
                var connection = connectBlocking(play, Timeouts.defaults())) {
            var slow = CompletableFuture.supplyAsync(() -> connection.script("slow"), OTHERS);
            play.server().awaitStalled("busy");
            var failure = failureOf(() -> connection.ping(SHORT));
            assertThat(failure).isInstanceOf(PgTimeoutException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            play.server().proceed("busy");
            await(slow);
            assertThat(connection.isOpen()).isTrue();
        }
    }

    // ---- closing

    @Test
    void closesInTimeWhileAStatementRuns() {
        try (var play = ScriptedClient.of(silent("never ends"), CANCEL)) {
            var connection =
                    play.connect(options -> options.timeouts(Timeouts.defaults().withClose(SHORT)));
            var running = connection.script("never ends");
            await(connection.close());
            assertThat(failure(running).outcome()).isEqualTo(Outcome.UNKNOWN);
            play.server().awaitConnections(2);
            play.server().connection(1).awaitPlayed();
        }
    }

    /** Nobody takes the farewell. */
    @Test
    void closesInTimeThoughTheServerReadsNothing() {
        var script =
                Script.named("takes nothing").acceptStartup().stall("never").drain();
        try (var play = ScriptedClient.of(script, CANCEL)) {
            var connection =
                    play.connect(options -> options.timeouts(Timeouts.defaults().withClose(SHORT)));
            var stuck = connection.script("-- " + "x".repeat(20_000_000));
            await(connection.close());
            assertThat(failure(stuck)).isInstanceOf(PgClosedException.class);
            play.server().proceed("never");
            play.server().awaitConnections(2);
            play.server().connection(1).awaitPlayed();
        }
    }

    @Test
    void closesInTimeWhileAThreadIsInACall() {
        var script = Script.named("never ends")
                .acceptStartup()
                .expect(Query.class)
                .stall("never")
                .drain();
        try (var play = ScriptedClient.of(script)) {
            var connection = connectBlocking(play, Timeouts.defaults().withClose(SHORT));
            var call = CompletableFuture.supplyAsync(() -> failureOf(() -> connection.script("never ends")), OTHERS);
            play.server().awaitStalled("never");
            connection.close();
            assertThat(await(call)).isInstanceOf(PgClosedException.class);
            assertThat(connection.isOpen()).isFalse();
            play.server().proceed("never");
        }
    }
}
