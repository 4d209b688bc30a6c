package io.penstock;

import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.authenticationOk;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.fatal;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.Timeouts;
import io.penstock.config.Transport;
import io.penstock.error.PgTimeoutException;
import io.penstock.internal.wire.FrontendMessage.CancelRequest;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.internal.wire.FrontendMessage.StartupMessage;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ScriptedServer;
import io.penstock.testing.ServerMessage;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A loop that stands still for longer than its deadlines, as in a stopped process or a long collection, while the answers lie in the sockets:
 * the answers win (reliability.md, row 30).
 */
class ScriptedPauseTest {

    private static final Duration DEADLINE = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(400);

    /** Answers one Query, whose continuation can hold the loop. */
    private static final Script HOLDER = Script.named("holds the loop")
            .acceptStartup()
            .expect(Query.class)
            .stall("hold")
            .send(commandComplete("OK"), readyForQuery());

    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);

    private static ScriptedClient oneLoop(Script... scripts) {
        return ScriptedClient.of(builder -> builder.executionStrategy(ExecutionStrategy.eventLoop()), scripts);
    }

    /** The loop stands still until the answers are there and the deadlines have passed. */
    private CompletionStage<Void> hold(ScriptedClient play, PgConnection holder) {
        var holding = holder.script("hold").thenAccept(done -> {
            held.countDown();
            var since = System.nanoTime();
            while (System.nanoTime() - since < PAUSE.toNanos() || answered.getCount() > 0) {
                LockSupport.parkNanos(1_000_000);
            }
        });
        play.server().proceed("hold");
        awaitHeld();
        return holding;
    }

    private void awaitHeld() {
        try {
            assertThat(held.await(ScriptedServer.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Timeouts strict() {
        return Timeouts.defaults().withStatement(DEADLINE);
    }

    @Test
    void takesTheAnswerThatCameWhileTheLoopStoodStill() {
        var late = Script.named("answered meanwhile")
                .acceptStartup()
                .expect(Query.class)
                .stall("answer")
                .send(commandComplete("OK"), readyForQuery())
                .stall("sent")
                .expect(Query.class)
                .send(commandComplete("OK"), readyForQuery());
        try (var play = oneLoop(HOLDER, late)) {
            var holder = play.connect();
            var connection = play.connect(options -> options.timeouts(strict()));
            var answer = connection.script("slow");
            play.server().awaitStalled("answer");
            var holding = hold(play, holder);
            play.server().proceed("answer");
            play.server().awaitStalled("sent");
            answered.countDown();
            assertThat(await(answer)).hasSize(1);
            play.server().proceed("sent");
            await(holding);
            await(connection.script("next"));
        }
    }

    /** More than the loop reads from one socket at a time. */
    @Test
    void readsALargeAnswerToItsEnd() {
        var row = dataRow("x".repeat(500));
        var rows = new ServerMessage("500 DataRows", out -> {
            for (var i = 0; i < 500; i++) {
                row.writeTo(out);
            }
        });
        var late = Script.named("a large answer meanwhile")
                .acceptStartup()
                .expect(Query.class)
                .stall("answer")
                .send(rowDescription(column("t", 25)), rows, commandComplete("SELECT 500"), readyForQuery())
                .stall("sent");
        try (var play = oneLoop(HOLDER, late)) {
            var holder = play.connect();
            var connection = play.connect(options -> options.timeouts(strict()));
            var answer = connection.script("slow");
            play.server().awaitStalled("answer");
            var holding = hold(play, holder);
            play.server().proceed("answer");
            play.server().awaitStalled("sent");
            answered.countDown();
            assertThat(await(answer).get(0).size()).isEqualTo(500);
            await(holding);
            play.server().proceed("sent");
        }
    }

    @Test
    void takesTheSessionThatBeganWhileTheLoopStoodStill() {
        var late = Script.named("started meanwhile")
                .expect(StartupMessage.class)
                .stall("start")
                .send(authenticationOk())
                .send(Script.sessionStart())
                .stall("sent");
        try (var play = oneLoop(HOLDER, late)) {
            var holder = play.connect();
            var connecting = play.client()
                    .connect(play.options().connectTimeout(DEADLINE).build());
            play.server().awaitStalled("start");
            var holding = hold(play, holder);
            play.server().proceed("start");
            play.server().awaitStalled("sent");
            answered.countDown();
            assertThat(await(connecting).isOpen()).isTrue();
            await(holding);
            play.server().proceed("sent");
        }
    }

    /** Row 25: the server has said why it goes, and our next write meets a socket that was reset before that was read. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL"})
    void tellsTheServersLastWordsThoughItsWriteFailsFirst(Transport transport) {
        var leaving = Script.named("leaves without reading")
                .acceptStartup()
                .stall("leave")
                .send(fatal("57P01", "terminating connection due to administrator command"))
                .leave();
        UnaryOperator<Penstock.Builder> oneLoop = builder ->
                builder.executionStrategy(ExecutionStrategy.eventLoop()).transport(transport);
        try (var play = ScriptedClient.of(oneLoop, HOLDER, leaving)) {
            var holder = play.connect();
            var connection = play.connect();
            // More than the socket takes: the rest of it is still to be written when the server has gone.
            var running = connection.script("-- " + "x".repeat(20_000_000));
            play.server().awaitStalled("leave");
            var holding = hold(play, holder);
            play.server().proceed("leave");
            play.server().connection(1).awaitPlayed();
            answered.countDown();
            assertThat(failure(running).sqlState()).isEqualTo("57P01");
            await(holding);
            await(connection.closed());
        }
    }

    /** Patience is for what is there: where nothing is, the deadline is the deadline. */
    @Test
    void endsAStatementThatGotNoAnswerMeanwhile() {
        var silent = Script.named("silent")
                .acceptStartup()
                .expect(Query.class)
                .stall("answer")
                .drain();
        var cancel = Script.named("cancel").expect(CancelRequest.class).cut();
        try (var play = oneLoop(HOLDER, silent, cancel)) {
            var holder = play.connect();
            var connection = play.connect(options -> options.timeouts(strict().withCancel(Duration.ofMillis(100))));
            var answer = connection.script("slow");
            play.server().awaitStalled("answer");
            var holding = hold(play, holder);
            answered.countDown();
            assertThat(failure(answer)).isInstanceOf(PgTimeoutException.class);
            play.server().proceed("answer");
            await(holding);
            await(connection.closed());
        }
    }
}
