package io.penstock.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Completion races with registration, copies, cancels and waiting: each function is called once, off the loop. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DriverFutureStressTest {
    private static final int ROUNDS = 20_000;

    private final Bench bench = new Bench();
    private final SerialDispatcher dispatcher = bench.offloading();
    private final AtomicInteger onLoop = new AtomicInteger();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void everyFunctionIsCalledOnceAndOffTheLoop() {
        var called = new CountDownLatch(4 * ROUNDS);
        var calls = new AtomicInteger();
        Runnable function = () -> {
            if (BlockingGuard.onLoop()) {
                onLoop.incrementAndGet();
            }
            calls.incrementAndGet();
            called.countDown();
        };
        for (int i = 0; i < ROUNDS; i++) {
            var future = new DriverFuture<Integer>(dispatcher);
            boolean early = ThreadLocalRandom.current().nextBoolean();
            if (early) {
                complete(future, i);
            }
            future.thenRun(function);
            if (!early) {
                complete(future, i);
            }
            var copy = future.toCompletableFuture();
            CompletableFuture.allOf(copy).whenComplete((v, e) -> function.run());
            future.thenCompose(v -> future).thenRun(function);
            copy.whenComplete((v, e) -> function.run());
            if (i % 3 == 0) {
                copy.cancel(false);
            } else if (i % 7 == 0) {
                assertThat(copy.join()).isEqualTo(i);
            }
        }
        Bench.await(called);
        Bench.awaitIdle(dispatcher);
        assertThat(calls).hasValue(4 * ROUNDS);
        assertThat(onLoop).hasValue(0);
        assertThat(bench.dropped).isEmpty();
    }

    private void complete(DriverFuture<Integer> future, int value) {
        if (value % 2 == 0) {
            bench.loop.execute(() -> future.succeed(value));
        } else {
            bench.loop.execute(() -> {
                dispatcher.beginBurst();
                future.succeed(value);
                dispatcher.endBurst();
            });
        }
    }

    /** A signal that waits for derived stages while others race to complete and enqueue: no wake-up may be lost. */
    @Test
    void waitingInSignalsLosesNoWakeUp() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            var first = new DriverFuture<Integer>(dispatcher);
            var second = new DriverFuture<Integer>(dispatcher);
            var joined = first.thenApply(v -> v + second.thenApply(w -> w + 1).join());
            bench.loop.execute(() -> first.succeed(1));
            bench.loop.execute(() -> second.succeed(1));
            assertThat(joined.get(15, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(3);
        }
    }
}
