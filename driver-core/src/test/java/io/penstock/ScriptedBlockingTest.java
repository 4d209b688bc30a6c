package io.penstock;

import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedServer.LIMIT;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.fatal;
import static io.penstock.testing.ServerMessage.notice;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgServerException;
import io.penstock.error.PgTimeoutException;
import io.penstock.internal.wire.FrontendMessage;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.CancelRequest;
import io.penstock.internal.wire.FrontendMessage.Describe;
import io.penstock.internal.wire.FrontendMessage.Execute;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ServerMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that the calling thread runs: its calls, and what other threads may do while one is under way. */
class ScriptedBlockingTest {

    private static final int INT4 = 23;

    /** A thread for each task, for calls that the test does not make itself. */
    private static final Executor OTHERS = task -> new Thread(task, "caller").start();

    /** A cancel request, taken when the test has seen it. */
    private static final Script CANCEL = Script.named("cancel")
            .expect(CancelRequest.class)
            .stall("cancelled")
            .cut();

    private static Script open(String name) {
        return Script.named(name).acceptStartup();
    }

    private static Script expectFirstUse(Script script) {
        return script.expect(Parse.class, Describe.class, Bind.class, Execute.class, Sync.class);
    }

    private static ServerMessage[] described() {
        return new ServerMessage[] {
            parseComplete(), parameterDescription(), rowDescription(column("n", INT4)), bindComplete()
        };
    }

    private static BlockingConnection connect(ScriptedClient play) {
        return play.client().connectBlocking(play.options().build());
    }

    private static PgException failureOf(Runnable call) {
        return catchThrowableOfType(PgException.class, call::run);
    }

    /** Answers a Query with its own text as a row, {@code fail} with an error. */
    private static List<ServerMessage> echo(FrontendMessage message) {
        var sql = ((Query) message).sql();
        return sql.equals("fail")
                ? List.of(error("22012", "division by zero"), readyForQuery())
                : List.of(
                        rowDescription(column("n", INT4)), dataRow(sql), commandComplete("SELECT 1"), readyForQuery());
    }

    private static String echoed(BlockingConnection connection, String text) {
        return connection.script(text).get(0).single().getString(0);
    }

    // ---- calls

    @Test
    void runsAStatementInTheCallingThread() {
        var script = expectFirstUse(open("one statement"))
                .send(described())
                .send(dataRow("42"), commandComplete("SELECT 1"), readyForQuery())
                .expect(FrontendMessage.Terminate.class)
                .awaitClosed();
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            assertThat(connection.query("select 42").single().getInt(0)).isEqualTo(42);
            assertThat(connection.server().processId()).isEqualTo(Script.PROCESS_ID);
            assertThat(connection.status()).isEqualTo(TransactionStatus.IDLE);
        }
    }

    @Test
    void throwsTheServersErrorAndStaysUsable() {
        try (var play = ScriptedClient.of(open("an error").serve("echo", ScriptedBlockingTest::echo));
                var connection = connect(play)) {
            var failure = failureOf(() -> connection.script("fail"));
            assertThat(failure).isInstanceOf(PgServerException.class);
            assertThat(failure.sqlState()).isEqualTo("22012");
            assertThat(failure.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(getClass().getName()));
            assertThat(echoed(connection, "7")).isEqualTo("7");
        }
    }

    @Test
    void sendsABatchInOneFlightAndGivesAnErrorToItsOwner() {
        var script = open("independent").expect("Parse", Parse.class::isInstance);
        for (var i = 0; i < 3; i++) {
            script = (i == 0 ? script : script.expect(Parse.class))
                    .expect(Describe.class, Bind.class, Execute.class, Sync.class);
        }
        script = script.send(described())
                .send(dataRow("1"), commandComplete("SELECT 1"), readyForQuery())
                .send(error("42P01", "no such table"), readyForQuery())
                .send(described())
                .send(dataRow("3"), commandComplete("SELECT 1"), readyForQuery())
                .serve("echo", ScriptedBlockingTest::echo);
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            var reads = play.server().connection(0).reads();
            var batch = Batch.independent()
                    .add("select 1")
                    .add("select 2 from nowhere")
                    .add("select 3");
            assertThat(failureOf(() -> connection.batch(batch)).sqlState()).isEqualTo("42P01");
            assertThat(play.server().connection(0).reads()).isEqualTo(reads + 1);
            assertThat(echoed(connection, "7")).isEqualTo("7");
        }
    }

    @Test
    void letsCallersOfOneConnectionTakeTurns() {
        try (var play = ScriptedClient.of(open("many callers").serve("echo", ScriptedBlockingTest::echo));
                var connection = connect(play)) {
            var answers = IntStream.range(0, 8)
                    .mapToObj(caller -> CompletableFuture.supplyAsync(
                            () -> IntStream.range(caller * 100, caller * 100 + 50)
                                    .allMatch(i -> echoed(connection, Integer.toString(i))
                                            .equals(Integer.toString(i))),
                            OTHERS))
                    .toList();
            answers.forEach(answer -> assertThat(await(answer)).isTrue());
        }
    }

    /** Neither end reads before it has written: a flight larger than all buffers must be read beside. */
    @Test
    void readsWhileItWritesALargeFlight() {
        var flood = IntStream.range(0, 400)
                .mapToObj(i -> notice("x".repeat(20_000)))
                .toArray(ServerMessage[]::new);
        var script = open("both write")
                .expect(Query.class)
                .send(commandComplete("SET"), readyForQuery())
                .send(flood)
                .expect(Query.class)
                .send(commandComplete("OK"), readyForQuery());
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            connection.script("set client_min_messages to debug5");
            assertThat(connection.script("-- " + "y".repeat(8_000_000))).hasSize(1);
        }
    }

    @Test
    void refusesToBlockOneOfTheDriversLoops() {
        try (var play = ScriptedClient.of(
                        builder -> builder.executionStrategy(ExecutionStrategy.eventLoop()),
                        open("blocking").serve("echo", ScriptedBlockingTest::echo),
                        open("loop").serve("echo", ScriptedBlockingTest::echo));
                var blocking = connect(play)) {
            var onLoop = play.connect()
                    .script("1")
                    .thenApply(done -> catchThrowableOfType(IllegalStateException.class, () -> blocking.script("2")));
            assertThat(await(onLoop)).hasMessageContaining("penstock-loop");
            assertThat(echoed(blocking, "3")).isEqualTo("3");
        }
    }

    // ---- cursors

    @Test
    void readsRowsAsTheyAreAskedForAndRefusesOtherCallsMeanwhile() {
        var script = open("cursor")
                .expect(Parse.class, Describe.class, Sync.class)
                .send(parseComplete(), parameterDescription(), rowDescription(column("n", INT4)), readyForQuery())
                .expect(Bind.class, Execute.class, Sync.class)
                .send(bindComplete(), dataRow(new byte[][] {{0, 0, 0, 1}}))
                .stall("second row")
                .send(dataRow(new byte[][] {{0, 0, 0, 2}}), commandComplete("SELECT 2"), readyForQuery());
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            try (var cursor = connection.stream("select n")) {
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.row().getInt(0)).isEqualTo(1);
                assertThat(failureOf(() -> connection.script("other")).outcome())
                        .isEqualTo(Outcome.NOT_SENT);
                play.server().proceed("second row");
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.row().getInt(0)).isEqualTo(2);
                assertThat(cursor.next()).isFalse();
                assertThat(cursor.tag().rows()).isEqualTo(2);
            }
        }
    }

    @Test
    void discardsTheRestOfACursorThatIsClosedEarly() {
        var script = open("closed early")
                .expect(Parse.class, Describe.class, Sync.class)
                .send(parseComplete(), parameterDescription(), rowDescription(column("n", INT4)), readyForQuery())
                .expect(Bind.class, Execute.class, Sync.class)
                .send(bindComplete(), dataRow(new byte[][] {{0, 0, 0, 1}}), dataRow(new byte[][] {{0, 0, 0, 2}}))
                .send(commandComplete("SELECT 2"), readyForQuery())
                .serve("echo", ScriptedBlockingTest::echo);
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            try (var cursor = connection.stream("select n")) {
                assertThat(cursor.next()).isTrue();
            }
            assertThat(echoed(connection, "7")).isEqualTo("7");
        }
    }

    // ---- interrupts

    /** How a thread may call. */
    enum Call {
        SCRIPT {
            @Override
            void run(BlockingConnection connection) {
                connection.script("1");
            }
        },
        INDEPENDENT {
            @Override
            void run(BlockingConnection connection) {
                connection.batch(Batch.independent().add("select 1").add("select 2"));
            }
        },
        ATOMIC {
            @Override
            void run(BlockingConnection connection) {
                connection.batch(Batch.atomic().add("select 1").add("select 2"));
            }
        };

        abstract void run(BlockingConnection connection);
    }

    @ParameterizedTest
    @EnumSource
    void sendsNothingForAThreadThatIsInterruptedAlready(Call call) {
        try (var play = ScriptedClient.of(open("interrupted before").serve("echo", ScriptedBlockingTest::echo));
                var connection = connect(play)) {
            Thread.currentThread().interrupt();
            var failure = failureOf(() -> call.run(connection));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure).isInstanceOf(PgRejectedException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(echoed(connection, "7")).isEqualTo("7");
            assertThat(play.server().connection(0).received(Query.class)).isOne();
            assertThat(play.server().connection(0).received(Sync.class)).isZero();
        }
    }

    @Test
    void closesAndCancelsWhenItsThreadIsInterrupted() {
        var script = open("interrupted").expect(Query.class).stall("answer").drain();
        try (var play = ScriptedClient.of(script, CANCEL)) {
            var connection = connect(play);
            var caller = new AtomicReference<Thread>();
            var interrupted = CompletableFuture.supplyAsync(
                    () -> {
                        caller.set(Thread.currentThread());
                        var failure = failureOf(() -> connection.script("1"));
                        assertThat(Thread.currentThread().isInterrupted()).isTrue();
                        return failure;
                    },
                    OTHERS);
            play.server().awaitStalled("answer");
            caller.get().interrupt();
            var failure = await(interrupted);
            play.server().awaitStalled("cancelled");
            play.server().proceed("cancelled");
            play.server().proceed("answer");
            assertThat(failure).isInstanceOf(PgClosedException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(connection.isOpen()).isFalse();
        }
    }

    // ---- other threads, while the caller is blocked in the kernel

    /** What another thread does. */
    enum Other {
        ABORT {
            @Override
            void act(ScriptedClient play, BlockingConnection connection) {
                connection.abort();
            }
        },
        CLOSE_CLIENT {
            @Override
            void act(ScriptedClient play, BlockingConnection connection) {
                play.client().close();
            }
        };

        abstract void act(ScriptedClient play, BlockingConnection connection);
    }

    @ParameterizedTest
    @EnumSource
    void endsTheCallWhenAnotherThreadCutsTheConnection(Other other) {
        var script = open("cut by another").expect(Query.class).stall("answer").drain();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            var call = CompletableFuture.supplyAsync(() -> failureOf(() -> connection.script("1")), OTHERS);
            play.server().awaitStalled("answer");
            other.act(play, connection);
            var failure = await(call);
            play.server().proceed("answer");
            assertThat(failure).isInstanceOf(PgClosedException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failureOf(() -> connection.script("2")).outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }

    @Test
    void staysUsableWhenAnotherThreadCancelsTheStatement() {
        var script = open("cancelled by another")
                .expect(Query.class)
                .stall("answer")
                .send(error("57014", "canceling statement due to user request"), readyForQuery())
                .expect(Sync.class)
                .send(readyForQuery())
                .serve("echo", ScriptedBlockingTest::echo);
        try (var play = ScriptedClient.of(script, CANCEL);
                var connection = connect(play)) {
            var call = CompletableFuture.supplyAsync(() -> failureOf(() -> connection.script("1")), OTHERS);
            play.server().awaitStalled("answer");
            play.server().proceed("cancelled");
            connection.cancel();
            play.server().proceed("answer");
            assertThat(await(call).sqlState()).isEqualTo("57014");
            assertThat(echoed(connection, "7")).isEqualTo("7");
        }
    }

    @Test
    void cancelsAStatementAtItsDeadlineAndStaysUsable() {
        var script = expectFirstUse(open("deadline"))
                .stall("answer")
                .send(error("57014", "canceling statement due to user request"), readyForQuery())
                .expect(Sync.class)
                .send(readyForQuery())
                .serve("echo", ScriptedBlockingTest::echo);
        try (var play = ScriptedClient.of(script, CANCEL);
                var connection = connect(play)) {
            var slow = io.penstock.Query.of("select 1").withTimeout(Duration.ofMillis(20));
            var call = CompletableFuture.supplyAsync(() -> failureOf(() -> connection.query(slow)), OTHERS);
            play.server().awaitStalled("cancelled");
            play.server().proceed("answer");
            play.server().proceed("cancelled");
            assertThat(await(call)).isInstanceOf(PgTimeoutException.class);
            assertThat(echoed(connection, "7")).isEqualTo("7");
        }
    }

    // ---- several calls in a row

    /** Another thread's statement comes before them or behind them, never between. */
    @Test
    void keepsOtherThreadsBackForAsLongAsAThreadHasItsTurn() {
        var seen = new ConcurrentLinkedQueue<String>();
        var script = open("turns").serve("echo", message -> {
            seen.add(((Query) message).sql());
            return echo(message);
        });
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            var turn = connection.turn();
            turn.lock();
            echoed(connection, "1");
            var other = CompletableFuture.supplyAsync(() -> echoed(connection, "3"), OTHERS);
            var refused = CompletableFuture.supplyAsync(() -> !turn.tryLock(), OTHERS);
            assertThat(refused).succeedsWithin(LIMIT).isEqualTo(true);
            echoed(connection, "2");
            turn.unlock();
            assertThat(await(other)).isEqualTo("3");
            assertThat(seen).containsExactly("1", "2", "3");
        }
    }

    /** What finds the connection taken is done when the turn is over, not before. */
    @Test
    void closesBehindATurnWhatIsAbortedDuringIt() {
        try (var play = ScriptedClient.of(open("aborted").drain());
                var connection = connect(play)) {
            var turn = connection.turn();
            turn.lock();
            await(CompletableFuture.runAsync(connection::abort, OTHERS));
            turn.lock();
            turn.unlock();
            turn.unlock();
            assertThat(connection.isOpen()).isFalse();
            assertThat(failureOf(() -> connection.script("1")).outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }

    // ---- the server's end

    @Test
    void tellsTheServersLastWords() {
        var script = open("killed")
                .expect(Query.class)
                .send(fatal("57P01", "terminating connection"))
                .cut();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            var failure = failureOf(() -> connection.script("1"));
            assertThat(failure.sqlState()).isEqualTo("57P01");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void tellsTheServersLastWordsWhenTheyCameWhileNobodyLooked() throws Exception {
        var script = open("killed when idle")
                .stall("idle")
                .send(fatal("57P01", "terminating connection"))
                .stall("said")
                .reset();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            play.server().proceed("idle");
            play.server().awaitStalled("said");
            var call = CompletableFuture.supplyAsync(() -> failureOf(() -> connection.script("1")), OTHERS);
            assertThat(call.get(LIMIT.toSeconds(), TimeUnit.SECONDS).sqlState()).isEqualTo("57P01");
            play.server().proceed("said");
        }
    }
}
