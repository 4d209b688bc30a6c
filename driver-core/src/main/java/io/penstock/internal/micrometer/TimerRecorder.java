package io.penstock.internal.micrometer;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.penstock.internal.observe.Recorder;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Takes a client's durations to the timers. Safe from any thread. */
final class TimerRecorder implements Recorder {

    private final Map<String, Timer> lags;
    private final OperationTimers operations;
    private final PoolMeters pools;
    private final Timer offloadDelay;
    private final Timer readingPaused;
    private final Timer queueWait;

    TimerRecorder(
            Tags client, OwnMeters meters, Map<String, Timer> lags, OperationTimers operations, PoolMeters pools) {
        this.lags = lags;
        this.operations = operations;
        this.pools = pools;
        this.offloadDelay = meters.timer(
                "penstock.offload.delay",
                client,
                "How long signals waited for a thread of the execution strategy's",
                OwnMeters.DELAYS);
        this.readingPaused = meters.timer(
                "penstock.rx.paused",
                client,
                "How long connections were not read from, for consumers slower than the server",
                OwnMeters.DELAYS);
        this.queueWait = meters.timer(
                "penstock.queue.wait", client, "How long operations waited to be written", OwnMeters.DELAYS);
    }

    @Override
    public void loopLag(String loop, long nanos) {
        var timer = lags.get(loop);
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void offloadDelay(long nanos) {
        offloadDelay.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void readingPaused(long nanos) {
        readingPaused.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void queueWait(long nanos) {
        queueWait.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void poolWait(String pool, long nanos) {
        for (var family : pools.of(pool)) {
            family.waited(nanos);
        }
    }

    @Override
    public void poolUse(String pool, long nanos) {
        for (var family : pools.of(pool)) {
            family.used(nanos);
        }
    }

    @Override
    public void poolConnect(String pool, long nanos) {
        for (var family : pools.of(pool)) {
            family.connected(nanos);
        }
    }

    @Override
    public Operations operations(String host, int port, String database) {
        return operations.of(host, port, database);
    }
}
