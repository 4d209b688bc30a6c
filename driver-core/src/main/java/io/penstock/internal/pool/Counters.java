package io.penstock.internal.pool;

import io.penstock.internal.observe.FlightEvents;
import io.penstock.internal.observe.Recorder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What has happened in a pool since it was made. Grows only; what <em>is</em> is read from the slots. Safe from any thread. */
final class Counters {

    private final String pool;
    private final Supplier<Recorder> recorder;

    /** @param recorder who wants to know how long things take */
    Counters(String pool, Supplier<Recorder> recorder) {
        this.pool = pool;
        this.recorder = recorder;
    }

    /** Somebody was given a connection, for whom one was at hand. */
    void servedAtOnce() {
        recorder.get().poolWait(pool, 0);
    }

    /** Somebody was given a connection who had to wait for it. */
    void served(long waitedNanos) {
        waits.add(waitedNanos);
        recorder.get().poolWait(pool, waitedNanos);
        FlightEvents.poolWait(pool, waitedNanos);
    }

    /** A connection was returned. */
    void returned(long heldNanos) {
        recorder.get().poolUse(pool, heldNanos);
    }

    /** A connection was opened. */
    void connected(long elapsedNanos) {
        opened.add(elapsedNanos);
        recorder.get().poolConnect(pool, elapsedNanos);
    }

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
