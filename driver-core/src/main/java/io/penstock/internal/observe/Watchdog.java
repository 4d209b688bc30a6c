package io.penstock.internal.observe;

import io.penstock.config.LoopMonitoring;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Finds the loops that are stuck: those whose probe is overdue by more than the threshold. One stall is one block, however often it is looked at.
 *
 * <p>A pause of the whole process (a garbage collection, a laptop that sleeps, a processor that is busy with others) delays the watchdog as it
 * delays the loops. So when a look itself comes late, who seems stuck gets one more look's time to move: what it shows then is its own doing.
 *
 * <p>Confined to the watchdog's thread, but for {@link #add} and {@link #loops}.
 */
final class Watchdog {

    /** Told of what is stuck, on the watchdog's thread, while it is. */
    interface Alarm {

        void stuck(WatchedLoop loop, long stallNanos);
    }

    private final List<WatchedLoop> loops = new CopyOnWriteArrayList<>();
    private final long blockedAfterNanos;
    private final Alarm alarm;

    private long expected;
    private boolean isFirst = true;
    private boolean wasLate;

    Watchdog(LoopMonitoring options, Alarm alarm) {
        this.blockedAfterNanos = options.blockedAfter().toNanos();
        this.alarm = alarm;
    }

    /** Any thread. */
    void add(WatchedLoop loop) {
        loops.add(loop);
    }

    /** Any thread. */
    List<WatchedLoop> loops() {
        return loops;
    }

    /**
     * Looks at every loop.
     *
     * @return after how many nanoseconds to look again: when the next one can have been stuck for too long
     */
    long look(long now) {
        var isLate = !isFirst && now - expected > blockedAfterNanos / 2;
        var spares = isLate && !wasLate;
        isFirst = false;
        wasLate = isLate;
        var pause = blockedAfterNanos;
        for (var loop : loops) {
            var stall = loop.probe().stallNanos(now);
            if (stall <= blockedAfterNanos) {
                loop.moves();
                pause = Math.min(pause, blockedAfterNanos + loop.probe().due() - now);
            } else if (spares) {
                pause = Math.min(pause, blockedAfterNanos / 4);
            } else if (loop.becomesStuck()) {
                alarm.stuck(loop, stall);
            }
        }
        var next = Math.max(pause, blockedAfterNanos / 4);
        expected = now + next;
        return next;
    }
}
