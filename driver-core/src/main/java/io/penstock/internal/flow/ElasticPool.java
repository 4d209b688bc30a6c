package io.penstock.internal.flow;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A thread pool that grows before it queues. The JDK's queues first and grows only when the queue is full, so a few
 * callbacks that block would hold up all others.
 *
 * <p>The queue says "full" while every thread is busy and another may be added, upon which the pool adds one; when it
 * may not, it asks the rejection handler, which queues after all, up to the bound.
 */
final class ElasticPool extends ThreadPoolExecutor implements OffloadExecutor.Threads {
    private static final int CORE = 1;

    /** Accepted and not finished. */
    private final AtomicInteger unfinished = new AtomicInteger();

    ElasticPool(int maxThreads, int maxQueued, Duration keepAlive, ThreadFactory threads) {
        super(CORE, maxThreads, keepAlive.toNanos(), TimeUnit.NANOSECONDS, new Waiting(maxQueued), threads);
        var waiting = (Waiting) getQueue();
        waiting.pool = this;
        setRejectedExecutionHandler((task, pool) -> waiting.addOrRefuse(task));
        allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        unfinished.incrementAndGet();
        try {
            super.execute(task);
        } catch (Throwable refused) {
            unfinished.decrementAndGet();
            throw refused;
        }
    }

    @Override
    protected void afterExecute(Runnable task, Throwable thrown) {
        unfinished.decrementAndGet();
    }

    @Override
    public int active() {
        return getActiveCount();
    }

    @Override
    public int queued() {
        return getQueue().size();
    }

    private boolean hasIdleThread() {
        return unfinished.get() <= getPoolSize();
    }

    private static final class Waiting extends LinkedBlockingQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        /** Set once, before the pool is used: the pool's constructor needs its queue first. */
        @SuppressWarnings("NullAway.Init")
        private transient ElasticPool pool;

        Waiting(int maxQueued) {
            super(maxQueued);
        }

        @Override
        public boolean offer(Runnable task) {
            return pool.hasIdleThread() && super.offer(task);
        }

        void addOrRefuse(Runnable task) {
            if (pool.isShutdown()) {
                throw new RejectedExecutionException("the client is closed");
            }
            if (!super.offer(task)) {
                throw new RejectedExecutionException("all " + pool.getMaximumPoolSize()
                        + " off-load threads are busy and " + size() + " tasks wait for one");
            }
            if (pool.getPoolSize() == 0) {
                pool.prestartCoreThread();
            }
        }
    }
}
