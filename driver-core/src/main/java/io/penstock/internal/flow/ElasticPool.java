package io.penstock.internal.flow;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A thread pool that grows before it queues. The JDK's queues first and grows only when the queue is full, so a few
 * callbacks that block would hold up all others.
 *
 * <p>The queue says "full" while no thread waits for a task and another may be added, upon which the pool adds one; when it
 * may not, it asks the rejection handler, which queues after all, up to the bound.
 */
final class ElasticPool extends ThreadPoolExecutor implements OffloadExecutor.Threads {
    private static final int CORE = 1;

    ElasticPool(int maxThreads, int maxQueued, Duration keepAlive, ThreadFactory threads) {
        super(CORE, maxThreads, keepAlive.toNanos(), TimeUnit.NANOSECONDS, new Waiting(maxQueued), threads);
        var waiting = (Waiting) getQueue();
        setRejectedExecutionHandler((task, pool) -> waiting.addOrRefuse(task, pool));
        allowCoreThreadTimeOut(true);
    }

    @Override
    public int active() {
        return getActiveCount();
    }

    @Override
    public int queued() {
        return getQueue().size();
    }

    /** The tasks, and how many threads there are for them. A thread that a task counts on does not end before it has got one. */
    private static final class Waiting extends LinkedBlockingQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        /** Threads that wait for a task, less the tasks that wait for a thread. */
        private final AtomicInteger idle = new AtomicInteger();

        Waiting(int maxQueued) {
            super(maxQueued);
        }

        @Override
        public boolean offer(Runnable task) {
            return takeIdle() && addCounted(task);
        }

        /** One idle thread less, if there is one. */
        private boolean takeIdle() {
            int now = idle.get();
            while (now > 0) {
                if (idle.compareAndSet(now, now - 1)) {
                    return true;
                }
                now = idle.get();
            }
            return false;
        }

        private boolean addCounted(Runnable task) {
            if (super.offer(task)) {
                return true;
            }
            idle.incrementAndGet();
            return false;
        }

        /** All threads wait here, and with a bound, since all of them may end. */
        @Override
        public @Nullable Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
            idle.incrementAndGet();
            var waits = true;
            try {
                Runnable task;
                do {
                    task = super.poll(timeout, unit);
                } while (task == null && !takeIdle());
                waits = false;
                return task;
            } finally {
                if (waits) {
                    idle.decrementAndGet();
                }
            }
        }

        void addOrRefuse(Runnable task, ThreadPoolExecutor pool) {
            if (pool.isShutdown()) {
                throw new RejectedExecutionException("the client is closed");
            }
            idle.decrementAndGet();
            if (!addCounted(task)) {
                throw new RejectedExecutionException("all " + pool.getMaximumPoolSize()
                        + " off-load threads are busy and " + size() + " tasks wait for one");
            }
            if (pool.getPoolSize() == 0) {
                pool.prestartCoreThread();
            }
        }
    }
}
