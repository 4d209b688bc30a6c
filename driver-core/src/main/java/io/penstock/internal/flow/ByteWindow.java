package io.penstock.internal.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts the bytes between a producer and a consumer, and says when the producer pauses and resumes.
 *
 * <p>One word holds the count and whether the producer is paused, so both change in one step: whatever the
 * interleaving, "pause" and "resume" alternate, each is returned to exactly one caller, and a paused producer always
 * has a later {@link #remove} or {@link #openForGood} that resumes it.
 *
 * <p>The producer acts on a pause at once (it is on the loop); the consumer acts on a resume by a task on that loop. So
 * the two actions happen in the order in which they were returned.
 *
 * <pre>
 *   bit 63      paused
 *   bit 62      open for good
 *   bits 61..0  bytes buffered
 * </pre>
 *
 * The bound is soft by one {@code add}: what arrives is counted even above the high mark. Safe from any thread.
 */
public final class ByteWindow {
    private static final long PAUSED = 1L << 63;
    private static final long OPEN = 1L << 62;
    private static final long BYTES = OPEN - 1;
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
    private volatile long state;

    /**
     * A window that pauses at more than {@code highBytes}, and resumes at {@code lowBytes} or fewer.
     *
     * @throws IllegalArgumentException unless 0 &lt;= low &lt; high
     */
    public ByteWindow(long lowBytes, long highBytes) {
        if (lowBytes < 0 || lowBytes >= highBytes) {
            throw new IllegalArgumentException("0 <= low < high expected, not " + lowBytes + ", " + highBytes);
        }
        this.lowBytes = lowBytes;
        this.highBytes = highBytes;
    }

    /**
     * Producer: bytes have arrived.
     *
     * @return whether the producer must pause now
     */
    public boolean add(long bytes) {
        requireSize(bytes);
        while (true) {
            long now = state;
            long sum = (now & BYTES) + bytes;
            if (sum > BYTES) {
                throw new AssertionError("BUG: " + sum + " bytes buffered");
            }
            boolean pauses = (now & ~BYTES) == 0 && sum > highBytes;
            if (STATE.compareAndSet(this, now, (pauses ? PAUSED : now & ~BYTES) | sum)) {
                return pauses;
            }
        }
    }

    /**
     * Consumer: bytes were consumed.
     *
     * @return whether the producer must be resumed
     */
    public boolean remove(long bytes) {
        requireSize(bytes);
        while (true) {
            long now = state;
            long rest = (now & BYTES) - bytes;
            if (rest < 0) {
                throw new AssertionError("BUG: " + bytes + " bytes consumed, " + (rest + bytes) + " were buffered");
            }
            boolean resumes = now < 0 && rest <= lowBytes;
            if (STATE.compareAndSet(this, now, (resumes ? 0 : now & ~BYTES) | rest)) {
                return resumes;
            }
        }
    }

    /**
     * Stops pausing for good: nobody will consume any more, and what still arrives is thrown away as it comes.
     *
     * @return whether the producer must be resumed
     */
    public boolean openForGood() {
        while (true) {
            long now = state;
            if (STATE.compareAndSet(this, now, OPEN | (now & BYTES))) {
                return now < 0;
            }
        }
    }

    /** Bytes that have arrived and are not consumed; a gauge. */
    public long buffered() {
        return state & BYTES;
    }

    /** Whether the producer was told to pause and not yet to resume. */
    public boolean paused() {
        return state < 0;
    }

    private static void requireSize(long bytes) {
        if (bytes < 0 || bytes > BYTES) {
            throw new AssertionError("BUG: size " + bytes);
        }
    }
}
