package io.penstock;

import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.Timeouts;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.SqlState;
import io.penstock.internal.session.RealConnection;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ServerMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is submitted while several statements are under way, which does not wake the loop. */
class ScriptedSubmissionTest {

    private static final String ASKED = "four are asked";
    private static final int UNDER_WAY = 4;
    private static final ServerMessage[] DONE = {commandComplete("OK"), readyForQuery()};

    private static Script session(String name) {
        return Script.named(name).acceptStartup();
    }

    /** Takes four statements, one after the other, and says nothing until the test lets it. */
    private static Script busy(String name) {
        var script = session(name);
        for (var i = 1; i < UNDER_WAY; i++) {
            script = script.expect(Query.class).stall(taken(i));
        }
        return script.expect(Query.class).stall(ASKED);
    }

    private static String taken(int number) {
        return "statement " + number + " is taken";
    }

    /** Each is sent before the next is submitted, and no turn of the loop is left that could take in what comes behind them. */
    private static List<CompletionStage<List<Result>>> four(ScriptedClient play, PgConnection connection) {
        var asked = new ArrayList<CompletionStage<List<Result>>>();
        for (var i = 1; i < UNDER_WAY; i++) {
            asked.add(connection.script("slow"));
            play.server().awaitStalled(taken(i));
            play.server().proceed(taken(i));
        }
        asked.add(connection.script("slow"));
        play.server().awaitStalled(ASKED);
        letTheLoopComeToRest(connection);
        return asked;
    }

    /** What the end of a read has taken in leaves its turn behind, which takes in the next statement, and that one's the one behind. */
    private static void letTheLoopComeToRest(PgConnection connection) {
        var rests = new CompletableFuture<@Nullable Void>();
        ((RealConnection) connection).schedule(() -> rests.complete(null), Duration.ofNanos(1));
        await(rests);
    }

    @Test
    void isSentWithTheNextAnswer() {
        var script = busy("next answer")
                .send(DONE)
                .expect(
                        "the fifth",
                        message -> message instanceof Query query && query.sql().equals("fifth"))
                .repeat(UNDER_WAY, Script.named("rest").send(DONE))
                .drain();
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            four(play, connection);
            var fifth = connection.script("fifth");
            assertThat(play.client().metrics().queued()).isEqualTo(1);
            play.server().proceed(ASKED);
            await(fifth);
        }
    }

    @Test
    void isSentWithinTheQueueTimeoutThoughNoAnswerComes() {
        var script = busy("no answer")
                .expect(
                        "the fifth",
                        message -> message instanceof Query query && query.sql().equals("fifth"))
                .repeat(UNDER_WAY + 1, Script.named("answers").send(DONE))
                .drain();
        try (var play = ScriptedClient.of(script)) {
            var connection =
                    play.connect(options -> options.timeouts(Timeouts.defaults().withQueue(Duration.ofMillis(200))));
            four(play, connection);
            var fifth = connection.script("fifth");
            play.server().proceed(ASKED);
            await(fifth);
        }
    }

    /** Though the loop has not taken it in, it is found. */
    @Test
    void isWithdrawnWhenItIsCancelledBefore() {
        var script = busy("withdrawn")
                .repeat(UNDER_WAY, Script.named("answers").send(DONE))
                .expect(
                        "the sixth",
                        message -> message instanceof Query query && query.sql().equals("sixth"))
                .send(DONE)
                .drain();
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var asked = four(play, connection);
            var fifth = connection.script("fifth");
            fifth.toCompletableFuture().cancel(true);
            assertThat(failure(fifth).outcome()).isEqualTo(Outcome.NOT_SENT);
            play.server().proceed(ASKED);
            asked.forEach(ScriptedClient::await);
            await(connection.script("sixth"));
        }
    }

    @Test
    void endsAtItsDeadline() {
        try (var play = ScriptedClient.of(busy("silent").drain())) {
            var connection = play.connect();
            four(play, connection);
            var late = failure(connection.query(io.penstock.Query.of("fifth").withTimeout(Duration.ofMillis(100))));
            assertThat(late.sqlState()).isEqualTo(SqlState.QUERY_CANCELED);
            assertThat(late.outcome()).isEqualTo(Outcome.NOT_SENT);
            play.server().proceed(ASKED);
        }
    }

    @Test
    void endsWithItsConnection() {
        try (var play = ScriptedClient.of(busy("lost").cut())) {
            var connection = play.connect();
            four(play, connection);
            var fifth = connection.script("fifth");
            play.server().proceed(ASKED);
            assertThat(failure(fifth)).isInstanceOf(PgClosedException.class);
        }
    }

    @Test
    void isNeverForgottenHoweverManySubmitAtOnce() throws InterruptedException {
        var callers = 16;
        var each = 500;
        var answered = new AtomicInteger();
        try (var play = ScriptedClient.of(session("many").serve("all", message -> List.of(DONE)))) {
            var connection = play.connect();
            var threads = new ArrayList<Thread>();
            for (var i = 0; i < callers; i++) {
                var caller = new Thread(() -> {
                    for (var j = 0; j < each; j++) {
                        await(connection.script("quick"));
                        answered.incrementAndGet();
                    }
                });
                threads.add(caller);
                caller.start();
            }
            for (var thread : threads) {
                thread.join();
            }
            assertThat(answered).hasValue(callers * each);
        }
    }
}
