package io.penstock.internal.pool;

import static io.penstock.internal.pool.Slot.State.CHECKING;
import static io.penstock.internal.pool.Slot.State.CLOSING;
import static io.penstock.internal.pool.Slot.State.IDLE;
import static io.penstock.internal.pool.Slot.State.LENT;
import static io.penstock.internal.pool.Slot.State.SETTLING;

import io.penstock.error.PgException;
import io.penstock.internal.session.Lendable;
import io.penstock.observe.EvictionReason;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who gets which connection, and which connections are parted with: the pool's rules. {@link Supply} opens connections, {@link Upkeep}
 * looks after those that nobody needs, {@link Shutdown} ends them all.
 *
 * <p>Confined to the pool's writer: one thread at a time. Decides only; what follows from it is in the {@link Aftermath}.
 */
final class Steward<C extends Lendable> {

    private final SlotPool<C> pool;
    private final PoolEvents events;
    private final Refusals refusals;
    private final WaitingRoom<C> waitingRoom;
    private final WaiterQueue<C> waiters;
    private final Aftermath<C> aftermath = new Aftermath<>();
    private final Supply<C> supply;
    private final Upkeep<C> upkeep;
    private final Shutdown<C> shutdown;

    Steward(SlotPool<C> pool, PoolEvents events, DoubleSupplier chance) {
        this.pool = pool;
        this.events = events;
        this.refusals = new Refusals(pool.options().name());
        this.waitingRoom = new WaitingRoom<>(pool, this, events);
        this.waiters = waitingRoom.waiters();
        this.supply = new Supply<>(pool, this, chance);
        this.upkeep = new Upkeep<>(pool, this);
        this.shutdown = new Shutdown<>(pool, this);
    }

    void start() {
        supply.serve(pool.clock().now());
        upkeep.start();
    }

    Aftermath<C> aftermath() {
        return aftermath;
    }

    WaitingRoom<C> waitingRoom() {
        return waitingRoom;
    }

    Refusals refusals() {
        return refusals;
    }

    PoolEvents events() {
        return events;
    }

    Shutdown<C> shutdown() {
        return shutdown;
    }

    Supply<C> supply() {
        return supply;
    }

    // ---- waiters

    /** Somebody has come. */
    void acquire(Waiter<C> waiter) {
        var now = pool.clock().now();
        if (shutdown.hasBegun()) {
            waitingRoom.refuse(waiter, refusals.closed(), now);
            return;
        }
        waitingRoom.add(waiter, now);
        match(now);
        if (waiter.queued) {
            waitingRoom.bounce(waiter, now);
        }
    }

    /** What those are told whose time has come. */
    PgException timedOut() {
        var census = pool.count(LENT) + " connections lent, " + pool.count(IDLE) + " idle, "
                + (supply.underWay() + pool.count(SETTLING)) + " on the way, " + pool.count(CLOSING)
                + " being closed, and " + waiters.size() + " wait";
        return refusals.timedOut(census, supply.lastFailure());
    }

    // ---- matching

    /** Somebody has pushed a slot, and seen too late that it is wanted. */
    void lookAgain() {
        var now = pool.clock().now();
        if (shutdown.hasBegun()) {
            shutdown.sweep();
        } else {
            upkeep.removeDoomed(now);
            match(now);
        }
    }

    /** Gives what is idle to those who wait, in their order, and has connections opened for the rest. */
    void match(long now) {
        attend();
        while (!waiters.isEmpty()) {
            var slot = pool.popIdle();
            if (slot == null) {
                break;
            }
            if (pool.isFresh(slot, now)) {
                offer(slot, now);
            } else if (isFit(slot, now) && supply.underWay() >= waiters.size()) {
                pool.rest(slot, slot.since());
                break;
            } else {
                sort(slot, now);
            }
        }
        supply.serve(now);
        attend();
    }

    /** Set before the stack is looked at: see {@link SlotPool}. */
    void attend() {
        pool.wanted(!waiters.isEmpty() || shutdown.hasBegun());
    }

    /** A slot that is fit to be lent: to who waits longest, or onto the stack. */
    private void offer(Slot<C> slot, long now) {
        var waiter = waiters.poll();
        if (waiter == null) {
            pool.rest(slot, now);
            return;
        }
        slot.lend(now);
        waiter.serve(slot);
        aftermath.tell(waiter);
        pool.counters().served(now - waiter.asked);
    }

    // ---- slots

    /** A slot that was returned, or whose state is in doubt: what is to become of it. */
    void sort(Slot<C> slot) {
        var now = pool.clock().now();
        sort(slot, now);
        match(now);
    }

    private void sort(Slot<C> slot, long now) {
        var connection = slot.connection();
        var reason = reasonToPart(slot, now);
        if (reason != null) {
            part(slot, reason, now);
        } else if (!connection.isQuiet()) {
            settle(slot, now);
        } else if (pool.resets().isDue(connection, slot.isUsed())) {
            reset(slot, now);
        } else if (!pool.isFresh(slot, now)) {
            probe(slot, now);
        } else {
            offer(slot, now);
        }
    }

    private boolean isFit(Slot<C> slot, long now) {
        return reasonToPart(slot, now) == null;
    }

    private @Nullable EvictionReason reasonToPart(Slot<C> slot, long now) {
        var connection = slot.connection();
        if (slot.doom() != null) {
            return slot.doom();
        }
        if (!connection.isOpen()) {
            return EvictionReason.LOST;
        }
        if (connection.refusesWrites() && pool.kind().wantsWriter()) {
            return EvictionReason.READ_ONLY;
        }
        if (shutdown.hasBegun()) {
            return EvictionReason.POOL_CLOSED;
        }
        return slot.isPastItsTime(now) ? EvictionReason.LIFETIME : null;
    }

    /** With one that has shown that its server does not write, those go that lead there too. */
    private void part(Slot<C> slot, EvictionReason reason, long now) {
        var isNews = slot.doom() == null;
        var address = slot.connection().server().address();
        evict(slot, reason, now);
        if (reason == EvictionReason.READ_ONLY && isNews) {
            upkeep.avoid(address, now);
        }
    }

    private void settle(Slot<C> slot, long now) {
        var connection = slot.connection();
        var patience = pool.options().settleTimeout();
        slot.enter(SETTLING, now);
        aftermath.then(() -> pool.kind().settle(connection, patience, checked(slot, EvictionReason.UNSETTLED)));
    }

    /** In the flight of the next borrower, where that is at hand or goes out by itself; else here and now. */
    private void reset(Slot<C> slot, long now) {
        var connection = slot.connection();
        var statements = pool.resets().of(connection);
        pool.counters().resets.increment();
        slot.reset();
        var flies = pool.kind().sendsByItself() || !waiters.isEmpty();
        if (flies && !pool.resets().mustBeAwaited()) {
            connection.resetAhead(statements);
            offer(slot, now);
            return;
        }
        slot.enter(CHECKING, now);
        aftermath.then(() -> pool.kind().reset(connection, statements, checked(slot, EvictionReason.UNSETTLED)));
    }

    private void probe(Slot<C> slot, long now) {
        var connection = slot.connection();
        var timeout = pool.options().validationTimeout();
        slot.enter(CHECKING, now);
        aftermath.then(() -> pool.kind().probe(connection, timeout, checked(slot, EvictionReason.UNRESPONSIVE)));
    }

    /** What a check ends in: the slot is looked at anew, and lost for a reason that is known. */
    private Runnable checked(Slot<C> slot, EvictionReason ifLost) {
        return () -> pool.submit(() -> {
            var now = pool.clock().now();
            slot.enter(CHECKING, now);
            if (!slot.connection().isOpen()) {
                slot.doom(ifLost);
            }
            sort(slot, now);
            match(now);
        });
    }

    /** A connection has been opened. */
    void opened(Slot<C> slot, C connection, long now) {
        connection.whenGone(() -> pool.submit(() -> gone(slot, connection)));
        if (shutdown.hasBegun()) {
            evict(slot, EvictionReason.POOL_CLOSED, now);
        } else {
            offer(slot, now);
        }
        match(now);
    }

    /** Parts with a connection. Its slot is free again when its socket is known to be closed. */
    void evict(Slot<C> slot, EvictionReason reason, long now) {
        var connection = slot.connection();
        pool.counters().evictions.increment();
        events.evicted(connection, reason, now - slot.openedAt());
        slot.enter(CLOSING, now);
        if (slot.isGone()) {
            free(slot, now);
        } else {
            aftermath.then(() -> pool.kind().close(connection));
        }
    }

    /** A connection has ended, expected or not. */
    private void gone(Slot<C> slot, C connection) {
        if (!slot.holds(connection)) {
            return;
        }
        var now = pool.clock().now();
        slot.gone();
        switch (slot.state()) {
            case CLOSING -> free(slot, now);
            case LENT -> takeAway(slot, EvictionReason.LOST, now);
            case IDLE -> {
                slot.doom(EvictionReason.LOST);
                upkeep.removeDoomed(now);
            }
            case CHECKING, SETTLING -> slot.doomIfNot(EvictionReason.LOST);
            case FREE, CONNECTING -> throw new AssertionError("BUG: a connection in " + slot);
        }
        match(now);
    }

    /**
     * Ends a borrower's hold from this side. One who is returning it at this moment, or does not hold it yet, brings it himself: he pushes
     * first and looks for the doom second, so here the doom is written first and the stack looked at second.
     */
    void takeAway(Slot<C> slot, EvictionReason reason, long now) {
        var lease = slot.lease();
        if (lease != null && lease.takeAway()) {
            slot.takeBack(now);
            evict(slot, reason, now);
        } else {
            slot.doom(reason);
            upkeep.removeDoomed(now);
        }
    }

    /** The pool has ended. */
    void stop() {
        waitingRoom.stop();
        supply.stop();
        upkeep.stop();
    }

    private void free(Slot<C> slot, long now) {
        slot.empty(now);
        supply.free(slot);
        shutdown.look();
    }
}
