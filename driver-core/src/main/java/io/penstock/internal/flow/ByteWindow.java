package io.penstock.internal.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts the bytes between a producer and its consumers, and says whether they are too many: from the moment they exceed the high
 * mark, or the {@link ByteBudget} around is exceeded, until they are down at the low mark.
 *
 * <p>One word holds the count and the answer, so both change in one step: whatever the interleaving, {@link #remove} tells exactly
 * one caller that it is over, and a window that is empty is never over: whoever is stopped by it has bytes in it whose
 * consumer will tell.
 *
 * <pre>
 *   bit 63      over
 *   bits 62..0  bytes held
 * </pre>
 *
 * The bound is soft by one {@code add}: what has arrived is counted even above the high mark. Safe from any thread.
 */
public final class ByteWindow {
    private static final long OVER = 1L << 63;
    private static final long BYTES = OVER - 1;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(ByteWindow.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long lowBytes;
    private final long highBytes;
    private final ByteBudget budget;
    private volatile long state;

    /**
     * A window that is over above {@code highBytes}, until it is at {@code lowBytes} or fewer.
     *
     * @throws IllegalArgumentException unless 0 &lt;= low &lt; high
     */
    public ByteWindow(long lowBytes, long highBytes, ByteBudget budget) {
        if (lowBytes < 0 || lowBytes >= highBytes) {
            throw new IllegalArgumentException("0 <= low < high expected, not " + lowBytes + ", " + highBytes);
        }
        this.lowBytes = lowBytes;
        this.highBytes = highBytes;
        this.budget = budget;
    }

    /**
     * Producer: bytes have arrived.
     *
     * @return whether the window is over now
     */
    public boolean add(long bytes) {
        requireSize(bytes);
        budget.add(bytes);
        while (true) {
            long now = state;
            long sum = (now & BYTES) + bytes;
            if (sum < 0) {
                throw new AssertionError("BUG: " + (now & BYTES) + " and " + bytes + " bytes held");
            }
            boolean over = sum > 0 && (now < 0 || sum > highBytes || budget.exceeded());
            if (STATE.compareAndSet(this, now, (over ? OVER : 0) | sum)) {
                return over;
            }
        }
    }

    /**
     * Consumer: bytes were consumed.
     *
     * @return whether the window was over and is not any more
     */
    public boolean remove(long bytes) {
        requireSize(bytes);
        budget.remove(bytes);
        while (true) {
            long now = state;
            long rest = (now & BYTES) - bytes;
            if (rest < 0) {
                throw new AssertionError("BUG: " + bytes + " bytes consumed, " + (rest + bytes) + " were held");
            }
            boolean ends = now < 0 && (rest == 0 || (rest <= lowBytes && !budget.exceeded()));
            if (STATE.compareAndSet(this, now, (ends ? 0 : now & OVER) | rest)) {
                return ends;
            }
        }
    }

    /** Whether there is too much in it. */
    public boolean isOver() {
        return state < 0;
    }

    /** Bytes that have arrived and are not consumed; a gauge. */
    public long heldBytes() {
        return state & BYTES;
    }

    private static void requireSize(long bytes) {
        if (bytes < 0) {
            throw new AssertionError("BUG: size " + bytes);
        }
    }
}
