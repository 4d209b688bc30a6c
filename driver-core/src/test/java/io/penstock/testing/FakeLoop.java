package io.penstock.testing;

import io.penstock.internal.flow.LoopExecutor;
import io.penstock.internal.flow.LoopThread;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An event loop without I/O: one thread, marked as the driver's are. */
public final class FakeLoop implements LoopExecutor, AutoCloseable {
    /** Name of the thread. */
    public static final String NAME = "fake-loop";

    private static final long PATIENCE_SECONDS = 20;

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Loop thread = new Loop(this::runTasks);
    private volatile boolean closed;

    public FakeLoop() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void execute(Runnable task) {
        if (closed) {
            throw new RejectedExecutionException("the loop is closed");
        }
        tasks.add(task);
    }

    /** Runs on the loop, and waits for it; what it throws comes out here. */
    public void run(Runnable task) {
        call(() -> {
            task.run();
            return true;
        });
    }

    /** Runs on the loop, and waits for the result. */
    public <T> T call(Callable<T> task) {
        var result = new FutureTask<>(task);
        execute(result);
        try {
            return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw sneaky(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the loop does not answer", e);
        }
    }

    @Override
    public void close() {
        execute(() -> closed = true);
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the loop does not end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while the loop ends", e);
        }
    }

    private void runTasks() {
        try {
            while (!closed) {
                tasks.take().run();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            ended.countDown();
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private static final class Loop extends Thread implements LoopThread {
        Loop(Runnable body) {
            super(body, NAME);
        }
    }
}
