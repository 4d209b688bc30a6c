package io.penstock.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many producers, one of them a loop that works in bursts. The state the signals write is plain, so that a missing
 * happens-before shows as a wrong sum.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SerialDispatcherStressTest {
    private static final int PRODUCERS = 6;
    private static final int SIGNALS = 40_000;
    private static final long MAX_SPINS = 100_000_000L;

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource
    void keepsEachProducersOrderAndNeverOverlaps(Kind kind) throws Exception {
        var dispatcher = kind.dispatcher(bench);
        var seen = new Seen();
        var threads = new Thread[PRODUCERS];
        for (int p = 0; p < PRODUCERS; p++) {
            int producer = p;
            threads[p] = new Thread(() -> produce(dispatcher, seen, producer), "producer-" + p);
            threads[p].start();
        }
        produceInBursts(dispatcher, seen, PRODUCERS);
        for (var thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(seen.done.await(30, TimeUnit.SECONDS)).as("all delivered").isTrue();
        assertThat(seen.disorders.get()).isZero();
        assertThat(seen.overlaps.get()).isZero();
        assertThat(bench.dropped).isEmpty();
    }

    /** Each signal comes just when the drain of the one before finds its queue empty. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HOSTILE")
    void noSignalIsLeftBehindByADrainThatGoesIdle(Kind kind) {
        var dispatcher = kind.dispatcher(bench);
        var delivered = new AtomicInteger();
        for (int i = 1; i <= 20_000; i++) {
            dispatcher.execute(delivered::incrementAndGet);
            long spins = 0;
            while (delivered.get() < i) {
                Thread.onSpinWait();
                if (++spins % 1_000 == 0) {
                    Thread.yield();
                }
                if (spins > MAX_SPINS) {
                    throw new AssertionError("signal " + i + " was left behind");
                }
            }
        }
    }

    private static void produce(SerialDispatcher dispatcher, Seen seen, int producer) {
        for (int i = 0; i < SIGNALS; i++) {
            int number = i;
            if ((i & 1) == 0) {
                dispatcher.execute(() -> seen.signal(producer, number));
            } else {
                dispatcher.enqueue(new SerialTask() {
                    @Override
                    public void run() {
                        seen.signal(producer, number);
                    }
                });
            }
        }
    }

    private void produceInBursts(SerialDispatcher dispatcher, Seen seen, int producer) {
        int sent = 0;
        while (sent < SIGNALS) {
            int from = sent;
            int to = Math.min(SIGNALS, from + 1 + ThreadLocalRandom.current().nextInt(300));
            bench.loop.run(() -> {
                dispatcher.beginBurst();
                try {
                    for (int i = from; i < to; i++) {
                        int number = i;
                        dispatcher.execute(() -> seen.signal(producer, number));
                    }
                } finally {
                    dispatcher.endBurst();
                }
            });
            sent = to;
        }
    }

    enum Kind {
        DEFAULT {
            @Override
            SerialDispatcher dispatcher(Bench bench) {
                return bench.offloading();
            }
        },
        POOL {
            @Override
            SerialDispatcher dispatcher(Bench bench) {
                return bench.on(OffloadExecutor.pool(4, 100, OffloadExecutor.KEEP_ALIVE));
            }
        },
        EVENT_LOOP {
            @Override
            SerialDispatcher dispatcher(Bench bench) {
                return bench.onLoop();
            }
        },
        /** Refuses, or runs in the caller's thread, or runs twice, at random. */
        HOSTILE {
            @Override
            SerialDispatcher dispatcher(Bench bench) {
                return bench.on(hostile(OffloadExecutor.pool(4, 100, OffloadExecutor.KEEP_ALIVE)));
            }
        };

        abstract SerialDispatcher dispatcher(Bench bench);

        private static Executor hostile(Executor pool) {
            return task -> {
                switch (ThreadLocalRandom.current().nextInt(5)) {
                    case 0 -> throw new RejectedExecutionException("refused");
                    case 1 -> task.run();
                    case 2 -> {
                        pool.execute(task);
                        throw new RejectedExecutionException("accepted and refused");
                    }
                    case 3 -> {
                        pool.execute(task);
                        pool.execute(task);
                    }
                    default -> pool.execute(task);
                }
            };
        }
    }

    private static final class Seen {
        final CountDownLatch done = new CountDownLatch(1);
        final AtomicInteger inside = new AtomicInteger();
        final AtomicInteger overlaps = new AtomicInteger();
        final AtomicInteger disorders = new AtomicInteger();

        // Plain on purpose.
        private final int[] next = new int[PRODUCERS + 1];
        private int total;

        void signal(int producer, int number) {
            if (inside.incrementAndGet() != 1) {
                overlaps.incrementAndGet();
            }
            if (next[producer]++ != number) {
                disorders.incrementAndGet();
            }
            boolean last = ++total == (PRODUCERS + 1) * SIGNALS;
            inside.decrementAndGet();
            if (last) {
                done.countDown();
            }
        }
    }
}
