package io.penstock.internal.pool;

import io.penstock.internal.session.Lendable;
import java.util.concurrent.TimeUnit;

/** Tells at one moment who waits too long, and when to look again. Confined to the pool's writer. */
final class LateWaiters<C extends Lendable> {

    /** Looking at a long queue is not free: nobody is told earlier than this after somebody else was. */
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final long now;
    private long next;
    private boolean any;

    LateWaiters(long now) {
        this.now = now;
    }

    /** Whether his time has come; if not, the next look is not after it. */
    boolean includes(Waiter<C> waiter) {
        if (waiter.deadline - now <= 0) {
            return true;
        }
        if (!any || waiter.deadline - next < 0) {
            any = true;
            next = waiter.deadline;
        }
        return false;
    }

    long nextLook() {
        return next - now < SHORTEST_PAUSE ? now + SHORTEST_PAUSE : next;
    }
}
