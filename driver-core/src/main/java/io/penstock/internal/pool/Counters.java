package io.penstock.internal.pool;

import java.util.concurrent.atomic.LongAdder;

/** What has happened in a pool since it was made. Grows only; what <em>is</em> is read from the slots. Safe from any thread. */
final class Counters {

    /** How often, and how long it took all in all. */
    static final class Timed {

        private final LongAdder count = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        void add(long elapsedNanos) {
            count.increment();
            nanos.add(elapsedNanos);
        }

        long count() {
            return count.sum();
        }

        long nanos() {
            return nanos.sum();
        }
    }

    /** Waiters who were given a connection; those who had not to wait are not among them. */
    final Timed waits = new Timed();

    final Timed opened = new Timed();
    final LongAdder openFailures = new LongAdder();
    final LongAdder timeouts = new LongAdder();
    final LongAdder rejections = new LongAdder();
    final LongAdder cancellations = new LongAdder();
    final LongAdder evictions = new LongAdder();
    final LongAdder resets = new LongAdder();
    final LongAdder leaks = new LongAdder();
}
