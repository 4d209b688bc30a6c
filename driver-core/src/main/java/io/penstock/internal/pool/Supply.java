package io.penstock.internal.pool;

import io.penstock.error.PgException;
import io.penstock.internal.session.Lendable;
import io.penstock.internal.session.Opening;
import java.util.ArrayDeque;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections: one for each waiter for whom nothing is on the way, and what is missing to {@code minSize}; never more than there are
 * free slots, and no faster than the {@link Pace} allows.
 *
 * <p>Confined to the pool's writer, but for the ends of attempts, which bring changes.
 */
final class Supply<C extends Lendable> {

    /** Of a connection's lifetime, how much of it chance may take. */
    private static final double LIFETIME_JITTER = 0.1;

    private final SlotPool<C> pool;
    private final Steward<C> steward;
    private final DoubleSupplier chance;
    private final Pace pace;
    private final ArrayDeque<Slot<C>> free;
    private final Alarm restOver;

    Supply(SlotPool<C> pool, Steward<C> steward, DoubleSupplier chance) {
        this.pool = pool;
        this.steward = steward;
        this.chance = chance;
        this.pace = new Pace(pool.options().maxSize(), chance);
        this.free = new ArrayDeque<>(pool.slots());
        this.restOver = new Alarm(pool.clock(), () -> pool.submit(this::resume));
    }

    /** Slots whose connection is on its way to somebody: being opened, or checked. */
    int underWay() {
        return free.size() == pool.slots().size()
                ? 0
                : pool.count(Slot.State.CONNECTING) + pool.count(Slot.State.CHECKING);
    }

    @Nullable
    PgException lastFailure() {
        return pace.lastFailure();
    }

    /** Opens what is missing, as far as that is possible now. */
    void serve(long now) {
        if (free.isEmpty() || steward.shutdown().hasBegun()) {
            return;
        }
        failFast(now);
        var opening = pool.count(Slot.State.CONNECTING);
        var missing = missing();
        while (missing > 0 && !free.isEmpty() && pace.allows(opening, now)) {
            open(free.remove(), now);
            opening++;
            missing--;
        }
        if (missing > 0 && !free.isEmpty() && pace.isResting(now)) {
            restOver.at(pace.restsUntil(), now);
        }
    }

    private int missing() {
        var forWaiters = steward.waitingRoom().waiters().size() - underWay();
        var alive = pool.slots().size() - free.size() - pool.count(Slot.State.CLOSING);
        return Math.max(forWaiters, pool.options().minSize() - alive);
    }

    /** What cannot be opened, and will not be tried again soon, nobody has to wait for: unless others will return what they have. */
    private void failFast(long now) {
        var verdict = pace.verdict(now);
        if (verdict != null && pool.count(Slot.State.LENT) + pool.count(Slot.State.SETTLING) + underWay() == 0) {
            steward.waitingRoom().refuseAll(verdict);
        }
    }

    private void open(Slot<C> slot, long now) {
        slot.enter(Slot.State.CONNECTING, now);
        var attempt = new Attempt(slot, now);
        steward.aftermath().then(() -> pool.kind().open(attempt));
    }

    private void resume() {
        restOver.rang();
        steward.match(pool.clock().now());
    }

    /** A slot is free again. */
    void free(Slot<C> slot) {
        free.add(slot);
    }

    boolean isAllFree() {
        return free.size() == pool.slots().size();
    }

    void stop() {
        restOver.cancel();
    }

    private long retiresAt(long now) {
        var lifetime = pool.options().maxLifetime();
        return lifetime == null
                ? now + Long.MAX_VALUE / 2
                : now + (long) (lifetime.toNanos() * (1 - LIFETIME_JITTER * chance.getAsDouble()));
    }

    /** One attempt; it ends once, on any thread. */
    private final class Attempt implements Opening<C> {

        private final Slot<C> slot;
        private final long started;

        Attempt(Slot<C> slot, long started) {
            this.slot = slot;
            this.started = started;
        }

        @Override
        public void opened(C connection) {
            pool.submit(() -> {
                var now = pool.clock().now();
                pace.succeeded();
                pool.counters().connected(now - started);
                slot.fill(connection, now, retiresAt(now));
                steward.opened(slot, connection, now);
            });
        }

        @Override
        public void failed(PgException error) {
            pool.submit(() -> {
                var now = pool.clock().now();
                pace.failed(error, now);
                pool.counters().openFailures.increment();
                slot.empty(now);
                free(slot);
                steward.match(now);
                steward.shutdown().look();
            });
        }
    }
}
