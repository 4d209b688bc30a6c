package io.penstock.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A nanosecond clock that a test sets. It starts shortly before it wraps around, as {@code nanoTime} may. */
public final class FakeTicker implements LongSupplier {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    /** Time goes by. */
    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
