package io.penstock.it.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.config.PoolOptions;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import io.penstock.observe.micrometer.PenstockMetrics;
import io.penstock.pool.PgPool;
import io.penstock.pool.PoolMetrics;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Gauges are read from state: whatever has happened, and however it ended, they show what is. The property {@code penstock.it.gauge.steps} asks for
 * more than a few thousand steps.
 */
@PostgresTest(versions = 18)
@Timeout(120)
class GaugeDriftIT {

    private static final int STEPS = Integer.getInteger("penstock.it.gauge.steps", 3_000);

    /** How many are under way at a time: more than the pool has connections, fewer than may wait. */
    private static final int AT_ONCE = 64;

    private TestClient client;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Random random = new Random(20_261_126);
    private final Semaphore room = new Semaphore(AT_ONCE);

    @BeforeEach
    void useThe(TestClient testClient) {
        client = testClient;
    }

    @Test
    void showsWhatIsAfterManyAcquiresFailuresAndCancels() throws InterruptedException {
        Penstock penstock = client.penstock();
        PenstockMetrics.of(penstock).bindTo(registry);
        var size = PoolOptions.builder()
                .name("drift")
                .maxSize(4)
                .acquireTimeout(Duration.ofSeconds(30))
                .build();
        PgPool pool = PgPool.create(penstock, client.options().build(), size);

        for (var step = 0; step < STEPS; step++) {
            room.acquire();
            step(pool).whenComplete((result, error) -> room.release());
        }
        room.acquire(AT_ONCE);

        Await.until("what was cancelled has come back", () -> isAtRest(pool.metrics()));
        assertPoolGaugesShow(pool);
        assertThat(gauge("r2dbc.pool.acquired")).isZero();
        assertThat(gauge("r2dbc.pool.pending")).isZero();
        Await.until("nothing is under way", () -> gauge("penstock.inflight") == 0);
        assertThat(gauge("penstock.queue.size")).isZero();
        assertThat(gauge("penstock.rx.buffered")).isZero();
        Await.until("no task runs", () -> gauge("penstock.offload.active") == 0);

        PgConnection held = Await.get(pool.acquire());
        assertThat(gauge("r2dbc.pool.acquired")).isEqualTo(1);
        assertPoolGaugesShow(pool);
        Await.get(held.close());
        Await.get(pool.close());
    }

    private static boolean isAtRest(PoolMetrics state) {
        return state.active() + state.checking() + state.pending() + state.connecting() + state.closing() == 0;
    }

    private void assertPoolGaugesShow(PgPool pool) {
        var state = pool.metrics();
        assertThat(gauge("r2dbc.pool.acquired")).isEqualTo(state.active());
        assertThat(gauge("r2dbc.pool.idle")).isEqualTo(state.idle());
        assertThat(gauge("r2dbc.pool.allocated")).isEqualTo(state.open());
        assertThat(gauge("r2dbc.pool.pending")).isEqualTo(state.pending());
        assertThat(gauge("penstock.connections")).isEqualTo(state.open());
    }

    private CompletionStage<?> step(PgPool pool) {
        var draw = random.nextInt(1_000);
        if (draw < 3) {
            var running = pool.withConnection(connection -> connection.query("select pg_sleep(0.001)"))
                    .toCompletableFuture();
            running.cancel(true);
            return running;
        } else if (draw < 50) {
            var waiting = pool.acquire().toCompletableFuture();
            waiting.cancel(true);
            // One that was at hand is ours, and too late to be cancelled.
            return waiting.thenCompose(PgConnection::close);
        } else if (draw < 70) {
            return pool.withConnection(connection -> connection.query("select 1/0"));
        } else if (draw < 75) {
            return pool.withConnection(connection -> connection.script("begin; select 1"));
        } else if (draw < 80) {
            return pool.withConnection(connection -> connection.stream("select n from generate_series(1, 1000) n")
                    .forEach(row -> {}));
        } else if (draw < 130) {
            return pool.withConnection(connection -> connection.query("select $1::int", 1));
        }
        return pool.acquire().thenCompose(PgConnection::close);
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }
}
