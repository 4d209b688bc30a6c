package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ListenEvent;
import io.penstock.Listener;
import io.penstock.ListenerOptions;
import io.penstock.ListenerOptions.Overflow;
import io.penstock.Notification;
import io.penstock.PgConnection;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PgBouncer;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Channels on a connection of their own: gaps are told, and a lost connection comes back (reliability.md, row 41). */
@PostgresTest
class ListenerIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final PostgresServer server;
    private TestClient client;
    private PgConnection notifier;

    ListenerIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        notifier = client.connect();
    }

    private Listener listener(ListenerOptions bounds) {
        return client.penstock().listener(client.options().build(), bounds);
    }

    private void tell(String channel, String payload) {
        Await.get(notifier.query("select pg_notify($1, $2)", channel, payload));
    }

    private static String payload(ListenEvent event) {
        return event instanceof Notification notification ? notification.payload() : String.valueOf(event);
    }

    @Test
    void hearsSeveralChannelsInOrderByPolling() throws InterruptedException {
        Listener listener = listener(ListenerOptions.defaults());
        Await.get(listener.listen("one"));
        Await.get(listener.listen("two; select \"1"));
        for (int i = 0; i < 20; i++) {
            tell(i % 2 == 0 ? "one" : "two; select \"1", "n" + i);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(payload(listener.poll(LIMIT))).isEqualTo("n" + i);
        }
        assertThat(listener.poll(Duration.ZERO)).isNull();
        Await.get(listener.close());
    }

    /** A stuck handler costs events, which are counted, and nothing else. */
    @Test
    void tellsHowManyASlowHandlerHasMissed() {
        Listener listener = listener(ListenerOptions.defaults().withBuffer(10, 1 << 20, Overflow.DROP_OLDEST));
        Await.get(listener.listen("flood"));
        var heard = new CopyOnWriteArrayList<ListenEvent>();
        var stuck = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        CompletionStage<?> end = listener.forEach(event -> {
            heard.add(event);
            stuck.countDown();
            Await.signal(go);
        });
        tell("flood", "first");
        Await.signal(stuck);
        Await.get(notifier.query("select pg_notify('flood', n::text) from generate_series(1, 1000) n"));
        Await.get(listener.listen("behind the flood"));
        go.countDown();
        Await.until(
                "the newest is heard",
                () -> payload(heard.get(heard.size() - 1)).equals("1000"));
        assertThat(heard.get(1)).isEqualTo(new ListenEvent.Lost(990));
        assertThat(heard).hasSize(12);
        Await.get(listener.close());
        Await.get(end);
    }

    @Test
    void comesBackAndTellsOfTheGap() throws InterruptedException {
        Listener listener = listener(
                ListenerOptions.defaults().withReconnect(Duration.ofMillis(10), Duration.ofMillis(100), 1_000));
        Await.get(listener.listen("news"));
        tell("news", "before");
        assertThat(payload(listener.poll(LIMIT))).isEqualTo("before");

        Await.get(notifier.query("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                + " where application_name = 'penstock-it' and pid <> pg_backend_pid()"));

        assertThat(listener.poll(LIMIT)).isInstanceOf(ListenEvent.Reconnected.class);
        tell("news", "after");
        assertThat(payload(listener.poll(LIMIT))).isEqualTo("after");
        Await.get(listener.close());
    }

    /** LISTEN and UNLISTEN reach the server in the order in which they were asked for. */
    @Test
    void doesNotCrossChannelsThatComeAndGo() throws InterruptedException {
        Listener listener = listener(ListenerOptions.defaults());
        List<CompletionStage<?>> stages = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            stages.add(listener.unlisten("busy"));
            stages.add(listener.listen("busy"));
        }
        Await.get(stages.get(stages.size() - 1));
        assertThat(listener.channels()).containsExactly("busy");
        tell("busy", "heard");
        assertThat(payload(listener.poll(LIMIT))).isEqualTo("heard");
        Await.get(listener.close());
    }

    @Test
    void refusesAPooler() {
        PgBouncer bouncer = client.through(PgBouncer.start(server, PgBouncer.Mode.TRANSACTION));
        Listener listener = client.penstock()
                .listener(bouncer.options().applicationName("penstock-it").build());
        assertThat(Await.failure(listener.listen("news"))).hasMessageContaining("pooler");
        Await.get(listener.close());
    }
}
