package io.penstock.internal.pool;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Time as a pool has it.
 *
 * @param ticker nanoseconds from anywhere, as {@link System#nanoTime()}
 * @param timer runs driver code after a while; must not run it at once
 */
record PoolClock(LongSupplier ticker, Timer timer) {

    /** Starts timers. */
    interface Timer {

        /** The returned handle stops it. */
        Runnable schedule(Runnable task, Duration delay);
    }

    long now() {
        return ticker.getAsLong();
    }
}
