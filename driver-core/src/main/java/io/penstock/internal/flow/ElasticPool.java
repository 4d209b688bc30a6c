package io.penstock.internal.flow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A thread pool that grows before it queues. The JDK's queues first and grows only when the queue is full, so a few
 * callbacks that block would hold up all others.
 *
 * <p>A task is given to one of the threads that wait, and that one is woken: there is no queue at which they meet, which would cost more than
 * what most tasks do. The thread that has waited for the shortest time gets it: what it needs is in the processor's caches, and those that are
 * not needed come to their end.
 *
 * <p>Safe from any thread. The lock is held for a few steps, in which nobody waits and no task runs.
 */
final class ElasticPool implements OffloadExecutor.Threads {
    private static final Runnable STARTED = () -> {};

    private final int maxThreads;
    private final int maxQueued;
    private final long keepAliveNanos;
    private final ThreadFactory factory;

    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock; whether it is closed anybody may read.

    /** Those without a task, the one that came last behind the others. */
    private final ArrayDeque<Worker> idle = new ArrayDeque<>();

    /** Tasks without a thread: only while there are as many threads as may be, none of which is idle. */
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

    private int threads;
    private volatile boolean closed;

    ElasticPool(int maxThreads, int maxQueued, Duration keepAlive, ThreadFactory factory) {
        this.maxThreads = maxThreads;
        this.maxQueued = maxQueued;
        this.keepAliveNanos = keepAlive.toNanos();
        this.factory = factory;
    }

    @Override
    public void execute(Runnable task) {
        prepare(task).run();
    }

    @Override
    public Runnable prepare(Runnable task) {
        lock.lock();
        try {
            if (closed) {
                throw new RejectedExecutionException("the client is closed");
            }
            var worker = idle.pollLast();
            if (worker != null) {
                worker.prepared = task;
                return worker;
            }
            if (threads == maxThreads) {
                queue(task);
                return STARTED;
            }
            threads++;
        } finally {
            lock.unlock();
        }
        start(task);
        return STARTED;
    }

    private void queue(Runnable task) {
        if (waiting.size() == maxQueued) {
            throw new RejectedExecutionException(
                    "all " + maxThreads + " off-load threads are busy and " + maxQueued + " tasks wait for one");
        }
        waiting.add(task);
    }

    private void start(Runnable first) {
        try {
            new Worker(first).thread.start();
        } catch (Throwable noThread) {
            lock.lock();
            try {
                threads--;
            } finally {
                lock.unlock();
            }
            throw noThread;
        }
    }

    @Override
    public int active() {
        lock.lock();
        try {
            return threads - idle.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int queued() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void shutdown() {
        lock.lock();
        try {
            closed = true;
            idle.forEach(worker -> LockSupport.unpark(worker.thread));
        } finally {
            lock.unlock();
        }
    }

    /** The task that has waited longest; null where none waits, and the worker is idle from now on. */
    private @Nullable Runnable queuedOrIdle(Worker worker) {
        lock.lock();
        try {
            var task = waiting.poll();
            if (task == null) {
                idle.addLast(worker);
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    /** Whether an idle worker ends; false where a task is being prepared for it. */
    private boolean ends(Worker worker) {
        lock.lock();
        try {
            var wasIdle = idle.remove(worker);
            if (wasIdle) {
                threads--;
            }
            return wasIdle;
        } finally {
            lock.unlock();
        }
    }

    /** One of the threads; run by who has prepared a task, it begins with that. */
    private final class Worker implements Runnable {
        private final Thread thread;

        /** Belongs to whoever has taken it from the idle ones. */
        private @Nullable Runnable prepared;

        /** Not begun yet. */
        private volatile @Nullable Runnable task;

        Worker(Runnable first) {
            task = first;
            thread = factory.newThread(this::work);
        }

        @Override
        public void run() {
            // The thread may be awake: once it has the task, it can be idle again, and have another prepared for it.
            var given = prepared;
            prepared = null;
            task = given;
            LockSupport.unpark(thread);
        }

        private void work() {
            var next = taken();
            while (next != null) {
                try {
                    next.run();
                } catch (Throwable thrown) {
                    tell(thrown);
                }
                next = queuedOrIdle(this);
                if (next == null) {
                    next = awaited();
                }
            }
        }

        private @Nullable Runnable taken() {
            var given = task;
            task = null;
            return given;
        }

        /** What it is given; null where it has waited for long enough. */
        private @Nullable Runnable awaited() {
            var end = System.nanoTime() + keepAliveNanos;
            while (task == null) {
                // What a task leaves behind must not keep the thread from waiting.
                Thread.interrupted();
                var left = closed ? 0 : end - System.nanoTime();
                if (left > 0) {
                    LockSupport.parkNanos(ElasticPool.this, left);
                } else if (ends(this)) {
                    return null;
                } else if (task == null) { // who waits for the lock uses up a wake-up that was for a task
                    LockSupport.park(ElasticPool.this);
                }
            }
            return taken();
        }

        /** As the JVM does when a thread ends by it. */
        private void tell(Throwable thrown) {
            try {
                thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
            } catch (Throwable ofHandler) {
                thrown.addSuppressed(ofHandler);
            }
        }
    }
}
