package io.penstock.internal.pool;

import io.penstock.internal.session.Lendable;
import io.penstock.internal.session.Tenure;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One borrower's hold on a slot. It ends once: he gives it back, or the pool takes it away. Who comes second finds it over and does
 * nothing, so a connection that is returned twice is returned once, and what a borrower had is never in the way of the next.
 *
 * <p>Safe from any thread.
 */
class Lease<C extends Lendable> implements Tenure {

    private static final VarHandle OVER;

    static {
        try {
            OVER = MethodHandles.lookup().findVarHandle(Lease.class, "over", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SlotPool<C> pool;
    private final Slot<C> slot;
    private volatile boolean over;

    Lease(SlotPool<C> pool, Slot<C> slot) {
        this.pool = pool;
        this.slot = slot;
    }

    @Override
    public final boolean isOver() {
        return over;
    }

    /** Gives it back. Idempotent. */
    @Override
    public final void end() {
        if (takeAway()) {
            pool.giveBack(slot);
        }
    }

    /** Ends it without giving anything back: true for the one who ended it, who owns the slot from now on. */
    final boolean takeAway() {
        return OVER.compareAndSet(this, false, true);
    }
}
