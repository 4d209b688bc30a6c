package io.penstock.internal.flow;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes daemon threads without a context class loader. A thread takes over its creator's otherwise, and a pooled one
 * would then keep a redeployed web application's loader alive for as long as it idles.
 */
final class DaemonThreads implements ThreadFactory {
    private final String prefix;
    private final AtomicLong made = new AtomicLong();

    DaemonThreads(String prefix) {
        this.prefix = prefix;
    }

    @Override
    @SuppressWarnings(
            "ThreadPriorityCheck") // not to rely on the scheduler, but not to take over the creator's priority
    public @Nullable Thread newThread(Runnable task) {
        // No inheritable thread locals either: they too may hold anything.
        var thread = new Thread(null, task, prefix + made.getAndIncrement(), 0, false);
        thread.setDaemon(true);
        thread.setPriority(Thread.NORM_PRIORITY);
        thread.setContextClassLoader(null);
        return thread;
    }
}
