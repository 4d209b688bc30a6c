package io.penstock.internal.pool;

import io.penstock.internal.flow.CallSite;
import io.penstock.internal.flow.SerialTask;
import io.penstock.internal.session.Lendable;
import io.penstock.observe.EvictionReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One of a pool's places for a connection. There are {@code maxSize} of them from the beginning to the end, and each is in one state:
 * so the states' counts always sum up to {@code maxSize}, whoever counts and when.
 *
 * <pre>
 *            open               opened                  taken
 *   FREE ──────────&gt; CONNECTING ───────────&gt; IDLE &lt;───────────────&gt; LENT
 *    ^                   │ failed            │  ^    returned clean   │ returned with something to be undone
 *    ├───────────────────┘                   v  │                     v
 *    │                                     CHECKING &lt;──────────── SETTLING
 *    │            gone                                                │
 *    └────────────────────── CLOSING &lt;── from all of these ───────────┘
 * </pre>
 *
 * <p><b>Owner.</b> FREE, CONNECTING, CHECKING, SETTLING, CLOSING: the pool's writer. IDLE: the {@link IdleStack}; whoever pops it owns it. LENT: its
 * borrower, until his {@link Lease} ends. Only the owner writes, but for {@link #doom}. Passed from owner to owner by the stack, the
 * writer, or a waiter, each of which makes what was written before visible.
 */
final class Slot<C extends Lendable> extends SerialTask {

    /** What a slot is at. */
    enum State {
        FREE,
        CONNECTING,
        /** Soon ready for the next borrower: being reset, or asked for a sign of life. */
        CHECKING,
        /** Returned with work under way, whose end is waited for. */
        SETTLING,
        IDLE,
        LENT,
        /** Its socket is not known to be closed yet. */
        CLOSING
    }

    private static final VarHandle STATE;
    private static final VarHandle LEASE;
    private static final VarHandle LENDS;
    private static final VarHandle HELD;

    static {
        try {
            var lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Slot.class, "state", State.class);
            LEASE = lookup.findVarHandle(Slot.class, "lease", Lease.class);
            LENDS = lookup.findVarHandle(Slot.class, "lends", long.class);
            HELD = lookup.findVarHandle(Slot.class, "heldNanos", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Its number in the pool, from 0. */
    final int index;

    /** Belongs to the stack: the number of the slot below, from 1; 0 for none. */
    int below;

    private final SlotPool<C> pool;

    // Read by anybody, racily: numbers for people.
    private State state = State.FREE;
    private long lends;
    private long heldNanos;

    /** The borrower's; read by the writer to take it away from him. */
    private @Nullable Lease<C> lease;

    private @Nullable C connection;
    private long openedAt;
    private long retireAt;

    /** When the state was entered. */
    private long since;

    /** Whether somebody has had the connection since it was last reset. */
    private boolean used;

    private @Nullable CallSite borrowedAt;
    private boolean leakTold;

    /** The writer's: its connection has ended. */
    private boolean gone;

    /** Written by the writer: why it must not be lent again. */
    private volatile @Nullable EvictionReason doom;

    Slot(SlotPool<C> pool, int index) {
        this.pool = pool;
        this.index = index;
    }

    /** The writer: what a slot brings when it is submitted. */
    @Override
    public void run() {
        pool.steward().sort(this);
    }

    // ---- anybody

    State state() {
        return (State) STATE.getOpaque(this);
    }

    long lends() {
        return (long) LENDS.getOpaque(this);
    }

    long heldNanos() {
        return (long) HELD.getOpaque(this);
    }

    @Nullable
    EvictionReason doom() {
        return doom;
    }

    // ---- the owner

    void enter(State next, long now) {
        STATE.setOpaque(this, next);
        since = now;
    }

    long since() {
        return since;
    }

    C connection() {
        var current = connection;
        if (current == null) {
            throw new AssertionError("BUG: a slot without a connection is " + state());
        }
        return current;
    }

    boolean holds(C candidate) {
        return connection == candidate;
    }

    void fill(C opened, long now, long retires) {
        connection = opened;
        openedAt = now;
        retireAt = retires;
        used = false;
        gone = false;
        doom = null;
    }

    void empty(long now) {
        connection = null;
        doom = null;
        enter(State.FREE, now);
    }

    long openedAt() {
        return openedAt;
    }

    boolean isPastItsTime(long now) {
        return now - retireAt >= 0;
    }

    boolean isUsed() {
        return used;
    }

    /** Its session was reset, or will be ahead of whatever is sent next. */
    void reset() {
        used = false;
    }

    /** Somebody has it from now on. */
    void lend(long now) {
        enter(State.LENT, now);
        used = true;
        LENDS.setOpaque(this, lends + 1);
    }

    /** He gives it back. */
    void takeBack(long now) {
        HELD.setOpaque(this, heldNanos + (now - since));
        LEASE.setRelease(this, null);
        borrowedAt = null;
        leakTold = false;
        since = now;
    }

    // ---- the borrower's hold

    /** The borrower: by what he holds it, and where he took it if that is to be known. */
    void heldBy(Lease<C> holder, @Nullable CallSite where) {
        borrowedAt = where;
        LEASE.setRelease(this, holder);
    }

    /** The writer: null if the borrower has not come to hold it yet. */
    @SuppressWarnings("unchecked")
    @Nullable
    Lease<C> lease() {
        return (Lease<C>) LEASE.getAcquire(this);
    }

    /** The writer, after it has seen the lease. */
    @Nullable
    CallSite borrowedAt() {
        return borrowedAt;
    }

    /** The writer: whether the leak is news. */
    boolean tellLeak() {
        var news = !leakTold;
        leakTold = true;
        return news;
    }

    /** The writer: it must not be lent again, whoever has it now. */
    void doom(EvictionReason reason) {
        doom = reason;
    }

    void doomIfNot(EvictionReason reason) {
        if (doom == null) {
            doom = reason;
        }
    }

    /** The writer: its connection has ended. */
    void gone() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    /** The writer: whether its connection leads to that server. Whoever has the slot, its connection stays. */
    boolean isAt(String address) {
        var current = connection;
        return current != null && current.server().address().equals(address);
    }

    @Override
    public String toString() {
        return "slot " + index + " " + state();
    }
}
