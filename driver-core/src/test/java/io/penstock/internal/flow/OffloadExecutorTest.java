package io.penstock.internal.flow;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OffloadExecutorTest {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    @Test
    void usesVirtualThreadsExactlyWhereTheJvmHasThem() throws Exception {
        try (var executor = OffloadExecutor.create()) {
            assertThat(executor.isVirtual()).isEqualTo(Runtime.version().feature() >= 21);
            var thread = onThreadOf(executor);
            assertThat(VirtualThreads.isVirtual(thread)).isEqualTo(executor.isVirtual());
            assertThat(thread.getName()).startsWith("penstock-offload-");
            assertThat(thread.isDaemon()).isTrue();
        }
    }

    @Test
    void aThousandMayBlockWhereThreadsAreVirtual() {
        try (var executor = OffloadExecutor.create()) {
            int blocked = executor.isVirtual() ? 1_000 : 100;
            var all = new CountDownLatch(blocked);
            var go = new CountDownLatch(1);
            var done = new CountDownLatch(blocked);
            for (int i = 0; i < blocked; i++) {
                executor.execute(() -> {
                    all.countDown();
                    Bench.await(go);
                    done.countDown();
                });
            }
            Bench.await(all);
            assertThat(executor.active()).isEqualTo(blocked);
            assertThat(executor.queued()).isZero();
            go.countDown();
            Bench.await(done);
        }
    }

    @Test
    void refusesOnceClosed() {
        for (var executor : List.of(OffloadExecutor.create(), OffloadExecutor.pool(1, 1, KEEP_ALIVE))) {
            executor.close();
            executor.close();
            assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        }
    }

    @Test
    void closingLetsAcceptedTasksFinish() {
        for (var executor : List.of(OffloadExecutor.create(), OffloadExecutor.pool(1, 1, KEEP_ALIVE))) {
            var go = new CountDownLatch(1);
            var done = new CountDownLatch(1);
            executor.execute(() -> {
                Bench.await(go);
                done.countDown();
            });
            executor.close();
            go.countDown();
            Bench.await(done);
        }
    }

    @Test
    void thePoolGrowsFirstThenQueuesThenRefuses() {
        try (var pool = OffloadExecutor.pool(3, 5, KEEP_ALIVE)) {
            var go = new CountDownLatch(1);
            var running = new CountDownLatch(3);
            var done = new CountDownLatch(8);
            Runnable blocking = () -> {
                running.countDown();
                Bench.await(go);
                done.countDown();
            };
            for (int i = 0; i < 3; i++) {
                pool.execute(blocking);
            }
            Bench.await(running);
            assertThat(pool.active()).isEqualTo(3);
            assertThat(pool.queued()).isZero();
            for (int i = 0; i < 5; i++) {
                pool.execute(blocking);
            }
            assertThat(pool.queued()).isEqualTo(5);
            assertThatThrownBy(() -> pool.execute(blocking))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessageContaining("all 3 off-load threads are busy and 5 tasks wait");
            go.countDown();
            Bench.await(done);
        }
    }

    @Test
    void thePoolUsesAnIdleThreadBeforeItAddsOne() throws Exception {
        try (var pool = OffloadExecutor.pool(50, 50, KEEP_ALIVE)) {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            for (int i = 0; i < 500; i++) {
                threads.add(onThreadOf(pool));
            }
            // The thread that has just ended its task may not count as idle yet: a few, not fifty.
            assertThat(threads).hasSizeLessThan(10);
        }
    }

    /** Its caches are warm, and those that have waited longer may end. */
    @Test
    void thePoolGivesATaskToTheThreadThatHasWaitedForTheShortestTime() throws Exception {
        try (var pool = OffloadExecutor.pool(2, 0, KEEP_ALIVE)) {
            var go = new CountDownLatch(1);
            var begun = new CountDownLatch(1);
            pool.execute(() -> {
                begun.countDown();
                Bench.await(go);
            });
            Bench.await(begun);
            onThreadOf(pool);
            awaitActive(pool, 1);
            go.countDown();
            awaitActive(pool, 0);
            var last = onThreadOf(pool);
            awaitActive(pool, 0);
            assertThat(onThreadOf(pool)).isSameAs(last);
        }
    }

    @Test
    void whatIsPreparedBeginsWhenItIsToldAndKeepsItsThread() throws Exception {
        try (var pool = OffloadExecutor.pool(2, 0, KEEP_ALIVE)) {
            var first = onThreadOf(pool);
            awaitActive(pool, 0);
            var prepared = new FutureTask<>(Thread::currentThread);
            var begin = pool.prepare(prepared);
            assertThat(onThreadOf(pool)).isNotSameAs(first);
            assertThat(prepared.isDone()).isFalse();
            assertThat(pool.active()).isPositive();

            begin.run();
            assertThat(prepared.get(10, SECONDS)).isSameAs(first);
        }
    }

    @Test
    void closingKeepsWhatIsPrepared() throws Exception {
        for (var executor : List.of(OffloadExecutor.create(), OffloadExecutor.pool(1, 1, KEEP_ALIVE))) {
            onThreadOf(executor);
            awaitActive(executor, 0);
            var prepared = new FutureTask<>(Thread::currentThread);
            var begin = executor.prepare(prepared);
            executor.close();
            begin.run();
            assertThat(prepared.get(10, SECONDS)).isNotNull();
            assertThatThrownBy(() -> executor.prepare(() -> {})).isInstanceOf(RejectedExecutionException.class);
        }
    }

    @Test
    void aTaskThatThrowsEndsNoThread() throws Exception {
        try (var pool = OffloadExecutor.pool(1, 1, KEEP_ALIVE)) {
            var thrown = new CompletableFuture<Throwable>();
            var thread = onThreadOf(pool);
            thread.setUncaughtExceptionHandler((of, error) -> thrown.complete(error));
            pool.execute(() -> {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("thrown");
            });
            assertThat(thrown.get(10, SECONDS)).hasMessage("thrown");
            assertThat(onThreadOf(pool)).isSameAs(thread);
            awaitActive(pool, 0);
            assertThat(thread.isAlive()).isTrue();
        }
    }

    /** The others block: a task that counted on a thread which then ended would wait for them. */
    @Test
    void noTaskCountsOnAThreadThatIsAboutToEnd() throws Exception {
        var keepAlive = Duration.ofNanos(200_000);
        try (var pool = OffloadExecutor.pool(3, 100, keepAlive)) {
            var go = new CountDownLatch(1);
            pool.execute(() -> Bench.await(go));
            for (int i = 0; i < 3_000; i++) {
                onThreadOf(pool);
                // About as long as the thread waits for another task.
                LockSupport.parkNanos(keepAlive.toNanos() - 100_000 + i % 20 * 10_000);
            }
            go.countDown();
        }
    }

    /** Threads that come to the end of their wait, meet at the lock and are given tasks, all at once: a wake-up that the lock has used up must not be a task's. */
    @Test
    void noTaskIsLostBetweenManyWhoSubmitAndThreadsThatEnd() throws Exception {
        var submitters = Executors.newFixedThreadPool(8);
        try (var pool = OffloadExecutor.pool(8, 100, Duration.ofNanos(10_000))) {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < 8; i++) {
                all.add(submitters.submit(() -> {
                    for (int k = 0; k < 40_000; k++) {
                        onThreadOf(pool);
                    }
                    return null;
                }));
            }
            for (var each : all) {
                each.get(60, SECONDS);
            }
        } finally {
            submitters.shutdownNow();
        }
    }

    @Test
    void idleThreadsEnd() throws Exception {
        try (var pool = OffloadExecutor.pool(3, 5, Duration.ofMillis(1))) {
            onThreadOf(pool).join(SECONDS.toMillis(10));
            assertThat(onThreadOf(pool).isDaemon()).isTrue();
        }
    }

    @Test
    void platformThreadsTakeOverNoContextClassLoader() throws Exception {
        try (var application = new URLClassLoader(new URL[0]);
                var pool = OffloadExecutor.pool(1, 1, KEEP_ALIVE);
                var fallback = new FallbackThread()) {
            var before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(application);
            try {
                assertThat(onThreadOf(pool).getContextClassLoader()).isNull();
                assertThat(onThreadOf(fallback).getContextClassLoader()).isNull();
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        }
    }

    @Test
    void virtualThreadsTakeOverNoContextClassLoader() throws Exception {
        try (var application = new URLClassLoader(new URL[0]);
                var executor = OffloadExecutor.create()) {
            var before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(application);
            try {
                var seen = new FutureTask<>(() -> Thread.currentThread().getContextClassLoader());
                executor.execute(seen);
                assertThat(seen.get(10, SECONDS)).isNotSameAs(application);
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        }
    }

    @Test
    void theFallbackThreadIsStartedByNeedAndEndsWhenClosed() throws Exception {
        var fallback = new FallbackThread();
        var thread = onThreadOf(fallback);
        assertThat(thread.getName()).startsWith("penstock-fallback-");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(onThreadOf(fallback)).isSameAs(thread);
        fallback.close();
        thread.join(SECONDS.toMillis(10));
        assertThat(thread.isAlive()).isFalse();
        onThreadOf(fallback).join(SECONDS.toMillis(10));
    }

    @Test
    void theFallbackThreadIsOneAndKeepsOrder() {
        try (var fallback = new FallbackThread()) {
            var order = new CopyOnWriteArrayList<Integer>();
            var done = new CountDownLatch(100);
            for (int i = 0; i < 100; i++) {
                int number = i;
                fallback.execute(() -> {
                    order.add(number);
                    done.countDown();
                });
            }
            Bench.await(done);
            assertThat(order).isSorted().hasSize(100);
        }
    }

    private static void awaitActive(OffloadExecutor executor, int count) {
        while (executor.active() != count) {
            Thread.onSpinWait();
        }
    }

    private static Thread onThreadOf(Executor executor) throws Exception {
        var task = new FutureTask<>(Thread::currentThread);
        executor.execute(task);
        return task.get(10, SECONDS);
    }
}
