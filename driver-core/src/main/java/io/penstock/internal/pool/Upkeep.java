package io.penstock.internal.pool;

import io.penstock.config.LeakAction;
import io.penstock.internal.flow.CallSite;
import io.penstock.internal.session.Lendable;
import io.penstock.observe.EvictionReason;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the connections from time to time: parts with those that are lost, past their time or not needed, fills up to {@code
 * minSize}, and finds those that somebody has forgotten.
 *
 * <p>Confined to the pool's writer.
 */
final class Upkeep<C extends Lendable> {

    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(10);

    private final SlotPool<C> pool;
    private final Steward<C> steward;
    private final Alarm alarm;
    private final long periodNanos;

    Upkeep(SlotPool<C> pool, Steward<C> steward) {
        this.pool = pool;
        this.steward = steward;
        this.alarm = new Alarm(pool.clock(), () -> pool.submit(this::round));
        this.periodNanos = period(pool).toNanos();
    }

    /** A quarter of the shortest time that is looked at here. */
    private static Duration period(SlotPool<?> pool) {
        var options = pool.options();
        var quarter = Stream.of(options.idleTimeout(), options.maxLifetime(), options.leakThreshold())
                .flatMap(Stream::ofNullable)
                .map(time -> time.dividedBy(4))
                .min(Duration::compareTo)
                .orElse(LONGEST_PERIOD);
        return quarter.compareTo(LONGEST_PERIOD) > 0
                ? LONGEST_PERIOD
                : quarter.compareTo(SHORTEST_PERIOD) < 0 ? SHORTEST_PERIOD : quarter;
    }

    void start() {
        var now = pool.clock().now();
        alarm.at(now + periodNanos, now);
    }

    void stop() {
        alarm.cancel();
    }

    private void round() {
        alarm.rang();
        if (steward.shutdown().hasBegun()) {
            return;
        }
        var now = pool.clock().now();
        sweep(now);
        findLeaks(now);
        steward.match(now);
        alarm.at(now + periodNanos, now);
    }

    // ---- idle connections

    /** From the one that was used last to the one that has been idle for longest: the first ones stay. */
    private void sweep(long now) {
        var idle = pool.takeIdle();
        var surplus = pool.slots().size()
                - pool.count(Slot.State.FREE)
                - pool.count(Slot.State.CLOSING)
                - pool.options().minSize();
        for (var i = idle.size() - 1; i >= 0; i--) {
            var slot = idle.get(i);
            var reason = reasonToPart(slot, now, surplus > 0);
            if (reason == null) {
                pool.rest(slot, slot.since());
            } else {
                steward.evict(slot, reason, now);
                surplus--;
            }
        }
    }

    private @Nullable EvictionReason reasonToPart(Slot<C> slot, long now, boolean isSurplus) {
        if (slot.doom() != null) {
            return slot.doom();
        }
        if (!slot.connection().isOpen() || !slot.connection().glance()) {
            return EvictionReason.LOST;
        }
        if (slot.isPastItsTime(now)) {
            return EvictionReason.LIFETIME;
        }
        var idleTimeout = pool.options().idleTimeout();
        var isIdleForLong = idleTimeout != null && now - slot.since() >= idleTimeout.toNanos();
        return isSurplus && isIdleForLong ? EvictionReason.IDLE : null;
    }

    /** Parts with idle connections that must not be lent. */
    void removeDoomed(long now) {
        var idle = pool.takeIdle();
        for (var i = idle.size() - 1; i >= 0; i--) {
            var slot = idle.get(i);
            var doom = slot.doom();
            if (doom == null) {
                pool.rest(slot, slot.since());
            } else {
                steward.evict(slot, doom, now);
            }
        }
    }

    /** A server has shown that it does not write: no connection to it is lent again. Those that are lent go when they come back. */
    void avoid(String address, long now) {
        for (var slot : pool.slots()) {
            if (slot.isAt(address)) {
                slot.doomIfNot(EvictionReason.READ_ONLY);
            }
        }
        removeDoomed(now);
    }

    // ---- forgotten connections

    private void findLeaks(long now) {
        var threshold = pool.options().leakThreshold();
        if (threshold == null) {
            return;
        }
        for (var slot : pool.slots()) {
            if (slot.state() == Slot.State.LENT && now - slot.since() >= threshold.toNanos()) {
                leaked(slot, now);
            }
        }
    }

    private void leaked(Slot<C> slot, long now) {
        var lease = slot.lease();
        var where = slot.borrowedAt();
        if (lease == null || where == null || !slot.tellLeak()) {
            return;
        }
        pool.counters().leaks.increment();
        steward.events().leakSuspected(slot.connection(), now - slot.since(), acquired(where));
        if (pool.options().leakAction() == LeakAction.RECLAIM) {
            var connection = slot.connection();
            steward.takeAway(slot, EvictionReason.LEAKED, now);
            steward.aftermath().then(() -> connection.abort(steward.refusals().reclaimed()));
        }
    }

    private static Throwable acquired(CallSite where) {
        var trace = new Throwable("the connection was acquired here");
        trace.setStackTrace(new StackTraceElement[0]);
        return where.stamp(trace);
    }
}
