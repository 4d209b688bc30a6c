package io.penstock;

import static io.penstock.ListenScripts.connect;
import static io.penstock.ListenScripts.listening;
import static io.penstock.ListenScripts.news;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.notice;
import static io.penstock.testing.ServerMessage.notification;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.error.PgClosedException;
import io.penstock.error.PgRejectedException;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.Describe;
import io.penstock.internal.wire.FrontendMessage.Execute;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.observe.DriverListener;
import io.penstock.observe.NoticeEvent;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ScriptedServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Notifications to a connection that the calling thread runs, which has sent LISTEN by a statement. */
@Timeout(30)
class ScriptedNotificationTest {

    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration LIMIT = ScriptedServer.LIMIT;

    @Test
    void hearsWhatComesWithAnAnswerAndWhatComesByItself() {
        var script = listening("notified")
                .expect(Query.class)
                .send(notification(7, "news", "one"), commandComplete("OK"))
                .send(readyForQuery(), notification(7, "news", "two"))
                .stall("asked")
                .send(notice("not a notification"))
                .send(notification(7, "news", "three"), notification(7, "news", "four"));
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            connection.script("select 1");
            assertThat(connection.pollNotification(Duration.ZERO)).isEqualTo(news("one"));
            assertThat(connection.pollNotification(LIMIT)).isEqualTo(news("two"));
            play.server().proceed("asked");
            assertThat(connection.pollNotification(LIMIT)).isEqualTo(news("three"));
            assertThat(connection.pollNotification(LIMIT)).isEqualTo(news("four"));
            assertThat(connection.pollNotification(Duration.ZERO)).isNull();
        }
    }

    @Test
    void waitsNoLongerThanItMayAndLeavesTheConnectionAsItWas() {
        var script = listening("silent")
                .expect(Query.class)
                .send(notification(7, "news", "late"), commandComplete("OK"), readyForQuery());
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            assertThat(connection.pollNotification(Duration.ZERO)).isNull();
            assertThat(connection.pollNotification(SOON)).isNull();
            connection.script("select 1");
            assertThat(connection.pollNotification(SOON)).isEqualTo(news("late"));
        }
    }

    @Test
    void takesNoRowsThatACursorHasNotAskedFor() {
        var script = listening("cursor")
                .expect(Parse.class, Describe.class, Sync.class)
                .send(parseComplete(), parameterDescription(), rowDescription(column("n", 23)), readyForQuery())
                .expect(Bind.class, Execute.class, Sync.class)
                .send(bindComplete(), notification(7, "news", "first"), dataRow(new byte[][] {{0, 0, 0, 1}}))
                .stall("polled")
                .send(commandComplete("SELECT 1"), notification(7, "news", "second"), readyForQuery());
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            try (var cursor = connection.stream("select 1")) {
                assertThat(cursor.next()).isTrue();
                assertThat(connection.pollNotification(LIMIT)).isEqualTo(news("first"));
                assertThat(connection.pollNotification(LIMIT)).isNull();
                play.server().proceed("polled");
                assertThat(cursor.next()).isFalse();
            }
            assertThat(connection.pollNotification(LIMIT)).isEqualTo(news("second"));
        }
    }

    @Test
    void tellsWhatHasComeBeforeItTellsOfTheEnd() {
        var script = listening("goodbye").send(notification(7, "news", "last")).cut();
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            assertThat(connection.pollNotification(LIMIT)).isEqualTo(news("last"));
            var failure = catchThrowableOfType(PgClosedException.class, () -> connection.pollNotification(LIMIT));
            assertThat(failure).hasMessageContaining("poll");
            assertThat(connection.isOpen()).isFalse();
        }
    }

    /** A thread that polls, and what it was told. */
    private static final class Poller {

        private final CountDownLatch polls = new CountDownLatch(1);
        private final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
        private final Thread thread;

        Poller(BlockingConnection connection) {
            thread = new Thread(() -> poll(connection), "poller");
            thread.start();
        }

        private void poll(BlockingConnection connection) {
            Throwable thrown = null;
            try {
                connection.pollNotification(LIMIT);
                polls.countDown();
                connection.pollNotification(LIMIT);
            } catch (Throwable e) {
                thrown = e;
            }
            end.complete(
                    thrown != null && Thread.currentThread().isInterrupted()
                            ? new IllegalStateException("interrupted", thrown)
                            : thrown);
        }
    }

    @Test
    void endsWithAnErrorWhenAnotherThreadCutsTheConnection() throws Exception {
        try (var play = ScriptedClient.of(listening("cut").send(notification(7, "news", "go")));
                var connection = connect(play)) {
            var poller = new Poller(connection);
            poller.polls.await();

            connection.abort();

            assertThat(poller.end.get()).isInstanceOf(PgClosedException.class).hasMessageContaining("aborted");
        }
    }

    /** As in any other call: the JDK closes the channel, and the interrupt stays set. */
    @Test
    void closesTheConnectionWhenItsThreadIsInterrupted() throws Exception {
        var waits = new CountDownLatch(1);
        var listener = new DriverListener() {
            @Override
            public void notice(NoticeEvent event) {
                waits.countDown();
            }
        };
        var script = listening("interrupt")
                .send(notification(7, "news", "go"))
                .stall("polled")
                .send(notice("taken in by who waits"));
        try (var play = ScriptedClient.of(builder -> builder.listener(listener), script);
                var connection = connect(play)) {
            var poller = new Poller(connection);
            poller.polls.await();
            play.server().proceed("polled");
            waits.await();

            poller.thread.interrupt();

            assertThat(poller.end.get())
                    .hasMessage("interrupted")
                    .cause()
                    .isInstanceOf(PgClosedException.class)
                    .hasMessageContaining("interrupted");
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void refusesAThreadThatIsInterruptedAlready() {
        try (var play = ScriptedClient.of(listening("interrupted before"));
                var connection = connect(play)) {
            Thread.currentThread().interrupt();
            var failure = catchThrowableOfType(PgRejectedException.class, () -> connection.pollNotification(LIMIT));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure.sqlState()).isEqualTo("57014");
            assertThat(connection.pollNotification(Duration.ZERO)).isNull();
        }
    }

    @Test
    void givesUpWhereAnotherThreadIsInACallAllTheTime() throws Exception {
        var script = listening("busy").expect(Query.class).stall("polled").send(commandComplete("OK"), readyForQuery());
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            var called = CompletableFuture.runAsync(() -> connection.script("long"), task -> new Thread(task).start());
            play.server().awaitStalled("polled");

            assertThat(connection.pollNotification(SOON)).isNull();

            play.server().proceed("polled");
            called.get();
        }
    }
}
