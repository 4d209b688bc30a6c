package io.penstock.internal.flow;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One daemon thread that delivers what an executor refused. It is started by the first refusal and ends after ten idle
 * seconds, so a client that is never refused has none.
 *
 * <p>Its queue holds at most one drain for each {@link SerialDispatcher}, and as many errors as {@link DroppedErrors}
 * lets wait: so the number of connections is its bound. It never refuses; after {@link #close()} too it delivers what
 * comes late.
 */
public final class FallbackThread implements Executor, AutoCloseable {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private final ThreadPoolExecutor thread;

    /** No thread is started yet. */
    public FallbackThread() {
        thread = new ThreadPoolExecutor(
                1,
                1,
                KEEP_ALIVE.toNanos(),
                TimeUnit.NANOSECONDS,
                new LinkedBlockingQueue<>(),
                new DaemonThreads("penstock-fallback-"));
        thread.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    /** Ends the thread as soon as it has nothing to do. A later delivery starts another, which ends likewise. */
    @Override
    public void close() {
        thread.setKeepAliveTime(1, TimeUnit.NANOSECONDS);
    }
}
