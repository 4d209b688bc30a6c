package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.BlockingConnection;
import io.penstock.PgConnection;
import io.penstock.Result;
import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.LeakAction;
import io.penstock.config.PoolOptions;
import io.penstock.config.ResetPolicy;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgServerException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import io.penstock.observe.LeakSuspectedEvent;
import io.penstock.pool.BlockingPool;
import io.penstock.pool.PgPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pools on a real server: many callers, what they leave behind, and the end. */
@PostgresTest
class PoolIT {

    private static final int WAITERS = 10_000;

    private TestClient client;

    @BeforeEach
    void remember(TestClient testClient) {
        client = testClient;
    }

    private PgPool pool(PoolOptions.Builder options) {
        return PgPool.create(client.penstock(), client.options().build(), options.build());
    }

    private BlockingPool blockingPool(PoolOptions.Builder options) {
        return BlockingPool.create(client.penstock(), client.options().build(), options.build());
    }

    /** Reliability.md, row 79. */
    @Test
    @Timeout(120)
    void servesTenThousandWhoWaitForEightConnections() {
        var pool = pool(PoolOptions.builder().maxSize(8));
        var nonces = new ArrayList<Nonce>(WAITERS);
        var results = new ArrayList<CompletionStage<Result>>(WAITERS);
        for (var i = 0; i < WAITERS; i++) {
            var nonce = Nonce.next();
            nonces.add(nonce);
            results.add(pool.query(nonce.select("1")));
        }
        for (var i = 0; i < WAITERS; i++) {
            nonces.get(i).in(Await.get(results.get(i)));
        }

        var totals = pool.metrics().totals();
        assertThat(totals.acquired()).isEqualTo(WAITERS);
        assertThat(totals.opened()).isLessThanOrEqualTo(8);
        assertThat(totals.timedOut() + totals.rejected()).isZero();
        Await.get(pool.close());
    }

    /** Reliability.md, rows 79 and 88: threads, each its own connection for each statement. */
    @Test
    void servesManyThreadsOverFewConnections() throws InterruptedException {
        try (var pool = blockingPool(PoolOptions.builder().maxSize(4))) {
            var wrong = new AtomicInteger();
            var threads = new ArrayList<Thread>();
            for (var i = 0; i < 64; i++) {
                var thread = new Thread(() -> {
                    for (var round = 0; round < 20; round++) {
                        var nonce = Nonce.next();
                        pool.withConnection(connection -> nonce.in(connection.query(nonce.select("1"))));
                    }
                });
                thread.setUncaughtExceptionHandler((dead, error) -> wrong.incrementAndGet());
                threads.add(thread);
                thread.start();
            }
            for (var thread : threads) {
                thread.join();
            }
            assertThat(wrong).hasValue(0);
            assertThat(pool.metrics().totals().acquired()).isEqualTo(64 * 20);
        }
    }

    // ---- what is left behind

    /** Reliability.md, row 81. */
    @ParameterizedTest
    @CsvSource({"select 1, IDLE", "select 1/0, FAILED"})
    void rollsBackWhatWasReturnedOpen(String statement) {
        var pool = pool(PoolOptions.builder().maxSize(1));
        var connection = Await.get(pool.acquire());
        Await.get(connection.script("begin"));
        Await.get(connection.script("create table left_open(id int)"));
        connection.script(statement);
        connection.close();

        var found = Await.get(pool.query("select count(*) from pg_class where relname = 'left_open'"));

        assertThat(found.single().getLong(0)).isZero();
        assertThat(pool.metrics().totals().opened()).isOne();
        Await.get(pool.close());
    }

    @Test
    void rollsBackWhatAThreadHasReturnedOpen() {
        try (var pool = blockingPool(PoolOptions.builder().maxSize(1))) {
            var connection = pool.acquire();
            connection.script("begin; create table left_open(id int)");
            connection.close();

            var found = pool.withConnection(
                    next -> next.query("select count(*) from pg_class where relname = 'left_open'"));

            assertThat(found.single().getLong(0)).isZero();
            assertThat(pool.metrics().totals().opened()).isOne();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSACTION, changed, 1, 1, 0",
        "SESSION, penstock-it, 0, 0, 0",
        "DISCARD_ALL, penstock-it, 0, 0, 0",
    })
    void undoesOfASessionWhatThePolicySays(
            ResetPolicy policy, String applicationName, long temporaryTables, long locks, long channels) {
        var pool = pool(PoolOptions.builder().maxSize(1).resetPolicy(policy));
        Await.get(pool.withConnection(connection -> connection.script("set application_name = 'changed';"
                + " create temp table mine(id int); select pg_advisory_lock(4711); listen news")));

        Await.get(pool.withConnection(next -> next.query("select current_setting('application_name'),"
                        + " (select count(*) from pg_class where relname = 'mine'),"
                        + " (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()),"
                        + " (select count(*) from pg_listening_channels())")
                .thenAccept(result -> {
                    var row = result.single();
                    assertThat(row.getString(0)).isEqualTo(applicationName);
                    assertThat(row.getLong(1)).isEqualTo(temporaryTables);
                    assertThat(row.getLong(2)).isEqualTo(locks);
                    assertThat(row.getLong(3)).isEqualTo(channels);
                })));
        Await.get(pool.close());
    }

    @Test
    void runsPreparedStatementsAfterDiscardAll() {
        var pool = pool(PoolOptions.builder().maxSize(1).resetPolicy(ResetPolicy.DISCARD_ALL));
        for (var i = 0; i < 5; i++) {
            assertThat(Await.get(pool.query("select $1::int", i)).single().getInt(0))
                    .isEqualTo(i);
        }
        Await.get(pool.close());
    }

    // ---- loops

    /** Whichever thread asks, a loop's own included; where continuations run on the loops, they tell. */
    @Test
    void spreadsItsConnectionsOverTheLoops() {
        client.penstock(builder -> builder.executionStrategy(ExecutionStrategy.eventLoop()));
        var pool = pool(PoolOptions.builder().maxSize(4));
        var first = Await.get(pool.acquire());
        var held = new ArrayList<CompletionStage<PgConnection>>();
        Await.get(first.query("select 1").thenAccept(onLoop -> {
            for (var i = 0; i < 3; i++) {
                held.add(pool.acquire());
            }
        }));
        var connections = new ArrayList<>(held.stream().map(Await::get).toList());
        connections.add(first);
        var loops = ConcurrentHashMap.<String>newKeySet();
        for (var connection : connections) {
            Await.get(connection
                    .query("select 1")
                    .thenAccept(done -> loops.add(Thread.currentThread().getName())));
        }
        connections.forEach(connection -> Await.get(connection.close()));

        assertThat(loops).hasSize(2).allMatch(name -> name.startsWith("penstock-loop"));
        Await.get(pool.close());
    }

    // ---- losses and leaks

    @Test
    void partsWithAConnectionThatTheServerHasEnded() {
        var pool = pool(PoolOptions.builder().maxSize(2));
        var doomed = Await.get(pool.acquire());
        var pid = doomed.server().processId();
        Await.get(doomed.close());

        var other = client.connect();
        Await.get(other.query("select pg_terminate_backend($1)", pid));

        Await.until("it is gone", () -> pool.metrics().idle() == 0);
        var nonce = Nonce.next();
        nonce.in(Await.get(pool.query(nonce.select("1"))));
        Await.get(pool.close());
    }

    /** Reliability.md, row 83. */
    @Test
    void tellsWhereAForgottenConnectionWasTakenAndTakesItBack() {
        try (var pool = blockingPool(PoolOptions.builder()
                .maxSize(1)
                .leakThreshold(Duration.ofMillis(100))
                .leakAction(LeakAction.RECLAIM))) {
            BlockingConnection forgotten = pool.acquire();

            assertThat(pool.withConnection(next -> next.query("select 1"))
                            .single()
                            .getInt(0))
                    .isOne();

            var event = client.events().await(LeakSuspectedEvent.class);
            assertThat(event.acquired().getStackTrace()[0].getMethodName())
                    .isEqualTo("tellsWhereAForgottenConnectionWasTakenAndTakesItBack");
            assertThat(forgotten.isOpen()).isFalse();
        }
    }

    // ---- the end

    /** Reliability.md, row 84. */
    @Test
    void cancelsWhatIsStillUnderWayWhenItsTimeIsUp() {
        var pool = pool(PoolOptions.builder().maxSize(1).closeTimeout(Duration.ofMillis(100)));
        CompletionStage<List<Result>> running =
                pool.withConnection(connection -> connection.script("select pg_sleep(60)"));
        Await.until("it is under way", () -> pool.metrics().active() == 1);
        var waiting = pool.acquire();

        var closed = pool.close();

        assertThat(Await.failure(waiting)).isInstanceOf(PgClosedException.class);
        assertThat(Await.failure(running)).isInstanceOf(PgServerException.class);
        assertThat(Await.failure(running).sqlState()).isEqualTo("57014");
        Await.get(closed);
    }

    @Test
    void waitsForWhatIsLentWhenItIsClosed() {
        var pool = pool(PoolOptions.builder().maxSize(2));
        var held = Await.get(pool.acquire());
        var closed = pool.close();

        Nonce.echoes(held);
        assertThat(closed.toCompletableFuture()).isNotDone();
        Await.get(held.close());

        Await.get(closed);
        Await.get(pool.close());
    }
}
