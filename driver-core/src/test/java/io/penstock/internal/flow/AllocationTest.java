package io.penstock.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.penstock.testing.ManualExecutor;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the hot paths allocate, so that nobody adds to it unawares. The bounds are the JVM's compressed 64-bit layout.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AllocationTest {
    private static final int SIGNALS = 1_000;
    private static final int ROUNDS = 20;

    private final Bench bench = new Bench();
    private final ManualExecutor executor = new ManualExecutor();
    private final SerialDispatcher dispatcher = bench.on(executor);
    private int delivered;

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void handingOverASerialTaskAllocatesNothing() {
        var tasks = new SerialTask[SIGNALS];
        for (int i = 0; i < SIGNALS; i++) {
            tasks[i] = new SerialTask() {
                @Override
                public void run() {
                    delivered++;
                }
            };
        }
        assertThat(bytesForEach(() -> {
                    for (var task : tasks) {
                        dispatcher.enqueue(task);
                    }
                }))
                .isLessThan(1);
        assertThat(bytesForEach(() -> {
                    dispatcher.beginBurst();
                    for (var task : tasks) {
                        dispatcher.enqueue(task);
                    }
                    dispatcher.endBurst();
                }))
                .isLessThan(1);
    }

    @Test
    void completingAFutureWithOneDependentAllocatesLittle() {
        var futures = futuresWithOneDependent();
        // One queue node of 24 bytes.
        assertThat(bytesForEach(() -> {
                    for (int i = 0; i < SIGNALS; i++) {
                        futures.remove().succeed(i & 1);
                    }
                }))
                .isLessThan(32);
    }

    @Test
    void completingAFutureWithOneDependentInABurstAllocatesNothing() {
        var futures = futuresWithOneDependent();
        assertThat(bytesForEach(() -> {
                    dispatcher.beginBurst();
                    for (int i = 0; i < SIGNALS; i++) {
                        futures.remove().succeed(i & 1);
                    }
                    dispatcher.endBurst();
                }))
                .isLessThan(1);
        assertThat(delivered).isEqualTo(ROUNDS * SIGNALS);
    }

    /** As many as there are rounds: a future can be completed once. */
    private ArrayDeque<DriverFuture<Integer>> futuresWithOneDependent() {
        var futures = new ArrayDeque<DriverFuture<Integer>>();
        for (int i = 0; i < ROUNDS * SIGNALS; i++) {
            var future = new DriverFuture<Integer>(dispatcher);
            future.thenRun(() -> delivered++);
            futures.add(future);
        }
        return futures;
    }

    /** The least of some rounds: compilers and class loading disturb the others. */
    private double bytesForEach(Runnable signals) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            signals.run();
            executor.runAll();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least / (double) SIGNALS;
    }
}
