package io.penstock.internal.pool;

import static java.util.Objects.requireNonNull;

import io.penstock.BlockingConnection;
import io.penstock.BlockingWork;
import io.penstock.config.ConnectionOptions;
import io.penstock.internal.flow.BlockingGuard;
import io.penstock.internal.session.ClientRuntime;
import io.penstock.internal.session.RealBlockingConnection;
import io.penstock.pool.BlockingPool;
import io.penstock.pool.PoolMetrics;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A pool as threads see it that wait. */
final class RealBlockingPool implements BlockingPool, ClientRuntime.Live {

    private final ClientRuntime runtime;
    private final SlotPool<RealBlockingConnection> slots;
    private final Loans loans;
    private final Refusals refusals;
    private final Duration cancelTimeout;

    RealBlockingPool(ClientRuntime runtime, ConnectionOptions connection, SlotPool<RealBlockingConnection> slots) {
        this.runtime = runtime;
        this.slots = slots;
        this.loans = new Loans(slots.options(), connection);
        this.refusals = slots.steward().refusals();
        this.cancelTimeout = connection.timeouts().cancel();
    }

    void start() {
        slots.start();
        runtime.opened(this);
    }

    @Override
    public <T extends @Nullable Object, E extends Exception> T withConnection(BlockingWork<T, E> work) throws E {
        requireNonNull(work, "work");
        var connection = borrow(loans.acquireNanos());
        try {
            return work.run(connection);
        } finally {
            connection.close();
        }
    }

    @Override
    public BlockingConnection acquire() {
        return borrow(loans.acquireNanos());
    }

    @Override
    public BlockingConnection acquire(Duration timeout) {
        return borrow(Loans.nanos(timeout));
    }

    private LentBlockingConnection borrow(long timeoutNanos) {
        BlockingGuard.check();
        if (Thread.currentThread().isInterrupted()) {
            throw loans.told(refusals.interrupted(), loans.errorSite());
        }
        var slot = slots.tryTake();
        if (slot == null) {
            slot = await(timeoutNanos);
        }
        var lent = new LentBlockingConnection(slots, slot);
        slot.heldBy(lent, loans.leakSite());
        return lent;
    }

    private Slot<RealBlockingConnection> await(long timeoutNanos) {
        var now = slots.clock().now();
        var waiter = new ParkedWaiter<>(slots, now, now + timeoutNanos);
        var interrupted = waiter.await();
        var slot = waiter.slot();
        if (interrupted) {
            Thread.currentThread().interrupt();
            if (slot != null) {
                slots.giveBack(slot);
            }
            throw loans.told(refusals.interrupted(), loans.errorSite());
        }
        if (slot == null) {
            throw loans.told(requireNonNull(waiter.failure(), "BUG: told nothing"), loans.errorSite());
        }
        return slot;
    }

    @Override
    public PoolMetrics metrics() {
        return Census.of(slots);
    }

    PoolSource source() {
        var options = slots.options();
        return new PoolSource(options.name(), PoolSource.Callers.THREADS, options.maxPending(), this::metrics);
    }

    @Override
    public void close() {
        BlockingGuard.check();
        var ended = new CountDownLatch(1);
        slots.submit(() ->
                slots.steward().shutdown().begin(slots.options().closeTimeout(), cancelTimeout, ended::countDown));
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        runtime.closed(this);
    }

    @Override
    public void closeNow() {
        slots.submit(() -> slots.steward().shutdown().beginNow(() -> {}));
    }

    @Override
    public String toString() {
        return "BlockingPool[" + slots.options().name() + "]";
    }
}
