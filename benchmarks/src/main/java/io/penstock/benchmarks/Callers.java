package io.penstock.benchmarks;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Threads that select, each one after the other. */
final class Callers implements Load {

    static final int IDS = 10_000;

    private final int count;
    private final Executor threads;
    private final Select select;

    private Callers(int count, Executor threads, Select select) {
        this.count = count;
        this.threads = threads;
        this.select = select;
    }

    /** In the thread that measures. */
    static Load one(Select select) {
        return new Callers(1, Runnable::run, select);
    }

    static Load platform(int count, Select select) {
        return new Callers(count, Executors.newFixedThreadPool(count), select);
    }

    /** Needs a JDK 21; by reflection, since this is compiled for 17. */
    static Load virtual(int count, Select select) throws ReflectiveOperationException {
        var threads = (Executor)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        return new Callers(count, threads, select);
    }

    @Override
    public long run(long nanos, Latencies latencies) throws Exception {
        var end = System.nanoTime() + nanos;
        var done = new AtomicLong();
        var failure = new AtomicReference<@Nullable Exception>();
        var ended = new CountDownLatch(count);
        for (var i = 0; i < count; i++) {
            var seed = i;
            threads.execute(() -> {
                try {
                    done.addAndGet(call(new Random(seed), end, latencies));
                } catch (Exception e) {
                    failure.set(e);
                } finally {
                    ended.countDown();
                }
            });
        }
        ended.await();
        var failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return done.get();
    }

    private long call(Random random, long end, Latencies latencies) throws Exception {
        var calls = 0L;
        for (var now = System.nanoTime(); now - end < 0; calls++) {
            select.run(random.nextInt(IDS) + 1);
            var after = System.nanoTime();
            latencies.add(after - now);
            now = after;
        }
        return calls;
    }
}
