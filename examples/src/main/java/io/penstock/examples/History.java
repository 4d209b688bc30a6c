package io.penstock.examples;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.penstock.Penstock;
import io.penstock.observe.LoopMetrics;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/** The last minutes of a client, ten samples a second. Safe from any thread. */
final class History {

    private static final int SAMPLES = 1_200;

    private final Penstock penstock;
    private final Timer offloadDelay;
    private final long started = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final ArrayDeque<String> samples = new ArrayDeque<>();
    private double totalBefore;
    private long countBefore;

    History(Penstock penstock, MeterRegistry registry) {
        this.penstock = penstock;
        this.offloadDelay = registry.get("penstock.offload.delay").timer();
        this.totalBefore = offloadDelay.totalTime(TimeUnit.MILLISECONDS);
        this.countBefore = offloadDelay.count();
    }

    /**
     * Takes a sample now.
     *
     * @param done how many queries have been answered
     */
    void sample(Mode mode, long done) {
        var metrics = penstock.metrics();
        lock.lock();
        try {
            var total = offloadDelay.totalTime(TimeUnit.MILLISECONDS);
            var count = offloadDelay.count();
            var delay = count == countBefore ? 0 : (total - totalBefore) / (count - countBefore);
            totalBefore = total;
            countBefore = count;
            samples.addLast(String.format(
                    Locale.ROOT,
                    "{\"t\":%.2f,\"mode\":%d,\"lag\":%.3f,\"stall\":%.3f,\"buffered\":%d,\"inFlight\":%d,\"offload\":%.3f,\"done\":%d}",
                    (System.nanoTime() - started) / 1e9,
                    mode.number(),
                    most(LoopMetrics::lagNanos) / 1e6,
                    most(LoopMetrics::stallNanos) / 1e6,
                    metrics.bufferedBytes(),
                    metrics.inFlight(),
                    delay,
                    done));
            while (samples.size() > SAMPLES) {
                samples.removeFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    private long most(ToLongFunction<LoopMetrics> nanos) {
        return penstock.metrics().loops().stream().mapToLong(nanos).max().orElse(0);
    }

    /** All samples, as the page reads them. */
    String json() {
        lock.lock();
        try {
            return "[" + String.join(",", samples) + "]";
        } finally {
            lock.unlock();
        }
    }
}
