package io.penstock.it.reactive;

import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.PoolOptions;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.reactive.ReactiveConnection;
import io.penstock.reactive.ReactivePool;
import org.jspecify.annotations.Nullable;

/** What one publisher is made with. The kit leaves subscriptions open, so each has connections of its own, which end with it. Used by the rule's thread. */
final class TckSession implements AutoCloseable {

    private final TestClient test;
    private @Nullable Penstock client;

    TckSession(TestClient test) {
        this.test = test;
    }

    Penstock client() {
        if (client == null) {
            client = test.penstock(builder -> builder.eventLoops(1));
        }
        return client;
    }

    ConnectionOptions options() {
        return test.options().build();
    }

    PgConnection connection() {
        return Await.get(client().connect(options()));
    }

    ReactiveConnection reactive() {
        return reactive(connection());
    }

    ReactiveConnection reactive(PgConnection connection) {
        return ReactiveConnection.of(client(), options(), connection);
    }

    /** Of as many connections as a rule has subscribers at once. */
    ReactivePool pool() {
        return ReactivePool.create(
                client(), options(), PoolOptions.builder().maxSize(3).build());
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
