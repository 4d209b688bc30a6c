package io.penstock.internal.pool;

import io.penstock.config.PoolOptions;
import io.penstock.internal.flow.SerialTask;
import io.penstock.internal.flow.SingleWriter;
import io.penstock.internal.session.Lendable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections of one kind, as the threads see it that borrow and return.
 *
 * <h2>Two ways to a connection</h2>
 *
 * <pre>
 *                    nobody waits                          somebody waits, or something is the matter
 *   borrow    pop an idle slot from the stack         submit a {@link Waiter}; the writer serves him in his turn
 *   return    push it onto the stack                  submit the slot; the writer hands it to who waits longest
 * </pre>
 *
 * The left column is two compare-and-sets and no allocation. The right column is the {@link SingleWriter}: whoever comes first makes
 * the changes of all who come meanwhile, so nobody waits for a lock, and whoever is served is unparked directly.
 *
 * <h2>Why nobody is forgotten</h2>
 *
 * {@link #wanted} says that the writer wants to see what is returned: somebody waits, or the pool is closed. The writer sets it first and
 * looks at the stack second. Who returns pushes first and looks at {@code wanted} second. So one of the two sees the other. Who borrows
 * looks at {@code wanted} before he pops: from the moment somebody waits, nobody who comes later is served before him.
 *
 * <p>Safe from any thread. What it does not do by itself is in {@link Steward}: the rules, made by one thread at a time.
 */
final class SlotPool<C extends Lendable> {

    private final PoolOptions options;
    private final Kind<C> kind;
    private final PoolClock clock;
    private final Resets resets;
    private final List<Slot<C>> slots;
    private final IdleStack<C> idle;
    private final Steward<C> steward;
    private final SingleWriter writer;
    private final Counters counters;
    private final long glanceAfterNanos;
    private final long validateAfterNanos;

    private volatile boolean wanted;

    /**
     * @param chance from 0 to 1, for jitter
     */
    SlotPool(PoolOptions options, Kind<C> kind, PoolClock clock, PoolEvents events, DoubleSupplier chance) {
        this.options = options;
        this.kind = kind;
        this.clock = clock;
        this.resets = new Resets(options.resetPolicy());
        var places = new ArrayList<Slot<C>>(options.maxSize());
        for (var i = 0; i < options.maxSize(); i++) {
            places.add(new Slot<>(this, i));
        }
        this.slots = List.copyOf(places);
        this.idle = new IdleStack<>(slots);
        this.glanceAfterNanos = kind.glanceAfterNanos();
        var validateAfter = options.validateAfter();
        this.validateAfterNanos = validateAfter == null ? Long.MAX_VALUE : validateAfter.toNanos();
        this.counters = new Counters(options.name(), events.recorder());
        this.steward = new Steward<>(this, events, chance);
        this.writer = new SingleWriter(steward.aftermath()::take);
    }

    /** Opens what is to be kept open, and begins to look after it. */
    void start() {
        submit(steward::start);
    }

    // ---- borrowers

    /** An idle connection that is as good as new, if nobody waits; else null, and the caller submits a {@link Waiter}. */
    @Nullable
    Slot<C> tryTake() {
        if (wanted) {
            return null;
        }
        var slot = idle.pop();
        if (slot == null) {
            return null;
        }
        var now = clock.now();
        if (!isFresh(slot, now)) {
            // The waiter whom the caller submits next is the one it is checked for.
            slot.enter(Slot.State.CHECKING, slot.since());
            writer.submit(slot);
            return null;
        }
        slot.lend(now);
        counters.servedAtOnce();
        return slot;
    }

    /** Whether an idle slot may be lent without a round trip. */
    boolean isFresh(Slot<C> slot, long now) {
        var idleNanos = now - slot.since();
        return idleNanos <= validateAfterNanos
                && isFit(slot, now)
                && (idleNanos <= glanceAfterNanos || slot.connection().glance());
    }

    private static <C extends Lendable> boolean isFit(Slot<C> slot, long now) {
        return slot.doom() == null
                && !slot.isPastItsTime(now)
                && slot.connection().isOpen();
    }

    /** The borrower's hold has ended, by himself. */
    void giveBack(Slot<C> slot) {
        var now = clock.now();
        counters.returned(now - slot.since());
        slot.takeBack(now);
        if (wanted || !isClean(slot, now)) {
            writer.submit(slot);
            return;
        }
        rest(slot, now);
        if (wanted || slot.doom() != null) {
            submit(steward::lookAgain);
        }
    }

    private boolean isClean(Slot<C> slot, long now) {
        var connection = slot.connection();
        return isFit(slot, now)
                && connection.isQuiet()
                && !connection.refusesWrites()
                && !resets.isDue(connection, slot.isUsed());
    }

    /** Its owner puts a slot onto the stack. */
    void rest(Slot<C> slot, long since) {
        slot.enter(Slot.State.IDLE, since);
        idle.push(slot);
    }

    // ---- whoever brings a change

    /** He waits from now on, unless he is served at once. */
    void join(Waiter<C> waiter) {
        writer.submit(waiter);
    }

    /** He does not want to wait any more; if he was served meanwhile, that stands. */
    void leave(Waiter<C> waiter) {
        submit(() -> steward.waitingRoom().leave(waiter));
    }

    void submit(Runnable change) {
        writer.submit(new SerialTask() {
            @Override
            public void run() {
                change.run();
            }
        });
    }

    // ---- the writer

    /** Whether whoever returns a slot has to show it. */
    void wanted(boolean isWanted) {
        wanted = isWanted;
    }

    @Nullable
    Slot<C> popIdle() {
        return idle.pop();
    }

    /** Takes idle slots out that must not be lent; those that somebody pops at this very moment he will show. */
    List<Slot<C>> takeIdle() {
        var all = new ArrayList<Slot<C>>();
        for (var slot = idle.pop(); slot != null; slot = idle.pop()) {
            all.add(slot);
        }
        return all;
    }

    // ---- what it is made of

    Steward<C> steward() {
        return steward;
    }

    PoolOptions options() {
        return options;
    }

    Kind<C> kind() {
        return kind;
    }

    PoolClock clock() {
        return clock;
    }

    Resets resets() {
        return resets;
    }

    Counters counters() {
        return counters;
    }

    List<Slot<C>> slots() {
        return slots;
    }

    /** How many slots are in a state; a snapshot. */
    int count(Slot.State state) {
        var count = 0;
        for (var slot : slots) {
            if (slot.state() == state) {
                count++;
            }
        }
        return count;
    }
}
