package io.penstock.internal.exchange;

import java.util.concurrent.atomic.LongAdder;

/** How the statement caches of a client have served. Only grows; safe from any thread. */
public final class StatementTally {

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder evicted = new LongAdder();
    private final LongAdder invalidated = new LongAdder();

    void hit() {
        hits.increment();
    }

    void miss() {
        misses.increment();
    }

    void evict() {
        evicted.increment();
    }

    void invalidate(int statements) {
        invalidated.add(statements);
    }

    /** Uses of a statement that the server had already. */
    public long hits() {
        return hits.sum();
    }

    /** Statements that had to be parsed. */
    public long misses() {
        return misses.sum();
    }

    /** Statements that were closed for others' sake. */
    public long evicted() {
        return evicted.sum();
    }

    /** Statements that were given up because the session had changed under them. */
    public long invalidated() {
        return invalidated.sum();
    }
}
