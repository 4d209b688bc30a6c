package io.penstock.internal.transport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** The ownership of a connection as a lock, for whoever makes several calls in a row. Who looks after the connection is no reason for a {@link #tryLock()} to fail. */
final class Turn implements Lock {

    private final CallerLink link;
    private final Ownership ownership;

    Turn(CallerLink link, Ownership ownership) {
        this.link = link;
        this.ownership = ownership;
    }

    @Override
    public void lock() {
        ownership.take();
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        ownership.takeInterruptibly();
    }

    @Override
    public boolean tryLock() {
        return ownership.tryTakeFromCallers();
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        return ownership.tryTake(Duration.ofNanos(unit.toNanos(time)));
    }

    /** What other threads have asked for meanwhile is done behind the last. */
    @Override
    public void unlock() {
        link.leave();
    }

    @Override
    public Condition newCondition() {
        throw new UnsupportedOperationException("a connection's turn has no conditions");
    }
}
