package io.penstock.internal.pool;

import io.penstock.internal.session.Lendable;
import io.penstock.pool.PoolMetrics;
import java.time.Duration;

/** Counts what is in a pool, slot by slot. Safe from any thread: a slot that moves meanwhile is counted once, here or there. */
final class Census {

    private int active;
    private int idle;
    private int connecting;
    private int checking;
    private int closing;
    private int free;
    private long lends;
    private long heldNanos;

    private Census() {}

    static PoolMetrics of(SlotPool<? extends Lendable> pool) {
        var census = new Census();
        pool.slots().forEach(census::count);
        var options = pool.options();
        var waiters = pool.steward().waitingRoom().waiters();
        var oldest = waiters.head();
        var longest = oldest == null ? 0 : Math.max(0, pool.clock().now() - oldest.asked);
        return new PoolMetrics(
                options.name(),
                options.maxSize(),
                options.minSize(),
                census.active,
                census.idle,
                census.connecting,
                census.checking,
                census.closing,
                census.free,
                waiters.size(),
                Duration.ofNanos(longest),
                census.totals(pool.counters()));
    }

    private void count(Slot<?> slot) {
        switch (slot.state()) {
            case LENT -> active++;
            case IDLE -> idle++;
            case CONNECTING -> connecting++;
            case CHECKING, SETTLING -> checking++;
            case CLOSING -> closing++;
            case FREE -> free++;
        }
        lends += slot.lends();
        heldNanos += slot.heldNanos();
    }

    private PoolMetrics.Totals totals(Counters counters) {
        return new PoolMetrics.Totals(
                lends,
                Duration.ofNanos(heldNanos),
                counters.waits.count(),
                Duration.ofNanos(counters.waits.nanos()),
                counters.timeouts.sum(),
                counters.rejections.sum(),
                counters.cancellations.sum(),
                counters.opened.count(),
                Duration.ofNanos(counters.opened.nanos()),
                counters.openFailures.sum(),
                counters.evictions.sum(),
                counters.resets.sum(),
                counters.leaks.sum());
    }
}
