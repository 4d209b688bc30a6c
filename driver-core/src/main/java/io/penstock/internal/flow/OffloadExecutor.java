package io.penstock.internal.flow;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client's own threads for user code. Safe from any thread; {@code execute} never blocks and never runs the task
 * itself.
 *
 * <p>Where the JVM has virtual threads: one for each task, named {@code penstock-offload-N}, unbounded in number
 * because the tasks are bounded: a dispatcher has at most one at a time. Else a pool of daemon threads that first grows
 * to its bound, then queues to the queue's bound, then refuses; idle threads end. Both refuse once closed.
 */
public final class OffloadExecutor implements Executor, AutoCloseable {
    /** Threads of the pool, where there are no virtual ones. */
    public static final int MAX_THREADS = 256;
    /** Tasks that wait for one of them. */
    public static final int MAX_QUEUED = 16_384;
    /** How long one stays idle. */
    public static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private static final String PREFIX = "penstock-offload-";

    private final Threads threads;

    private OffloadExecutor(Threads threads) {
        this.threads = threads;
    }

    /** Virtual threads where the JVM has them, else the pool with its default bounds. Starts none yet. */
    public static OffloadExecutor create() {
        return VirtualThreads.factory(PREFIX)
                .map(OffloadExecutor::virtual)
                .orElseGet(() -> pool(MAX_THREADS, MAX_QUEUED, KEEP_ALIVE));
    }

    /** A pool of platform threads on any JVM, with the default bounds; for I/O of the driver's own that has to block. */
    public static OffloadExecutor platform(String prefix) {
        return new OffloadExecutor(new ElasticPool(MAX_THREADS, MAX_QUEUED, KEEP_ALIVE, new DaemonThreads(prefix)));
    }

    /** The pool, on any JVM. */
    static OffloadExecutor pool(int maxThreads, int maxQueued, Duration keepAlive) {
        return new OffloadExecutor(new ElasticPool(maxThreads, maxQueued, keepAlive, new DaemonThreads(PREFIX)));
    }

    private static OffloadExecutor virtual(ThreadFactory factory) {
        return new OffloadExecutor(new ThreadPerTask(factory));
    }

    /**
     * @throws RejectedExecutionException when full or closed
     */
    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /**
     * Has a thread for a task, which begins when what is returned is run: soon, by the same thread, and once. What the task is to find can be
     * made ready in between, by a caller who has to know before whether it will be run at all.
     *
     * @throws RejectedExecutionException when full or closed
     */
    Runnable prepare(Runnable task) {
        return threads.prepare(task);
    }

    /** Tasks that run now; a gauge. */
    public int active() {
        return threads.active();
    }

    /** Tasks that wait for a thread; a gauge, always 0 with virtual threads. */
    public int queued() {
        return threads.queued();
    }

    /** Whether tasks run on virtual threads. */
    public boolean isVirtual() {
        return threads instanceof ThreadPerTask;
    }

    /** Refuses new tasks. Those accepted before run to their end; nobody waits for them here. */
    @Override
    public void close() {
        threads.shutdown();
    }

    /** The two kinds of threads. */
    sealed interface Threads extends Executor permits ThreadPerTask, ElasticPool {

        /** Where a new thread has to be started for it, the task may begin at once. */
        Runnable prepare(Runnable task);

        int active();

        int queued();

        void shutdown();
    }

    private static final class ThreadPerTask implements Threads {
        private final ThreadFactory factory;
        private final AtomicInteger active = new AtomicInteger();
        private volatile boolean closed;

        ThreadPerTask(ThreadFactory factory) {
            this.factory = factory;
        }

        @Override
        public void execute(Runnable task) {
            thread(task).start();
        }

        @Override
        public Runnable prepare(Runnable task) {
            return thread(task)::start;
        }

        private Thread thread(Runnable task) {
            if (closed) {
                throw new RejectedExecutionException("the client is closed");
            }
            return factory.newThread(() -> run(task));
        }

        private void run(Runnable task) {
            active.incrementAndGet();
            try {
                task.run();
            } finally {
                active.decrementAndGet();
            }
        }

        @Override
        public int active() {
            return active.get();
        }

        @Override
        public int queued() {
            return 0;
        }

        @Override
        public void shutdown() {
            closed = true;
        }
    }
}
