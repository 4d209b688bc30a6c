package io.penstock.internal.observe;

import io.penstock.observe.LoopMetrics;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One loop, its probe, and what the watchdog knows of its blocks. Written by the watchdog, read by anybody. */
final class WatchedLoop {

    private final MonitoredLoop loop;
    private final LoopProbe probe;

    private boolean isStuck;
    private final AtomicLong blocks = new AtomicLong();

    WatchedLoop(MonitoredLoop loop, LoopProbe probe) {
        this.loop = loop;
        this.probe = probe;
    }

    LoopProbe probe() {
        return probe;
    }

    @Nullable
    Thread thread() {
        return loop.thread();
    }

    /** The watchdog: the loop does not move; whether that is news. */
    boolean becomesStuck() {
        var news = !isStuck;
        if (news) {
            isStuck = true;
            blocks.incrementAndGet();
        }
        return news;
    }

    /** The watchdog: the loop moves. */
    void moves() {
        isStuck = false;
    }

    String name() {
        var thread = loop.thread();
        return thread == null ? "penstock-loop" : thread.getName();
    }

    LoopMetrics metrics(long now) {
        return new LoopMetrics(
                name(), probe.lastLagNanos(), probe.stallNanos(now), probe.utilization(now), blocks.get());
    }
}
