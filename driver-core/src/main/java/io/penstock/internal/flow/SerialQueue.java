package io.penstock.internal.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Many producers, one consumer at a time, first in first out for each producer, lock-free, no allocation.
 *
 * <p>A stack of intrusive nodes. Producers push with one compare-and-set; the consumer takes the whole stack with one
 * exchange and turns it round. Unlike a linked queue with an exchanged tail it has no moment in which a node is in but
 * cannot be reached, so the consumer never spins on a producer that was descheduled in between; and a whole chain goes
 * in at the price of one node.
 */
final class SerialQueue {
    private static final VarHandle TOP;

    static {
        try {
            TOP = MethodHandles.lookup().findVarHandle(SerialQueue.class, "top", Signal.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Signal top;

    /** Any thread. */
    void push(Signal task) {
        push(task, task);
    }

    /** Any thread: a chain linked from its youngest task to its oldest. */
    void push(Signal youngest, Signal oldest) {
        Signal seen;
        do {
            seen = top;
            oldest.linked(seen);
        } while (!TOP.compareAndSet(this, seen, youngest));
    }

    /** Any thread. */
    boolean isEmpty() {
        return top == null;
    }

    /** Consumer: all tasks, linked from the oldest to the youngest; null when there are none. */
    @Nullable
    Signal takeAll() {
        if (top == null) {
            return null;
        }
        Signal task = (Signal) TOP.getAndSet(this, null);
        Signal oldestFirst = null;
        while (task != null) {
            Signal older = task.linked();
            task.linked(oldestFirst);
            oldestFirst = task;
            task = older;
        }
        return oldestFirst;
    }
}
