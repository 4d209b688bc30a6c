package io.penstock.internal.flow;

import org.jspecify.annotations.Nullable;

/**
 * A signal that is its own queue node, so that handing it over allocates nothing. It may be in one queue once at a
 * time; it may be enqueued again from the moment its {@link #run} begins. It is never entered a second time before it has
 * returned, even if it waits within and the dispatcher delivers other signals meanwhile.
 */
public abstract class SerialTask implements Runnable {
    /** Belongs to the queue this task is in. */
    @Nullable
    SerialTask next;

    /** Belongs to the drain: it is in the middle of {@link #run}. */
    boolean running;
}
