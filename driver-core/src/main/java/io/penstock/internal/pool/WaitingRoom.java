package io.penstock.internal.pool;

import io.penstock.error.PgException;
import io.penstock.internal.session.Lendable;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for a connection, and the bounds on them: how many, and how long. Who is over a bound is refused, {@code NOT_SENT}.
 *
 * <p>Nobody has a timer of his own: one alarm looks for all whose time has come, so that waiting costs no more when thousands do. It
 * is late by {@link LateWaiters} at the most.
 *
 * <p>Confined to the pool's writer.
 */
final class WaitingRoom<C extends Lendable> {

    private final SlotPool<C> pool;
    private final Steward<C> steward;
    private final PoolEvents events;
    private final WaiterQueue<C> waiters = new WaiterQueue<>();
    private final Alarm expiry;

    WaitingRoom(SlotPool<C> pool, Steward<C> steward, PoolEvents events) {
        this.pool = pool;
        this.steward = steward;
        this.events = events;
        this.expiry = new Alarm(pool.clock(), () -> pool.submit(this::expire));
    }

    WaiterQueue<C> waiters() {
        return waiters;
    }

    void add(Waiter<C> waiter, long now) {
        waiters.add(waiter);
        expiry.at(waiter.deadline, now);
    }

    /** Refuses one who has just come and was not served, if he is one too many. */
    void bounce(Waiter<C> waiter, long now) {
        var why = overTheBounds(waiter, now);
        if (why != null && waiters.remove(waiter)) {
            pool.counters().rejections.increment();
            refuse(waiter, why, now);
            steward.attend();
        }
    }

    private @Nullable PgException overTheBounds(Waiter<C> waiter, long now) {
        var options = pool.options();
        if (waiters.size() - steward.supply().underWay() > options.maxPending()) {
            return steward.refusals().tooMany(options.maxPending());
        }
        var oldest = waiters.head();
        var age = options.maxPendingAge();
        return age != null && oldest != null && oldest != waiter && now - oldest.asked > age.toNanos()
                ? steward.refusals().tooOld(age)
                : null;
    }

    /** Somebody does not want to wait any more; who was served meanwhile keeps what he got, or passes it on himself. */
    void leave(Waiter<C> waiter) {
        if (waiters.remove(waiter)) {
            pool.counters().cancellations.increment();
            refuse(waiter, steward.refusals().cancelled(), pool.clock().now());
            steward.attend();
        }
    }

    /** Those give up whose time has come. */
    private void expire() {
        expiry.rang();
        var now = pool.clock().now();
        var late = new LateWaiters<C>(now);
        PgException failure = null;
        var waiter = waiters.head();
        while (waiter != null) {
            var next = waiter.behind;
            if (late.includes(waiter)) {
                failure = failure != null ? failure : steward.timedOut();
                waiters.remove(waiter);
                pool.counters().timeouts.increment();
                refuse(waiter, failure, now);
            }
            waiter = next;
        }
        if (!waiters.isEmpty()) {
            expiry.at(late.nextLook(), now);
        }
        steward.attend();
    }

    /** Nobody is to wait any more. */
    void refuseAll(PgException why) {
        var now = pool.clock().now();
        for (var waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
            refuse(waiter, why, now);
        }
        steward.attend();
    }

    void refuse(Waiter<C> waiter, PgException why, long now) {
        waiter.fail(why);
        steward.aftermath().tell(waiter);
        events.acquireFailed(why, now - waiter.asked);
    }

    void stop() {
        expiry.cancel();
    }
}
