package io.penstock.internal.transport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which thread runs a connection: one at a time, from before it encodes until its answers are here. It may take what it has already, and has it until it has given it
 * up as often.
 *
 * <p>To take a {@link ReentrantLock} that one has costs as much as to take one that is free, a failing exchange and two fences; here it is a look at who the
 * owner is and a count of the owner's own.
 *
 * <p>Safe from any thread.
 */
final class Ownership {

    private final ReentrantLock lock = new ReentrantLock();

    /** How often the owner has taken it again. Confined to the owner. */
    private int again;

    /** Threads that look after the connection, or try to. */
    private final AtomicInteger lookers = new AtomicInteger();

    /** Waits for the owner before. */
    void take() {
        if (lock.isHeldByCurrentThread()) {
            again++;
        } else {
            lock.lock();
        }
    }

    /** As {@link #take()}; an interrupt ends the wait. */
    void takeInterruptibly() throws InterruptedException {
        lock.lockInterruptibly();
    }

    /** Takes it where it is free, or is the calling thread's. */
    boolean tryTake() {
        return lock.tryLock();
    }

    /** Takes it unless another thread is in a call; waits for one that {@linkplain #lookAfter looks after} the connection, which does not wait itself. */
    @SuppressWarnings("ThreadPriorityCheck") // right whatever the scheduler does: it lets the other thread end sooner
    boolean tryTakeFromCallers() {
        while (!lock.tryLock()) {
            if (lookers.get() == 0) {
                return false;
            }
            Thread.yield();
        }
        return true;
    }

    /** Waits no longer than this for the owner before. */
    boolean tryTake(Duration patience) throws InterruptedException {
        return lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The same; an interrupt ends the wait, and stays to be seen. */
    boolean tryTakeUninterrupted(Duration patience) {
        try {
            return tryTake(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Ends what one call of the others has begun.
     *
     * @return whether the calling thread is the owner no more
     */
    boolean giveUp() {
        if (again > 0 && isMine()) {
            again--;
            return false;
        }
        lock.unlock();
        return !isMine();
    }

    boolean isMine() {
        return lock.isHeldByCurrentThread();
    }

    /** Whether some thread is in a call; one that looks after the connection is in none. */
    boolean isTaken() {
        return lock.isLocked() && lookers.get() == 0;
    }

    /** Does something that does not wait, where nobody is the owner, without counting as one who is in a call. */
    void lookAfter(Runnable look) {
        lookers.incrementAndGet();
        try {
            if (lock.tryLock()) {
                try {
                    look.run();
                } finally {
                    giveUp();
                }
            }
        } finally {
            lookers.decrementAndGet();
        }
    }
}
