package io.penstock.examples;

import static io.penstock.examples.DemoServer.await;

import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.Query;
import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.PoolOptions;
import io.penstock.pool.BlockingPool;
import io.penstock.pool.PgPool;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Keeps a client busy: queries through two pools, a stream whose consumer is slow, a cancel now and then, and what its mode asks for. */
final class Workload implements AutoCloseable {

    private static final Duration SLEEP = Duration.ofMillis(500);

    private final PgPool pool;
    private final BlockingPool blockingPool;
    private final PgConnection streaming;
    private final PgConnection sleeping;
    private final PgConnection cancelled;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2, task -> {
        var thread = new Thread(task, "demo-workload");
        thread.setDaemon(true);
        return thread;
    });
    private final LongAdder done = new LongAdder();
    private volatile Mode mode = Mode.RUNS;
    private volatile boolean closed;

    Workload(Penstock penstock, ConnectionOptions options) throws Exception {
        pool = PgPool.create(penstock, options, size("async"));
        blockingPool = BlockingPool.create(penstock, options, size("blocking"));
        streaming = await(penstock.connect(options));
        sleeping = await(penstock.connect(options));
        cancelled = await(penstock.connect(options));
    }

    private static PoolOptions size(String name) {
        return PoolOptions.builder().name(name).maxSize(4).build();
    }

    void start() {
        clock.scheduleWithFixedDelay(this::query, 0, 5, TimeUnit.MILLISECONDS);
        clock.scheduleWithFixedDelay(this::sleepInAContinuation, 0, 1, TimeUnit.SECONDS);
        clock.scheduleWithFixedDelay(this::cancel, 1, 2, TimeUnit.SECONDS);
        stream();
    }

    /** How many queries have been answered. */
    long done() {
        return done.sum();
    }

    Mode mode() {
        return mode;
    }

    void mode(Mode next) {
        mode = next;
    }

    private void query() {
        for (var i = 0; i < 8; i++) {
            pool.withConnection(connection -> connection.query("select $1::int", 42))
                    .thenRun(done::increment)
                    .exceptionally(error -> null);
        }
        blockingPool.withConnection(connection -> connection.query("select $1::int", 42));
        done.increment();
    }

    /** Again and again: four megabytes, a little at a time. */
    private void stream() {
        streaming.stream("select repeat('x', 1000) from generate_series(1, 4000)")
                .forEach(row -> LockSupport.parkNanos(200_000))
                .whenComplete((tag, error) -> {
                    if (error == null && !closed) {
                        stream();
                    }
                });
    }

    private void sleepInAContinuation() {
        var query = Query.of("select 1");
        switch (mode) {
            case RUNS -> {}
            case BLOCKS_A_CONTINUATION -> sleeping.query(query).thenAccept(result -> sleepInACallback());
            case BLOCKS_THE_LOOP ->
                sleeping.query(query.withStrategy(ExecutionStrategy.eventLoop()))
                        .thenAccept(result -> sleepInACallback());
        }
    }

    /** What nobody should do. */
    private static void sleepInACallback() {
        var end = System.nanoTime() + SLEEP.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private void cancel() {
        var slow = cancelled.query("select pg_sleep(1)").toCompletableFuture();
        clock.schedule(() -> slow.cancel(true), 50, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed = true;
        clock.shutdownNow();
        blockingPool.close();
        pool.close().toCompletableFuture().join();
    }
}
