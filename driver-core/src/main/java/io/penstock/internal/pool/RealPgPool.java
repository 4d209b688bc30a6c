package io.penstock.internal.pool;

import static java.util.Objects.requireNonNull;

import io.penstock.PgConnection;
import io.penstock.config.ConnectionOptions;
import io.penstock.internal.flow.DriverFuture;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.session.ClientRuntime;
import io.penstock.internal.session.RealConnection;
import io.penstock.pool.PgPool;
import io.penstock.pool.PoolMetrics;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A pool as callers see it that do not wait. */
final class RealPgPool implements PgPool, ClientRuntime.Live {

    private final ClientRuntime runtime;
    private final SlotPool<RealConnection> slots;
    private final Loans loans;
    private final Supplier<SerialDispatcher> dispatchers;
    private final Duration cancelTimeout;

    RealPgPool(ClientRuntime runtime, ConnectionOptions connection, SlotPool<RealConnection> slots) {
        this.runtime = runtime;
        this.slots = slots;
        this.loans = new Loans(slots.options(), connection);
        this.dispatchers = runtime.dispatchers();
        this.cancelTimeout = connection.timeouts().cancel();
    }

    void start() {
        slots.start();
        runtime.opened(this);
    }

    @Override
    public <T> CompletionStage<T> withConnection(Function<? super PgConnection, ? extends CompletionStage<T>> work) {
        requireNonNull(work, "work");
        var slot = slots.tryTake();
        if (slot != null) {
            return BorrowedWork.at(lease(slot), slot.connection(), work);
        }
        var waiter = waiter(loans.acquireNanos(), dispatchers.get());
        slots.join(waiter);
        return BorrowedWork.after(waiter, dispatchers.get(), work);
    }

    @Override
    public CompletionStage<PgConnection> acquire() {
        return acquire(loans.acquireNanos());
    }

    @Override
    public CompletionStage<PgConnection> acquire(Duration timeout) {
        return acquire(Loans.nanos(timeout));
    }

    private CompletionStage<PgConnection> acquire(long timeoutNanos) {
        var slot = slots.tryTake();
        if (slot != null) {
            var connection = slot.connection();
            var future = connection.<PgConnection>newFuture(() -> {});
            future.succeed(connection.under(lease(slot)));
            return future;
        }
        var waiter = waiter(timeoutNanos, dispatchers.get());
        slots.join(waiter);
        return waiter.future();
    }

    private Lease<RealConnection> lease(Slot<RealConnection> slot) {
        var lease = new Lease<>(slots, slot);
        slot.heldBy(lease, loans.leakSite());
        return lease;
    }

    private StageWaiter waiter(long timeoutNanos, SerialDispatcher dispatcher) {
        var now = slots.clock().now();
        return new StageWaiter(slots, loans, dispatcher, now, now + timeoutNanos);
    }

    @Override
    public PoolMetrics metrics() {
        return Census.of(slots);
    }

    PoolSource source() {
        var options = slots.options();
        return new PoolSource(options.name(), PoolSource.Callers.STAGES, options.maxPending(), this::metrics);
    }

    @Override
    public CompletionStage<@Nullable Void> close() {
        var closed = new DriverFuture<@Nullable Void>(dispatchers.get());
        slots.submit(() -> slots.steward().shutdown().begin(slots.options().closeTimeout(), cancelTimeout, () -> {
            runtime.closed(this);
            closed.succeed(null);
        }));
        return closed;
    }

    @Override
    public void closeNow() {
        slots.submit(() -> slots.steward().shutdown().beginNow(() -> {}));
    }

    @Override
    public String toString() {
        return "PgPool[" + slots.options().name() + "]";
    }
}
