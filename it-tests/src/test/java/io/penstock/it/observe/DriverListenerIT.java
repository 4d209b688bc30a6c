package io.penstock.it.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import io.penstock.observe.CancelSentEvent;
import io.penstock.observe.ConnectFailedEvent;
import io.penstock.observe.ConnectionClosedEvent;
import io.penstock.observe.ConnectionOpenedEvent;
import io.penstock.observe.DriverListener;
import io.penstock.observe.DroppedErrorEvent;
import io.penstock.observe.NoticeEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order in which a listener is told, and that nobody is harmed by one that throws or blocks. */
@PostgresTest
class DriverListenerIT {

    private static final String NOTICE = "do $$ begin raise notice 'a notice'; end $$";

    private TestClient client;

    @BeforeEach
    void useThe(TestClient testClient) {
        client = testClient;
    }

    @Test
    void hearsOfAConnectionFromItsOpeningToItsClose() {
        var told = new CopyOnWriteArrayList<String>();
        var penstock = client.penstock(builder -> builder.listener(new Names(told)));
        PgConnection connection = Await.get(penstock.connect(client.options().build()));
        Await.get(connection.script(NOTICE));
        var slow = connection.query("select pg_sleep(30)").toCompletableFuture();
        Await.get(connection.cancel());
        slow.handle((result, error) -> 0).join();
        Await.get(connection.close());

        Await.until("the last event", () -> told.contains("closed"));
        assertThat(told).containsExactly("opened", "notice", "cancel", "closed");
    }

    @Test
    void hearsOfAnAttemptThatFailsNothingElse() {
        var told = new CopyOnWriteArrayList<String>();
        var penstock = client.penstock(builder -> builder.listener(new Names(told)));

        Await.failure(penstock.connect(client.options().password("wrong").build()));

        Await.until("the event", () -> !told.isEmpty());
        assertThat(told).containsExactly("failed");
    }

    @Test
    void harmsNobodyByThrowing() {
        client.expectDroppedErrors();
        var dropped = new CopyOnWriteArrayList<String>();
        var penstock = client.penstock(builder -> builder.listener(new DriverListener() {
            @Override
            public void connectionOpened(ConnectionOpenedEvent event) {
                throw new IllegalStateException("a listener that throws");
            }

            @Override
            public void notice(NoticeEvent event) {
                throw new AssertionError("and once more");
            }

            @Override
            public void errorDropped(DroppedErrorEvent event) {
                dropped.add(event.source());
            }
        }));
        PgConnection connection = client.connect(penstock, client.options());

        Await.get(connection.script(NOTICE));
        assertThat(Await.get(connection.query("select 7")).single().getInt(0)).isEqualTo(7);

        Await.until("both are told as dropped", () -> dropped.size() == 2);
        assertThat(dropped).containsOnly("listener");
        assertThat(penstock.metrics().totals().errorsDropped()).isEqualTo(2);
    }

    @Test
    void harmsNobodyByBlocking() {
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        Penstock penstock = client.penstock(builder -> builder.eventLoops(1).listener(new DriverListener() {
            @Override
            public void connectionOpened(ConnectionOpenedEvent event) {
                entered.countDown();
                Await.signal(release);
            }
        }));
        PgConnection connection = client.connect(penstock, client.options());
        PgConnection other = client.connect(penstock, client.options());
        Await.signal(entered);

        for (var i = 0; i < 100; i++) {
            assertThat(Await.get(connection.query("select $1::int", i)).single().getInt(0))
                    .isEqualTo(i);
            Await.get(other.query("select 1"));
        }
        assertThat(release.getCount()).isEqualTo(1);
        release.countDown();
    }

    /** Remembers the kinds of events. */
    private record Names(List<String> told) implements DriverListener {

        @Override
        public void connectionOpened(ConnectionOpenedEvent event) {
            told.add("opened");
        }

        @Override
        public void connectFailed(ConnectFailedEvent event) {
            told.add("failed");
        }

        @Override
        public void connectionClosed(ConnectionClosedEvent event) {
            told.add("closed");
        }

        @Override
        public void notice(NoticeEvent event) {
            told.add("notice");
        }

        @Override
        public void cancelSent(CancelSentEvent event) {
            told.add("cancel");
        }
    }
}
