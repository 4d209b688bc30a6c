package io.penstock.internal.pool;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * Brings a change to the pool at some moment: at the earliest of those that were asked for, when the others are asked for again.
 *
 * <p>Confined to the pool's writer, but for the timer.
 */
final class Alarm {

    private final PoolClock clock;
    private final Runnable ring;
    private boolean set;
    private long moment;
    private Runnable stop = () -> {};

    /**
     * @param ring called by the timer's thread; brings the change, which calls {@link #rang}
     */
    Alarm(PoolClock clock, Runnable ring) {
        this.clock = clock;
        this.ring = ring;
    }

    /** Has it ring then, unless it rings before. */
    void at(long nanos, long now) {
        if (set && moment - nanos <= 0) {
            return;
        }
        stop.run();
        set = true;
        moment = nanos;
        try {
            stop = clock.timer().schedule(ring, Duration.ofNanos(Math.max(0, nanos - now)));
        } catch (RejectedExecutionException e) {
            // The client is being closed, which ends the pool, and everybody in it, by itself.
            set = false;
        }
    }

    /** It has rung. */
    void rang() {
        set = false;
        stop = () -> {};
    }

    void cancel() {
        stop.run();
        rang();
    }
}
