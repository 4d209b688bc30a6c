package io.penstock.internal.pool;

import io.penstock.internal.session.Lendable;
import io.penstock.observe.EvictionReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a pool: nobody is let in any more, what is lent is waited for, then cancelled, then cut.
 *
 * <pre>
 *   OPEN ── close ──&gt; GRACE ── closeTimeout ──&gt; CANCELLED ── cancelTimeout ──&gt; CUT
 *                       │ all slots free         │                          │
 *                       └────────────────────────┴──────────────────────────┴──&gt; ENDED
 * </pre>
 *
 * <p>Confined to the pool's writer.
 */
final class Shutdown<C extends Lendable> {

    private enum Phase {
        OPEN,
        /** What is lent may come back by itself. */
        GRACE,
        /** The statements that still run have been cancelled on the server. */
        CANCELLED,
        /** All sockets have been told to close. */
        CUT,
        /** All slots are free, for ever. */
        ENDED
    }

    private final SlotPool<C> pool;
    private final Steward<C> steward;
    private final Alarm alarm;
    private final List<Runnable> told = new ArrayList<>();
    private Phase phase = Phase.OPEN;
    private Duration cancelTimeout = Duration.ZERO;

    Shutdown(SlotPool<C> pool, Steward<C> steward) {
        this.pool = pool;
        this.steward = steward;
        this.alarm = new Alarm(pool.clock(), () -> pool.submit(this::next));
    }

    boolean hasBegun() {
        return phase != Phase.OPEN;
    }

    /**
     * Begins. A second time it only waits for the end too.
     *
     * @param ended told when all sockets are closed, outside the writer
     */
    void begin(Duration grace, Duration cancel, Runnable ended) {
        told.add(ended);
        if (phase == Phase.OPEN) {
            phase = Phase.GRACE;
            cancelTimeout = cancel;
            pool.wanted(true);
            steward.waitingRoom().refuseAll(steward.refusals().closed());
            var now = pool.clock().now();
            alarm.at(now + grace.toNanos(), now);
            sweep();
        }
        look();
    }

    /** The client is gone, and with it its timers: no grace. */
    void beginNow(Runnable ended) {
        begin(Duration.ZERO, Duration.ZERO, ended);
        alarm.cancel();
        if (phase != Phase.ENDED) {
            cut();
        }
        look();
    }

    /** Idle connections go; those that somebody pops at this very moment he brings back. */
    void sweep() {
        var now = pool.clock().now();
        for (var slot : pool.takeIdle()) {
            steward.evict(slot, EvictionReason.POOL_CLOSED, now);
        }
        look();
    }

    private void next() {
        alarm.rang();
        switch (phase) {
            case GRACE -> {
                cancel();
                var now = pool.clock().now();
                alarm.at(now + cancelTimeout.toNanos(), now);
            }
            case CANCELLED -> cut();
            case OPEN, CUT, ENDED -> {}
        }
    }

    private void cancel() {
        phase = Phase.CANCELLED;
        for (var slot : pool.slots()) {
            if (isInUse(slot)) {
                var connection = slot.connection();
                steward.aftermath().then(connection::cancelRunning);
            }
        }
    }

    private void cut() {
        phase = Phase.CUT;
        var now = pool.clock().now();
        for (var slot : pool.slots()) {
            if (isInUse(slot) || slot.state() == Slot.State.CLOSING) {
                var connection = slot.connection();
                if (slot.state() == Slot.State.LENT) {
                    steward.takeAway(slot, EvictionReason.POOL_CLOSED, now);
                }
                steward.aftermath()
                        .then(() -> connection.abort(steward.refusals().poolClosed()));
            }
        }
    }

    private boolean isInUse(Slot<C> slot) {
        return switch (slot.state()) {
            case LENT, CHECKING, SETTLING -> true;
            case FREE, CONNECTING, IDLE, CLOSING -> false;
        };
    }

    /** Whether that was the last one. */
    void look() {
        if (!hasBegun() || !steward.supply().isAllFree()) {
            return;
        }
        if (phase != Phase.ENDED) {
            phase = Phase.ENDED;
            alarm.cancel();
            steward.stop();
            steward.aftermath().then(() -> pool.kind().shutDown());
        }
        told.forEach(steward.aftermath()::then);
        told.clear();
    }
}
