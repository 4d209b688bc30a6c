package io.penstock.internal.observe;

import org.jspecify.annotations.Nullable;

/** An event loop as its monitor sees it. Any thread may call, but for {@link #busyNanos}. */
public interface MonitoredLoop {

    /** The thread that runs it; null before it has started. */
    @Nullable
    Thread thread();

    /**
     * Has something run on the loop.
     *
     * @throws java.util.concurrent.RejectedExecutionException when the loop has ended
     */
    void schedule(Runnable task, long delayNanos);

    /** The loop: how long it has been at work rather than waiting for work, since it began. */
    long busyNanos();
}
