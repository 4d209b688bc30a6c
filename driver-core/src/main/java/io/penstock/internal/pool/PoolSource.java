package io.penstock.internal.pool;

import io.penstock.pool.PoolMetrics;
import java.util.function.Supplier;

/**
 * A pool as its meters see it.
 *
 * @param name under which it is known
 * @param callers who asks it for connections
 * @param maxPending how many may wait
 * @param metrics reads what it has
 */
public record PoolSource(String name, Callers callers, int maxPending, Supplier<PoolMetrics> metrics) {

    /** Who asks a pool. */
    public enum Callers {
        /** Threads, which wait. */
        THREADS,
        /** Stages and publishers. */
        STAGES
    }
}
