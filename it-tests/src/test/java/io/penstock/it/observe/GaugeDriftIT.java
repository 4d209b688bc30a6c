package io.penstock.it.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.PgConnection;
import io.penstock.config.PoolOptions;
import io.penstock.error.PgException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.observe.micrometer.PenstockMetrics;
import io.penstock.pool.BlockingPool;
import io.penstock.pool.PgPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Gauges are read from state: whatever has happened, and however it ended, they show what is. What is, is known here from elsewhere: from the test's own
 * doings, and from the server's list of sessions.
 *
 * <p>The property {@code penstock.it.gauge.steps} asks for more steps, or fewer. All of them together have time in plenty; one that does not end fails much sooner.
 */
@PostgresTest(versions = 18)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class GaugeDriftIT {

    private static final int STEPS = Integer.getInteger("penstock.it.gauge.steps", 20_000);
    private static final int CHECKS = 10;

    private static final int MAX_SIZE = 4;
    private static final int MAX_PENDING = 48;

    /** How many are under way at a time: more than the pool has connections, and now and then more than may wait. */
    private static final int AT_ONCE = 64;

    private static final long LOCK = 20_261_126;

    /** What there is only while something is under way. */
    private static final List<String> UNDER_WAY = List.of(
            "penstock.inflight",
            "penstock.queue.size",
            "penstock.rx.buffered",
            "penstock.offload.active",
            "penstock.offload.queued");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Random random = new Random(LOCK);
    private final Connection admin;
    private TestClient client;

    GaugeDriftIT(PostgresServer server) throws SQLException {
        admin = server.admin();
    }

    @BeforeEach
    void bindTheMeters(TestClient testClient) {
        client = testClient;
        PenstockMetrics.of(client.penstock()).bindTo(registry);
    }

    @AfterEach
    void closeTheAdministrators() throws SQLException {
        admin.close();
    }

    private static PoolOptions size(String name) {
        return PoolOptions.builder()
                .name(name)
                .maxSize(MAX_SIZE)
                .maxPending(MAX_PENDING)
                .build();
    }

    @Test
    void showWhatIsAfterManyAcquiresFailuresAndCancels() throws Exception {
        PgPool pool = PgPool.create(client.penstock(), client.options().build(), size("drift"));
        var usual =
                new UsualNames("r2dbc.pool.acquired", "r2dbc.pool.allocated", "r2dbc.pool.idle", "r2dbc.pool.pending");
        var gauges = new PoolGauges(usual, Tags.of("name", "drift"), "drift");
        var room = new Semaphore(AT_ONCE);

        for (var check = 0; check < CHECKS; check++) {
            for (var step = 0; step < STEPS / CHECKS; step++) {
                assertThat(room.tryAcquire(30, TimeUnit.SECONDS))
                        .as("a step ends")
                        .isTrue();
                step(pool).whenComplete((result, error) -> room.release());
                if (step % 100 == 0) {
                    gauges.assertWithinBounds();
                }
            }
            assertThat(room.tryAcquire(AT_ONCE, 30, TimeUnit.SECONDS))
                    .as("all steps end")
                    .isTrue();
            room.release(AT_ONCE);

            gauges.awaitRest();
            assertTheyShowWhatIsHeld(pool, gauges, random.nextInt(MAX_SIZE + 1));
            assertTheyShowWhatIsHeld(pool, gauges, MAX_SIZE);
            gauges.awaitRest();
        }
        Await.get(pool.close());
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
        } else if (draw < 81) {
            return pool.withConnection(connection -> connection.query("select pg_terminate_backend(pg_backend_pid())"));
        } else if (draw < 130) {
            return pool.withConnection(connection -> connection.query("select $1::int", 1));
        }
        return pool.acquire().thenCompose(PgConnection::close);
    }

    /** So many connections are lent, each with three operations that wait for a lock; and if that is all there are, some wait for one. */
    private void assertTheyShowWhatIsHeld(PgPool pool, PoolGauges gauges, int held) throws SQLException {
        lock();
        var lent = new ArrayList<PgConnection>();
        var locking = new ArrayList<CompletionStage<?>>();
        for (var i = 0; i < held; i++) {
            PgConnection connection = Await.get(pool.acquire());
            lent.add(connection);
            locking.add(connection.query("select pg_advisory_xact_lock_shared($1)", LOCK));
            locking.add(connection.query("select 1"));
            locking.add(connection.query("select 2"));
        }
        var waiting = new ArrayList<CompletionStage<?>>();
        for (var i = held == MAX_SIZE ? 1 + random.nextInt(5) : 0; i > 0; i--) {
            waiting.add(pool.acquire().thenCompose(PgConnection::close));
        }

        gauges.assertShow(held, waiting.size());
        Await.until("operations are in flight", () -> of("penstock.inflight") == 3.0 * held);

        unlock();
        locking.forEach(Await::get);
        Await.until("nothing is in flight", () -> of("penstock.inflight") == 0);
        lent.forEach(connection -> Await.get(connection.close()));
        waiting.forEach(Await::get);
    }

    @Test
    void showWhatIsWhereThreadsWait() throws Exception {
        try (BlockingPool pool =
                BlockingPool.create(client.penstock(), client.options().build(), size("threads"))) {
            var usual = new UsualNames(
                    "hikaricp.connections.active",
                    "hikaricp.connections",
                    "hikaricp.connections.idle",
                    "hikaricp.connections.pending");
            var gauges = new PoolGauges(usual, Tags.of("pool", "threads"), "threads");

            var callers = Stream.generate(() -> stepInAThread(pool, new Random(random.nextLong())))
                    .limit(MAX_SIZE + 2)
                    .toList();
            callers.forEach(Await::get);

            gauges.awaitRest();
            try (var one = pool.acquire();
                    var another = pool.acquire()) {
                assertThat(one).isNotSameAs(another);
                gauges.assertShow(2, 0);
            }
            gauges.awaitRest();
        }
    }

    private static CompletableFuture<Void> stepInAThread(BlockingPool pool, Random own) {
        return CompletableFuture.runAsync(
                () -> {
                    for (var step = 0; step < STEPS / 20; step++) {
                        step(pool, own.nextInt(1_000));
                    }
                },
                task -> new Thread(task, "drift").start());
    }

    private static void step(BlockingPool pool, int draw) {
        if (draw < 20) {
            assertThatThrownBy(() -> pool.withConnection(connection -> connection.query("select 1/0")))
                    .isInstanceOf(PgException.class);
        } else if (draw < 25) {
            pool.withConnection(connection -> connection.script("begin; select 1"));
        } else if (draw < 26) {
            assertThatThrownBy(() -> pool.withConnection(
                            connection -> connection.query("select pg_terminate_backend(pg_backend_pid())")))
                    .isInstanceOf(PgException.class);
        } else if (draw < 46) {
            Thread.currentThread().interrupt();
            try {
                pool.acquire().close();
            } catch (PgException hadToWait) {
                assertThat(hadToWait).isNotNull();
            } finally {
                Thread.interrupted();
            }
        } else {
            pool.acquire().close();
        }
    }

    // ---- what streams hold

    @Test
    void showWhatAConsumerHasNotTakenYet() {
        PgConnection connection = client.connect();
        var release = new CountDownLatch(1);

        var rows = connection.stream("select repeat('x', 1000) from generate_series(1, 2000)")
                .forEach(row -> Await.signal(release));
        Await.until("bytes are held", () -> of("penstock.rx.buffered") > 100_000);
        assertThat(of("penstock.offload.active")).isEqualTo(1);
        assertThat(of("penstock.inflight")).isEqualTo(1);
        release.countDown();
        Await.get(rows);

        Await.until("no task runs", () -> of("penstock.offload.active") == 0);
        assertThat(of("penstock.rx.buffered")).isZero();
        assertThat(of("penstock.inflight")).isZero();
    }

    // ---- what is known from elsewhere

    private void lock() throws SQLException {
        try (var statement = admin.createStatement()) {
            statement.execute("select pg_advisory_lock(" + LOCK + ")");
        }
    }

    private void unlock() throws SQLException {
        try (var statement = admin.createStatement()) {
            statement.execute("select pg_advisory_unlock(" + LOCK + ")");
        }
    }

    /** How many sessions the server has of the test's. */
    private int sessions() {
        try (var statement = admin.createStatement();
                var row = statement.executeQuery(
                        "select count(*) from pg_stat_activity where application_name = 'penstock-it'")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private double of(String name) {
        return registry.get(name).gauge().value();
    }

    /** What a pool's gauges are called, for those who wait for it. */
    private record UsualNames(String used, String open, String idle, String pending) {}

    /** A pool's gauges under both of their names. */
    private final class PoolGauges {

        private static final String OPEN_TELEMETRY = "db.client.connection.";

        private final List<Gauge> used;
        private final List<Gauge> idle;
        private final List<Gauge> pending;
        private final Gauge open;

        PoolGauges(UsualNames usual, Tags tags, String pool) {
            var named = Tags.of(OPEN_TELEMETRY + "pool.name", pool);
            used = List.of(find(usual.used(), tags), find(OPEN_TELEMETRY + "count", named.and(state("used"))));
            idle = List.of(find(usual.idle(), tags), find(OPEN_TELEMETRY + "count", named.and(state("idle"))));
            pending = List.of(find(usual.pending(), tags), find(OPEN_TELEMETRY + "pending_requests", named));
            open = find(usual.open(), tags);
        }

        private static Tags state(String value) {
            return Tags.of(OPEN_TELEMETRY + "state", value);
        }

        private Gauge find(String name, Tags tags) {
            return registry.get(name).tags(tags).gauge();
        }

        /** While things happen: nothing is less than none, nor more than there can be. */
        void assertWithinBounds() {
            used.forEach(gauge -> assertThat(gauge.value()).isBetween(0.0, (double) MAX_SIZE));
            idle.forEach(gauge -> assertThat(gauge.value()).isBetween(0.0, (double) MAX_SIZE));
            // Those are not too many for whom a connection is being opened.
            pending.forEach(gauge -> assertThat(gauge.value()).isBetween(0.0, (double) MAX_PENDING + MAX_SIZE));
            assertThat(of("penstock.inflight")).isBetween(0.0, (double) AT_ONCE);
        }

        void awaitRest() {
            Await.until(
                    "all connections are idle",
                    () -> idle.get(0).value() == open.value() && used.get(0).value() == 0);
            assertShow(0, 0);
            UNDER_WAY.forEach(name -> Await.until(name + " is zero", () -> of(name) == 0));
        }

        /** So many are lent and so many wait; and all others that the server has are idle. */
        void assertShow(int lent, int waiting) {
            assertThat(used).extracting(Gauge::value).containsOnly((double) lent);
            assertThat(pending).extracting(Gauge::value).containsOnly((double) waiting);
            // One whose session is being ended is the client's and the server's still.
            Await.until(
                    "the client's connections are those that are open",
                    () -> of("penstock.connections") == open.value());
            Await.until("the server's sessions are too", () -> sessions() == open.value());
            assertThat(idle).extracting(Gauge::value).containsOnly(open.value() - lent);
        }
    }
}
