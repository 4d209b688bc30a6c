package io.penstock.internal.flow;

import org.jspecify.annotations.Nullable;

/**
 * A signal that is its own queue node, so that handing it over allocates nothing. It may be in one queue once at a time. One that a dispatcher is
 * to deliver again and again is a {@link RecurringTask}.
 */
public abstract class SerialTask implements Runnable {
    /** Belongs to the queue this task is in. */
    @Nullable
    SerialTask next;

    /** Belongs to the drain: whether it is in the middle of {@link #run} and in the queue again. */
    boolean isRunning() {
        return false;
    }

    /** Belongs to the drain: {@link #run} begins, or has returned. */
    void isRunning(boolean now) {}
}
