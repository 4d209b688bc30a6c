package io.penstock;

import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.notice;
import static io.penstock.testing.ServerMessage.notification;
import static io.penstock.testing.ServerMessage.raw;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.Timeouts;
import io.penstock.error.Outcome;
import io.penstock.error.PgTimeoutException;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.CancelRequest;
import io.penstock.internal.wire.FrontendMessage.Describe;
import io.penstock.internal.wire.FrontendMessage.Execute;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.observe.DriverListener;
import io.penstock.observe.NoticeEvent;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ServerMessage;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Servers that say too much or nothing (reliability.md, rows 23, 24, 40 and 41). */
class ScriptedFloodTest {

    private static ServerMessage many(int count, ServerMessage message) {
        return raw(
                count + " times " + message,
                ServerMessage.bytes(
                        IntStream.range(0, count).mapToObj(i -> message).toArray(ServerMessage[]::new)));
    }

    /** Row 40: a listener that is stuck holds up neither the answers nor the heap. */
    @Test
    void doesNotLetAStuckListenerHoldUpAnswersInAFloodOfNotices() {
        var released = new CountDownLatch(1);
        var seen = new AtomicInteger();
        var listener = new DriverListener() {
            @Override
            public void notice(NoticeEvent event) {
                seen.incrementAndGet();
                awaitQuietly(released);
            }
        };
        var flood = many(10_000, notice("x".repeat(100)));
        var script = Script.named("flood of notices")
                .acceptStartup()
                .expect(Query.class)
                .send(flood, commandComplete("OK"), flood, readyForQuery())
                .expect(Query.class)
                .send(commandComplete("OK"), readyForQuery());
        try (var play = ScriptedClient.of(builder -> builder.listener(listener), script)) {
            var connection = play.connect();
            await(connection.script("noisy"));
            await(connection.script("quiet"));
            assertThat(seen).hasValueLessThanOrEqualTo(1);
            released.countDown();
        }
        assertThat(seen).hasValueLessThan(5_000);
    }

    /** Row 40: few notices are many bytes where each is large. */
    @Test
    void boundsWhatWaitsForAListenerInBytesToo() {
        var released = new CountDownLatch(1);
        var seen = new AtomicInteger();
        var listener = new DriverListener() {
            @Override
            public void notice(NoticeEvent event) {
                seen.incrementAndGet();
                awaitQuietly(released);
            }
        };
        var script = Script.named("large notices")
                .acceptStartup()
                .expect(Query.class)
                .send(many(100, notice("x".repeat(60_000))), commandComplete("OK"), readyForQuery());
        try (var play = ScriptedClient.of(builder -> builder.listener(listener), script)) {
            await(play.connect().script("noisy"));
            released.countDown();
        }
        assertThat(seen).hasValueLessThan(20);
    }

    /** Row 41: what nobody asks for is held up to a bound; statements on the same connection go on. */
    @Test
    void holdsABoundedNumberOfNotificationsThatNobodyAsksFor() {
        var script = Script.named("flood of notifications")
                .acceptStartup()
                .expect(Query.class)
                .send(commandComplete("LISTEN"), readyForQuery())
                .expect(Query.class)
                .send(many(20_000, notification(1, "c", "payload")), commandComplete("OK"), readyForQuery())
                .expect(Query.class)
                .send(commandComplete("OK"), readyForQuery());
        try (var play = ScriptedClient.of(script);
                var connection = play.client().connectBlocking(play.options().build())) {
            connection.script("listen c");
            connection.script("noisy");
            connection.script("quiet");
            assertThat(connection.pollNotification(Duration.ZERO)).isEqualTo(new ListenEvent.Lost(20_000 - 1_024));
            for (var i = 0; i < 1_024; i++) {
                assertThat(connection.pollNotification(Duration.ZERO)).isEqualTo(new Notification("c", "payload", 1));
            }
            assertThat(connection.pollNotification(Duration.ZERO)).isNull();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Row 24: the server writes all it has before it reads; reading does not wait for our own writing. */
    @Test
    void readsWhileTheServerDoesNot() {
        var script = Script.named("both sides write")
                .acceptStartup()
                .send(many(1_000, notice("x".repeat(20_000))))
                .expect(Query.class)
                .send(many(1_000, notice("x".repeat(20_000))), commandComplete("OK"), readyForQuery());
        try (var play = ScriptedClient.of(script)) {
            await(play.connect().script("-- " + "x".repeat(20_000_000)));
        }
    }

    /** Row 23: the deadline is ours; a cancel is tried; a connection that does not answer it is closed. */
    @Test
    void endsAStatementThatGetsNoAnswerAtItsDeadline() {
        var silent = Script.named("silent")
                .acceptStartup()
                .expect(Query.class, Query.class)
                .drain();
        var cancel = Script.named("cancel").expect(CancelRequest.class).cut();
        try (var play = ScriptedClient.of(silent, cancel)) {
            var connection = play.connect(options -> options.timeouts(Timeouts.defaults()
                    .withStatement(Duration.ofMillis(200))
                    .withDrain(Duration.ofMillis(100))
                    .withCancel(Duration.ofMillis(300))));
            var first = connection.script("silence");
            var second = connection.script("behind it");
            var failure = failure(first);
            assertThat(failure).isInstanceOf(PgTimeoutException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure(second).outcome()).isEqualTo(Outcome.UNKNOWN);
            await(connection.closed());
            assertThat(play.server().connections()).isEqualTo(2);
        }
    }

    @Test
    void staysUsableWhenTheServerHonoursTheCancel() {
        var script = Script.named("cancelled")
                .acceptStartup()
                .expect(Parse.class, Describe.class, Bind.class, Execute.class, Sync.class)
                .stall("cancelled")
                .send(error("57014", "canceling statement due to user request"), readyForQuery())
                .expect(Sync.class)
                .send(readyForQuery())
                .expect(Query.class)
                .send(commandComplete("OK"), readyForQuery());
        var cancel = Script.named("cancel").expect(CancelRequest.class).cut();
        try (var play = ScriptedClient.of(script, cancel)) {
            var connection =
                    play.connect(options -> options.timeouts(Timeouts.defaults().withDrain(Duration.ofMillis(50))));
            var slow = connection.query(io.penstock.Query.of("slow").withTimeout(Duration.ofMillis(100)));
            assertThat(failure(slow)).isInstanceOf(PgTimeoutException.class);
            play.server().proceed("cancelled");
            await(connection.script("next"));
        }
    }
}
