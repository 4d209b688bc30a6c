package io.penstock.internal.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How many rows a consumer has asked for and not yet got. Sums saturate at {@link Long#MAX_VALUE}, which means "all"
 * and is never used up. Safe from any thread.
 */
public final class Demand {
    private static final VarHandle OUTSTANDING;

    static {
        try {
            OUTSTANDING = MethodHandles.lookup().findVarHandle(Demand.class, "outstanding", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long outstanding;

    /**
     * Adds to the demand.
     *
     * @return whether there was none before, so that delivery has to be started
     * @throws IllegalArgumentException if {@code rows} is not positive (Reactive Streams rule 3.9); the demand is as
     *     before, and the caller ends the stream with this error
     */
    public boolean request(long rows) {
        if (rows <= 0) {
            throw new IllegalArgumentException(
                    "request(" + rows + "): at least 1 row must be asked for (Reactive Streams rule 3.9)");
        }
        while (true) {
            long now = outstanding;
            long sum = now + rows;
            if (OUTSTANDING.compareAndSet(this, now, sum < 0 ? Long.MAX_VALUE : sum)) {
                return now == 0;
            }
        }
    }

    /**
     * Takes what may be delivered now, at most {@code max}.
     *
     * @return how many rows, 0 when nothing is asked for
     */
    public long take(long max) {
        while (true) {
            long now = outstanding;
            long taken = Math.min(now, max);
            if (now == Long.MAX_VALUE || taken == 0 || OUTSTANDING.compareAndSet(this, now, now - taken)) {
                return taken;
            }
        }
    }

    /** Takes one; false when nothing is asked for. */
    public boolean tryTake() {
        return take(1) == 1;
    }

    /** What is asked for and not yet taken. */
    public long outstanding() {
        return outstanding;
    }
}
