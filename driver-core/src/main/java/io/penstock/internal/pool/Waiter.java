package io.penstock.internal.pool;

import io.penstock.error.PgException;
import io.penstock.internal.flow.SerialTask;
import io.penstock.internal.session.Lendable;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who waits for a connection. He ends once, with a slot or with a failure; which, the pool's writer decides, and he is told
 * after it has left.
 *
 * <p>Confined to the writer, but for what is final and for {@link #tell}, which sees what the writer has decided.
 */
abstract class Waiter<C extends Lendable> extends SerialTask {

    private final SlotPool<C> pool;

    /** When he came, and when he gives up; on the pool's clock. */
    final long asked;

    final long deadline;

    /** His neighbours, belonging to the {@link WaiterQueue} that he stands in. */
    @Nullable
    Waiter<C> ahead;

    @Nullable
    Waiter<C> behind;

    boolean queued;

    /** Who is told after him; belongs to {@link Aftermath}. */
    @Nullable
    Waiter<C> toldNext;

    private @Nullable Slot<C> slot;
    private @Nullable PgException failure;

    Waiter(SlotPool<C> pool, long asked, long deadline) {
        this.pool = pool;
        this.asked = asked;
        this.deadline = deadline;
    }

    /** The writer: he has come. */
    @Override
    public void run() {
        pool.steward().acquire(this);
    }

    final SlotPool<C> pool() {
        return pool;
    }

    final void serve(Slot<C> given) {
        slot = given;
    }

    final void fail(PgException why) {
        failure = why;
    }

    /** What he was given; null where he was not. */
    final @Nullable Slot<C> slot() {
        return slot;
    }

    /** Why he was given nothing; shared with others, so he makes a copy of his own. */
    final @Nullable PgException failure() {
        return failure;
    }

    /** Outside: it is decided. Must neither block nor throw. */
    abstract void tell();
}
