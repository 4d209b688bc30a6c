package io.penstock.internal.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Meters of one family in one registry, which are taken out again together, but for what others use too. Safe from any thread. */
final class OwnMeters implements AutoCloseable {

    /** From a lag that nobody notices to one that everybody does. */
    static final Duration[] DELAYS = durations(1, 5, 10, 25, 50, 100, 250, 500, 1_000);

    private final SharedMeters shared;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock. */
    private final List<Meter> meters = new ArrayList<>();

    private boolean closed;

    OwnMeters(SharedMeters shared) {
        this.shared = shared;
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
        keep(() -> Gauge.builder(name, state, value)
                .tags(tags)
                .baseUnit(unit)
                .description(help)
                .strongReference(true)
                .register(shared.registry()));
    }

    /** As {@link #gauge}, of nanoseconds. */
    <T> void timeGauge(String name, Tags tags, String help, T state, ToDoubleFunction<T> nanos) {
        keep(() -> TimeGauge.builder(name, state, TimeUnit.NANOSECONDS, nanos)
                .tags(tags)
                .description(help)
                .strongReference(true)
                .register(shared.registry()));
    }

    /** A count that is read from where it is kept. */
    <T> void counter(String name, Tags tags, @Nullable String unit, String help, T state, ToDoubleFunction<T> count) {
        keep(() -> FunctionCounter.builder(name, state, count)
                .tags(tags)
                .baseUnit(unit)
                .description(help)
                .register(shared.registry()));
    }

    /** A timer with buckets up to these limits. */
    Timer timer(String name, Tags tags, String help, Duration... buckets) {
        return keep(() -> Timer.builder(name)
                .tags(tags)
                .description(help)
                .serviceLevelObjectives(buckets)
                .register(shared.registry()));
    }

    /** One that is registered by this, or by somebody else before. */
    <M extends Meter> M keep(Supplier<M> registration) {
        lock.lock();
        try {
            var meter = shared.use(registration);
            if (closed) {
                shared.release(meter);
            } else {
                meters.add(meter);
            }
            return meter;
        } finally {
            lock.unlock();
        }
    }

    /** Takes out what nobody else uses; what comes later at once. Idempotent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            meters.forEach(shared::release);
            meters.clear();
        } finally {
            lock.unlock();
        }
    }
}
