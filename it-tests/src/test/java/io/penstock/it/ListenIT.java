package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.BlockingConnection;
import io.penstock.ListenEvent;
import io.penstock.Notification;
import io.penstock.PgConnection;
import io.penstock.config.PoolOptions;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import io.penstock.pool.BlockingPool;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** LISTEN by a statement, on a connection that a thread runs and polls. */
@PostgresTest
class ListenIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private TestClient client;
    private PgConnection notifier;

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        notifier = client.connect();
    }

    private void tell(String payload) {
        Await.get(notifier.query("select pg_notify('news', $1)", payload));
    }

    private static String payload(ListenEvent event) {
        return event instanceof Notification notification ? notification.payload() : String.valueOf(event);
    }

    @Test
    void hearsWhatComesWhileItWorksAndWhileItWaits() {
        try (BlockingConnection connection =
                client.penstock().connectBlocking(client.options().build())) {
            connection.script("listen news");
            assertThat(connection.pollNotification(Duration.ZERO)).isNull();
            for (int i = 0; i < 200; i++) {
                tell("n" + i);
                if (i % 50 == 0) {
                    connection.query("select 1");
                }
            }
            for (int i = 0; i < 200; i++) {
                assertThat(payload(connection.pollNotification(LIMIT))).isEqualTo("n" + i);
            }
            connection.script("select pg_notify('news', 'to ourselves')");
            assertThat(connection.pollNotification(Duration.ZERO))
                    .isEqualTo(new Notification(
                            "news", "to ourselves", connection.server().processId()));
            connection.script("unlisten news");
            tell("nobody");
            assertThat(connection.pollNotification(Duration.ofMillis(1))).isNull();
        }
    }

    /** Reliability.md, row 81: whoever returns a connection that listens leaves nothing of that to the next one. */
    @Test
    void leavesNothingToTheNextUserOfAPool() {
        var one = PoolOptions.builder().maxSize(1).build();
        try (BlockingPool pool =
                BlockingPool.create(client.penstock(), client.options().build(), one)) {
            pool.withConnection(connection -> {
                connection.script("listen news");
                tell("heard");
                return payload(connection.pollNotification(LIMIT));
            });
            tell("not for the next one");
            var channels = pool.withConnection(connection -> {
                assertThat(connection.pollNotification(Duration.ZERO)).isNull();
                var result = connection.query("select count(*) from pg_listening_channels()");
                assertThat(connection.pollNotification(Duration.ZERO)).isNull();
                return result.single().getLong(0);
            });
            assertThat(channels).isZero();
            assertThat(pool.metrics().totals().resets()).isOne();
        }
    }
}
