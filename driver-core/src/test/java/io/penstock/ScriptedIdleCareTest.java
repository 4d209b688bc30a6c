package io.penstock;

import static io.penstock.ListenScripts.connect;
import static io.penstock.ListenScripts.listening;
import static io.penstock.ListenScripts.news;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.notification;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.observe.ConnectionClosedEvent;
import io.penstock.observe.DriverListener;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ScriptedServer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection that its callers run, while nobody is in a call on it: its server's end is noticed, and what it is notified of is pushed. */
@Timeout(30)
class ScriptedIdleCareTest {

    /** What a subscriber was told, and on what thread. */
    private static final class Told implements Flow.Subscriber<ListenEvent> {

        private final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
        private final CountDownLatch subscribed = new CountDownLatch(1);
        private volatile Flow.@Nullable Subscription subscription;

        static Told by(BlockingConnection connection) throws InterruptedException {
            var told = new Told();
            connection.notifications().subscribe(told);
            assertThat(told.subscribed.await(ScriptedServer.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            return told;
        }

        Flow.Subscription subscription() {
            return java.util.Objects.requireNonNull(subscription);
        }

        @Nullable
        Object next() throws InterruptedException {
            return signals.poll(ScriptedServer.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            subscribed.countDown();
        }

        @Override
        public void onNext(ListenEvent event) {
            signals.add(Thread.currentThread().getName().startsWith("penstock-loop") ? "on a loop" : event);
        }

        @Override
        public void onError(Throwable error) {
            signals.add(error);
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }
    }

    @Test
    void pushesWhatComesWithAnAnswerAndWhatComesWhileNobodyCalls() throws Exception {
        var script = listening("notified")
                .expect(Query.class)
                .send(notification(7, "news", "with an answer"), commandComplete("OK"), readyForQuery())
                .stall("idle")
                .send(notification(7, "news", "by itself"));
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            var told = Told.by(connection);
            told.subscription().request(Long.MAX_VALUE);

            connection.script("select 1");
            assertThat(told.next()).isEqualTo(news("with an answer"));
            play.server().proceed("idle");
            assertThat(told.next()).isEqualTo(news("by itself"));

            connection.close();
            assertThat(told.next()).isEqualTo("complete");
        }
    }

    @Test
    void pushesWhatIsAskedForAndKeepsTheRestForWhoComesNext() throws Exception {
        var script = listening("by demand")
                .expect(Query.class)
                .send(notification(7, "news", "one"), notification(7, "news", "two"))
                .send(notification(7, "news", "three"), commandComplete("OK"), readyForQuery());
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            var first = Told.by(connection);
            connection.script("select 1");
            first.subscription().request(1);
            assertThat(first.next()).isEqualTo(news("one"));

            var second = catchThrowableOfType(PgRejectedException.class, () -> Told.by(connection));
            var polled = catchThrowableOfType(
                    PgRejectedException.class, () -> connection.pollNotification(ScriptedServer.LIMIT));
            assertThat(second.sqlState()).isEqualTo("55006");
            assertThat(polled.sqlState()).isEqualTo("55006");

            first.subscription().cancel();
            assertThat(connection.pollNotification(ScriptedServer.LIMIT)).isEqualTo(news("two"));
            var third = Told.by(connection);
            third.subscription().request(1);
            assertThat(third.next()).isEqualTo(news("three"));
            assertThat(first.signals).isEmpty();
        }
    }

    @Test
    void tellsASubscriberThatTheConnectionIsLostBehindWhatItHasHeard() throws Exception {
        var script = listening("lost")
                .stall("idle")
                .send(notification(7, "news", "last"))
                .cut();
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            var told = Told.by(connection);
            told.subscription().request(Long.MAX_VALUE);
            play.server().proceed("idle");

            assertThat(told.next()).isEqualTo(news("last"));
            assertThat(told.next())
                    .isInstanceOfSatisfying(
                            PgException.class, e -> assertThat(e.sqlState()).startsWith("08"));
            assertThat(Told.by(connection).next()).isInstanceOf(PgException.class);
        }
    }

    @Test
    void noticesThatTheServerHasGoneThoughNobodyCalls() throws Exception {
        var closed = new LinkedBlockingQueue<ConnectionClosedEvent>();
        var listener = new DriverListener() {
            @Override
            public void connectionClosed(ConnectionClosedEvent event) {
                closed.add(event);
            }
        };
        var script = listening("gone").stall("idle").cut();
        try (var play = ScriptedClient.of(builder -> builder.listener(listener), script);
                var connection = connect(play)) {
            assertThat(connection.isOpen()).isTrue();
            play.server().proceed("idle");

            var event = closed.poll(ScriptedServer.LIMIT.toSeconds(), TimeUnit.SECONDS);

            assertThat(event).isNotNull();
            assertThat(connection.isOpen()).isFalse();
            assertThat(catchThrowableOfType(PgClosedException.class, () -> connection.script("select 1"))
                            .outcome())
                    .isEqualTo(io.penstock.error.Outcome.NOT_SENT);
        }
    }
}
