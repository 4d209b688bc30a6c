package io.penstock.internal.pool;

import io.penstock.internal.session.Lendable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The idle slots, the one that was used last on top: it is the warmest, and those at the bottom age until they are closed. Lock-free, no
 * allocation; a slot's place in it is its {@code below}. Any thread may push what it owns and owns what it pops.
 *
 * <pre>
 *   top:   version (32 bits) | number of the top slot, from 1, 0 for none (32 bits)
 * </pre>
 *
 * <p>The version grows with every push. So a pop that was slow, and whose top slot was popped and pushed again meanwhile, fails instead of
 * putting a stale slot on top.
 *
 * <p>Bound: the pool's slots, each in it once at the most.
 */
final class IdleStack<C extends Lendable> {

    private static final long NUMBER = 0xFFFF_FFFFL;
    private static final long ONE_VERSION = NUMBER + 1;
    private static final VarHandle TOP;

    static {
        try {
            TOP = MethodHandles.lookup().findVarHandle(IdleStack.class, "top", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final List<Slot<C>> slots;
    private volatile long top;

    IdleStack(List<Slot<C>> slots) {
        this.slots = slots;
    }

    void push(Slot<C> slot) {
        long seen;
        do {
            seen = top;
            slot.below = (int) seen;
        } while (!TOP.compareAndSet(this, seen, ((seen & ~NUMBER) + ONE_VERSION) | (slot.index + 1)));
    }

    @Nullable
    Slot<C> pop() {
        while (true) {
            var seen = top;
            var number = (int) seen;
            if (number == 0) {
                return null;
            }
            var slot = slots.get(number - 1);
            // May be stale where somebody else has popped it: then the version tells.
            if (TOP.compareAndSet(this, seen, (seen & ~NUMBER) | slot.below)) {
                return slot;
            }
        }
    }
}
