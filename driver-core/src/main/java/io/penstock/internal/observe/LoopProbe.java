package io.penstock.internal.observe;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * A task that runs on one loop again and again, and measures how much later than it should.
 *
 * <p><b>Fixed delay.</b> The next run is set when one has run, never at a fixed rate: a rate's catch-up runs after a stall would each count as
 * punctual. The delay varies by a tenth, so that nothing else that is periodic hides between two runs.
 *
 * <p><b>Coordinated omission.</b> While the loop is stuck no probe starts, so one stall would be one sample, and a percentile would not show it.
 * What would have been measured is added: a lag of S at a period of p counts as S, S - p, S - 2p, …, as long as that is more than 0; at most
 * {@value #MAX_SAMPLES} for one stall.
 *
 * <p>Confined to the loop, but for what is volatile.
 */
final class LoopProbe implements Runnable {

    static final int MAX_SAMPLES = 1_000;

    private static final double JITTER = 0.1;

    /** How long one value of the utilization is made of, at the least. */
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MonitoredLoop loop;
    private final LongSupplier ticker;
    private final DoubleSupplier chance;
    private final long periodNanos;
    private final LongConsumer lags;

    /** When the run that is outstanding should begin. */
    private volatile long due;

    private volatile long lastLag;
    private volatile double utilization;
    private volatile boolean stopped;

    private long windowBegan;
    private long busyAtBegin;

    /**
     * @param chance from 0 to 1, for jitter
     * @param lags takes each lag, in nanoseconds, on the loop
     */
    LoopProbe(MonitoredLoop loop, long periodNanos, LongSupplier ticker, DoubleSupplier chance, LongConsumer lags) {
        this.loop = loop;
        this.periodNanos = periodNanos;
        this.ticker = ticker;
        this.chance = chance;
        this.lags = lags;
        this.windowBegan = ticker.getAsLong();
        this.due = windowBegan;
    }

    /** Any thread, once. */
    void start() {
        arm(ticker.getAsLong());
    }

    /** Any thread: the run that is outstanding is the last one. */
    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        if (stopped) {
            return;
        }
        var now = ticker.getAsLong();
        var lag = Math.max(0, now - due);
        lastLag = lag;
        measureUse(now);
        arm(now);
        tell(lag);
    }

    private void tell(long lag) {
        lags.accept(lag);
        var missed = lag - periodNanos;
        for (var samples = 1; missed > 0 && samples < MAX_SAMPLES; samples++) {
            lags.accept(missed);
            missed -= periodNanos;
        }
    }

    private void arm(long now) {
        var delay = (long) (periodNanos * (1 - JITTER + 2 * JITTER * chance.getAsDouble()));
        due = now + delay;
        try {
            loop.schedule(this, delay);
        } catch (RejectedExecutionException ended) {
            stopped = true;
        }
    }

    private void measureUse(long now) {
        var elapsed = now - windowBegan;
        if (elapsed >= WINDOW_NANOS) {
            var busy = loop.busyNanos();
            utilization = Math.min(1, Math.max(0, (busy - busyAtBegin) / (double) elapsed));
            windowBegan = now;
            busyAtBegin = busy;
        }
    }

    // ---- any thread

    /** How long the run that is outstanding has been overdue; 0 where it is not. */
    long stallNanos(long now) {
        return stopped ? 0 : Math.max(0, now - due);
    }

    /** When the run that is outstanding should begin: tells one stall from the next. */
    long due() {
        return due;
    }

    /** The lag of the last run. */
    long lastLagNanos() {
        return lastLag;
    }

    /** The share of the last second or more in which the loop was at work; all of it while it is stuck for so long. */
    double utilization(long now) {
        return stallNanos(now) >= WINDOW_NANOS ? 1 : utilization;
    }
}
