package io.penstock;

import static io.penstock.StreamScripts.ROW;
import static io.penstock.StreamScripts.end;
import static io.penstock.StreamScripts.many;
import static io.penstock.StreamScripts.open;
import static io.penstock.StreamScripts.runs;
import static io.penstock.StreamScripts.sentinel;
import static io.penstock.StreamScripts.streamBegins;
import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.ConnectionOptions;
import io.penstock.config.Limits;
import io.penstock.config.ReceiveWindow;
import io.penstock.config.Timeouts;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgTimeoutException;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.CancelRequest;
import io.penstock.internal.wire.FrontendMessage.Execute;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ScriptedServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Streams that share their connection with other statements: pipelined while they fit, alone when they do not (DESIGN section 4, rules 3 and
 * 4; reliability.md, rows 67, 68, 77 and 78).
 */
class ScriptedRegimeTest {

    private static final ReceiveWindow WINDOW = new ReceiveWindow(64 << 10, 16 << 10);

    /** More than the window. */
    private static final int MANY = 200;

    /** Less than the window. */
    private static final int FEW = 40;

    private static UnaryOperator<ConnectionOptions.Builder> within(Timeouts timeouts) {
        return options -> options.limits(Limits.defaults().withWindow(WINDOW)).timeouts(timeouts);
    }

    private static UnaryOperator<ConnectionOptions.Builder> windowed() {
        return within(Timeouts.defaults());
    }

    private static Script answersScript() {
        return Script.named("script").expect(Query.class).send(commandComplete("OK"), readyForQuery());
    }

    private static PacedSubscriber sleepOn(RowStream stream) {
        var subscriber = PacedSubscriber.sleeping();
        stream.subscribe(subscriber);
        return subscriber;
    }

    // ---- what fits

    /** All are sent before the first is answered. */
    @Test
    void pipelinesStreams() {
        var script = open("three streams")
                .then(streamBegins())
                .send(ROW)
                .send(end())
                .expect(Bind.class, Execute.class, Sync.class)
                .expect(Bind.class, Execute.class, Sync.class)
                .expect(Bind.class, Execute.class, Sync.class)
                .send(bindComplete(), ROW)
                .send(end())
                .send(bindComplete(), ROW)
                .send(end())
                .send(bindComplete(), ROW)
                .send(end());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            await(connection.stream("select t").forEach(row -> {}));
            var first = connection.stream("select t").forEach(row -> {});
            var second = connection.stream("select t").forEach(row -> {});
            var third = connection.stream("select t").forEach(row -> {});
            await(first);
            await(second);
            await(third);
        }
    }

    @Test
    void answersAStatementBehindAStreamThatFitsAndIsNeverConsumed() {
        var script = open("small and slow")
                .then(streamBegins())
                .send(many(FEW, ROW))
                .send(end())
                .then(answersScript());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect(windowed());
            var slow = sleepOn(connection.stream("select t"));
            await(connection.script("behind"));
            assertThat(slow.end).isNotDone();
            slow.goOn();
            await(slow.end);
            assertThat(slow.rows).hasValue(FEW);
        }
    }

    /** Row 78: it has come whole before its consumer waits, so nobody waits for itself. */
    @Test
    void answersAStatementThatARowHandlerWaitsForWhenTheStreamFits() {
        var script = open("waits inside")
                .then(streamBegins())
                .send(many(FEW, ROW))
                .send(end())
                .expect(Query.class)
                .send(commandComplete("OK"), readyForQuery());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect(windowed());
            var asked = new AtomicBoolean();
            await(connection.stream("select t").forEach(row -> {
                if (asked.compareAndSet(false, true)) {
                    await(connection.script("inside"));
                }
            }));
            assertThat(asked).isTrue();
        }
    }

    /** A stream that has ended may leave a window full; then no further one is sent, and statements that hold nothing go on. */
    @Test
    void doesNotSendAStreamWhileANeglectedOneFillsTheWindow() {
        var script = open("neglected")
                .then(streamBegins())
                .then(fillsTheWindow())
                .then(answersScript())
                .then(runs())
                .send(ROW)
                .send(end());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect(windowed());
            var neglected = sleepOn(connection.stream("select t"));
            neglected.awaitFirstRow();
            await(connection.script("holds nothing"));

            var waiting = PacedSubscriber.asking(Long.MAX_VALUE);
            connection.stream("select t").subscribe(waiting);
            assertThat(waiting.end).isNotDone();
            neglected.goOn();
            await(waiting.end);
        }
    }

    @Test
    void endsAStreamThatWaitsForRoomAtItsQueueTimeout() {
        var script = open("no room").then(streamBegins()).then(fillsTheWindow()).awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect(within(Timeouts.defaults().withQueue(Duration.ofMillis(200))));
            var neglected = sleepOn(connection.stream("select t"));
            neglected.awaitFirstRow();
            var failure = failure(connection.stream("select t").forEach(row -> {}));
            assertThat(failure).isInstanceOf(PgTimeoutException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            neglected.goOn();
        }
    }

    /** One row, and the end with its last bytes: it has ended by the time that reading stops for it. */
    private static Script fillsTheWindow() {
        var large = StreamScripts.row(100_000);
        return Script.named("one large row").send(large, commandComplete("SELECT 1"), readyForQuery());
    }

    // ---- what does not

    @Test
    void sendsNothingBehindAStreamThatHasOutgrownTheWindow() {
        var script = open("large and slow")
                .then(streamBegins())
                .send(many(MANY, ROW))
                .stall("sent")
                .send(end())
                .then(answersScript());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect(windowed());
            var stream = connection.stream("select t");
            var slow = sleepOn(stream);
            slow.awaitFirstRow();
            play.server().connection(0).awaitBlocked();
            var behind = connection.script("behind");
            play.server().proceed("sent");
            assertThat(behind.toCompletableFuture()).isNotDone();
            assertThat(play.server().connection(0).received(Query.class)).isZero();

            slow.goOn();
            await(slow.end);
            await(behind);
            assertThat(slow.rows).hasValue(MANY);
        }
    }

    /**
     * The first of two is never consumed, and does not fit: it fails alone after {@code slowConsumer}, is drained and cancelled, and the
     * second gets its answer.
     */
    @Test
    void failsTheSlowStreamAndAnswersTheStatementThatItHoldsUp() {
        var script = open("holds up")
                .then(streamBegins())
                .expect(Query.class)
                .floodUntil("cancelled", many(8, ROW))
                .send(error("57014", "canceling statement due to user request"), readyForQuery())
                .send(commandComplete("OK"), readyForQuery())
                .then(sentinel())
                .then(answersScript());
        var cancel = Script.named("cancel").expect(CancelRequest.class).cut();
        try (var play = ScriptedClient.of(script, cancel)) {
            var connection = play.connect(within(
                    Timeouts.defaults().withSlowConsumer(Duration.ofMillis(200)).withCancel(ScriptedServer.LIMIT)));
            var slow = sleepOn(connection.stream("select t"));
            var behind = connection.script("behind");
            play.server().awaitConnections(2);
            play.server().proceed("cancelled");

            await(behind);
            slow.goOn();
            assertThat(failure(slow.end))
                    .isInstanceOf(PgTimeoutException.class)
                    .hasMessageContaining("held up the statements behind");
            await(connection.script("usable"));
        }
    }

    /** Each row is taken late, but taken: what counts is how long the others have been held up in all. */
    @Test
    void addsUpThePausesOfAConsumerThatIsMerelySlow() {
        var script = open("creeps")
                .then(streamBegins())
                .expect(Query.class)
                .floodUntil("cancelled", many(8, ROW))
                .send(error("57014", "canceling statement due to user request"), readyForQuery())
                .send(commandComplete("OK"), readyForQuery());
        var cancel = Script.named("cancel").expect(CancelRequest.class).cut();
        try (var play = ScriptedClient.of(script, cancel)) {
            var connection = play.connect(within(
                    Timeouts.defaults().withSlowConsumer(Duration.ofSeconds(1)).withCancel(ScriptedServer.LIMIT)));
            var creeping = new CreepingSubscriber();
            connection.stream("select t").subscribe(creeping);
            var behind = connection.script("behind");
            play.server().awaitConnections(2);
            play.server().proceed("cancelled");
            await(behind);
            assertThat(failure(creeping.end)).isInstanceOf(PgTimeoutException.class);
            assertThat(creeping.rows).isGreaterThan(1);
        }
    }

    /** Nobody waits behind it: it may take all the time that it wants. */
    @Test
    void leavesASlowStreamAloneThatHoldsUpNobody() {
        var script = open("alone")
                .then(streamBegins())
                .send(many(MANY, ROW))
                .send(end())
                .then(answersScript());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect(within(
                    Timeouts.defaults().withSlowConsumer(Duration.ofMillis(1)).withQueue(Duration.ofMillis(100))));
            var slow = sleepOn(connection.stream("select t"));
            slow.awaitFirstRow();
            play.server().connection(0).awaitBlocked();
            // It was not sent, so it is not held up: it waits like any other, and ends like any other.
            var failure = failure(connection.script("behind"));
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            slow.goOn();
            await(slow.end);
            await(connection.script("usable"));
        }
    }

    /** Row 78: a handler that waits for a statement which has to wait for the handler gets an error, and the stream goes on. */
    @Test
    void tellsARowHandlerThatItWaitsForItself() {
        var script = open("waits for itself")
                .then(streamBegins())
                .send(many(MANY, ROW))
                .stall("in vain")
                .send(end());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect(within(Timeouts.defaults().withQueue(Duration.ofMillis(200))));
            var outcome = new AtomicReference<Outcome>();
            var end = connection.stream("select t").forEach(row -> {
                if (outcome.get() == null) {
                    play.server().connection(0).awaitBlocked();
                    outcome.set(failure(connection.script("inside")).outcome());
                }
            });
            play.server().proceed("in vain");
            await(end);
            assertThat(outcome).hasValue(Outcome.NOT_SENT);
        }
    }

    /** Takes the rows one by one, each a little late, for ever. */
    private static final class CreepingSubscriber implements RowSubscriber {

        final CompletableFuture<CommandTag> end = new CompletableFuture<>();
        volatile long rows;

        @Override
        public void onStart(RowSubscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onRow(Row row) {
            rows++;
            LockSupport.parkNanos(1_000_000);
        }

        @Override
        public void onComplete(CommandTag tag) {
            end.complete(tag);
        }

        @Override
        public void onError(PgException error) {
            end.completeExceptionally(error);
        }
    }
}
