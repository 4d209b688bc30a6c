package io.penstock.internal.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits until a future is done, in a row of those that can go on together:
 *
 * <pre>
 *   loop ──wakes──&gt; first ──wakes──&gt; second ──wakes──&gt; third
 * </pre>
 *
 * Waking a thread costs whoever does it a system call, and where the processors are busy its own place too: the one that is woken runs at once, and a
 * loop that wakes all of them goes to and fro with each. So it wakes the first, and who leaves wakes the one behind before it does anything else.
 *
 * <p>Nobody is forgotten: who leaves marks itself as gone in the same step in which it takes the one behind, and behind one that has gone nobody is put.
 *
 * <p>{@link #await} and {@link #leave} belong to the thread that waits, the rest to any.
 */
final class WaitingThread implements ForkJoinPool.ManagedBlocker {
    private static final VarHandle BEHIND;

    static {
        try {
            BEHIND = MethodHandles.lookup().findVarHandle(WaitingThread.class, "behind", WaitingThread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Thread thread = Thread.currentThread();
    private final boolean isVirtual = VirtualThreads.isVirtual(thread);
    private final Future<?> awaited;
    private final Deadline deadline;
    private final boolean interruptible;
    private boolean interrupted;

    /** Whom it wakes; itself once it has left. */
    @SuppressWarnings("unused") // see BEHIND
    private volatile @Nullable WaitingThread behind;

    /** The calling thread. */
    WaitingThread(Future<?> awaited, Deadline deadline, boolean interruptible) {
        this.awaited = awaited;
        this.deadline = deadline;
        this.interruptible = interruptible;
    }

    /**
     * Returns when what it waits for is done, or at the deadline.
     *
     * @throws InterruptedException where it is interruptible; else the interrupt stays
     */
    void await() throws InterruptedException {
        try {
            ForkJoinPool.managedBlock(this);
        } finally {
            if (interrupted) {
                thread.interrupt();
            }
        }
    }

    @Override
    public boolean isReleasable() {
        return awaited.isDone() || deadline.expired();
    }

    @Override
    public boolean block() throws InterruptedException {
        if (Thread.interrupted()) {
            if (interruptible) {
                throw new InterruptedException();
            }
            interrupted = true;
        } else if (deadline.isBounded()) {
            LockSupport.parkNanos(this, deadline.remainingNanos());
        } else {
            LockSupport.park(this);
        }
        return isReleasable();
    }

    /** Wakes the one behind. Belongs in a {@code finally}. */
    void leave() {
        var next = (WaitingThread) BEHIND.getAndSet(this, this);
        if (next != null) {
            next.wake();
        }
    }

    /**
     * Puts another, which can go on too, behind this. Once; false where this has left, or is virtual: then the other is to be woken by somebody else. A
     * virtual thread may find no carrier before just those have gone on that would be behind it.
     */
    boolean goesBefore(WaitingThread other) {
        return !isVirtual && BEHIND.compareAndSet(this, null, other);
    }

    void wake() {
        LockSupport.unpark(thread);
    }
}
