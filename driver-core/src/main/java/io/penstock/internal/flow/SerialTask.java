package io.penstock.internal.flow;

import org.jspecify.annotations.Nullable;

/**
 * A signal that is its own queue node, so that handing it over allocates nothing. It may be in one queue once at a time; it
 * may be enqueued again from the moment its {@link #run} begins.
 */
public abstract class SerialTask implements Runnable {
    /** Belongs to the queue this task is in. */
    @Nullable SerialTask next;
}
