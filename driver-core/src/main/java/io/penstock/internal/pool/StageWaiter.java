package io.penstock.internal.pool;

import static java.util.Objects.requireNonNull;

import io.penstock.PgConnection;
import io.penstock.internal.flow.CallSite;
import io.penstock.internal.flow.DriverFuture;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.session.RealConnection;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who waits for a stage. Cancelling it makes him leave the queue. When he was served at that moment, what he got goes back: of
 * the two who cancel and serve one sees the other, since each says what it does before it looks at what the other did.
 */
final class StageWaiter extends Waiter<RealConnection> {

    private final Loans loans;
    private final CallSite site;
    private final @Nullable CallSite leakSite;
    private final DriverFuture<PgConnection> future;
    private volatile @Nullable Lease<RealConnection> lease;
    private volatile boolean cancelled;

    StageWaiter(SlotPool<RealConnection> pool, Loans loans, SerialDispatcher dispatcher, long asked, long deadline) {
        super(pool, asked, deadline);
        this.loans = loans;
        this.site = loans.errorSite();
        this.leakSite = loans.leakSite();
        this.future = DriverFuture.of(this::cancel, dispatcher);
    }

    DriverFuture<PgConnection> future() {
        return future;
    }

    /** Any thread. Idempotent. */
    void cancel() {
        cancelled = true;
        var held = lease;
        if (held != null) {
            held.end();
        }
        pool().leave(this);
    }

    @Override
    void tell() {
        var slot = slot();
        if (slot == null) {
            future.fail(loans.told(requireNonNull(failure(), "BUG: told nothing"), site));
            return;
        }
        var held = new Lease<>(pool(), slot);
        slot.heldBy(held, leakSite);
        var connection = slot.connection().under(held);
        lease = held;
        if (cancelled) {
            held.end();
            future.fail(loans.told(pool().steward().refusals().cancelled(), site));
        } else {
            future.succeed(connection);
        }
    }
}
