package io.penstock.internal.pool;

import io.penstock.internal.session.Lendable;
import java.util.concurrent.locks.LockSupport;

/** A thread that waits, parked. It is unparked by whoever has the connection for it, with nobody in between. */
final class ParkedWaiter<C extends Lendable> extends Waiter<C> {

    private final Thread thread = Thread.currentThread();
    private volatile boolean told;

    ParkedWaiter(SlotPool<C> pool, long asked, long deadline) {
        super(pool, asked, deadline);
    }

    @Override
    void tell() {
        told = true;
        LockSupport.unpark(thread);
    }

    /**
     * The thread: waits until it is told. An interrupt makes it leave the queue, and wait for that to be decided, which is soon: it may
     * have been served meanwhile.
     *
     * @return whether it was interrupted; then the interrupt is not set any more
     */
    boolean await() {
        var interrupted = false;
        pool().join(this);
        while (!told) {
            LockSupport.park(this);
            if (Thread.interrupted() && !interrupted) {
                interrupted = true;
                pool().leave(this);
            }
        }
        return interrupted;
    }
}
