package io.penstock.internal.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Meters of one family in one registry, and how they are taken out again. Safe from any thread. */
final class OwnMeters implements AutoCloseable {

    /** From a lag that nobody notices to one that everybody does. */
    static final Duration[] DELAYS = durations(1, 5, 10, 25, 50, 100, 250, 500, 1_000);

    private final MeterRegistry registry;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock. */
    private final List<Meter> meters = new ArrayList<>();

    private boolean closed;

    OwnMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    private static Duration[] durations(int... millis) {
        var durations = new Duration[millis.length];
        for (var i = 0; i < millis.length; i++) {
            durations[i] = Duration.ofMillis(millis[i]);
        }
        return durations;
    }

    /** A value that is read from a state, which is kept for as long as the meter is. */
    <T> void gauge(String name, Tags tags, @Nullable String unit, String help, T state, ToDoubleFunction<T> value) {
        keep(Gauge.builder(name, state, value)
                .tags(tags)
                .baseUnit(unit)
                .description(help)
                .strongReference(true)
                .register(registry));
    }

    /** As {@link #gauge}, of nanoseconds. */
    <T> void timeGauge(String name, Tags tags, String help, T state, ToDoubleFunction<T> nanos) {
        keep(TimeGauge.builder(name, state, TimeUnit.NANOSECONDS, nanos)
                .tags(tags)
                .description(help)
                .strongReference(true)
                .register(registry));
    }

    /** A count that is read from where it is kept. */
    <T> void counter(String name, Tags tags, @Nullable String unit, String help, T state, ToDoubleFunction<T> count) {
        keep(FunctionCounter.builder(name, state, count)
                .tags(tags)
                .baseUnit(unit)
                .description(help)
                .register(registry));
    }

    /** A timer with buckets up to these limits. */
    Timer timer(String name, Tags tags, String help, Duration... buckets) {
        return keep(Timer.builder(name)
                .tags(tags)
                .description(help)
                .serviceLevelObjectives(buckets)
                .register(registry));
    }

    /** One that somebody else has registered. */
    <M extends Meter> M keep(M meter) {
        lock.lock();
        try {
            if (closed) {
                registry.remove(meter);
            } else {
                meters.add(meter);
            }
        } finally {
            lock.unlock();
        }
        return meter;
    }

    /** Takes all out of the registry; what comes later is taken out at once. Idempotent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            meters.forEach(registry::remove);
            meters.clear();
        } finally {
            lock.unlock();
        }
    }
}
