package io.penstock.testing;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Runs what it was given when the test says so, on the test's thread; or refuses. Safe from any thread. */
public final class ManualExecutor implements Executor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private int submissions;
    private @Nullable RejectedExecutionException refusal;

    @Override
    public synchronized void execute(Runnable task) {
        submissions++;
        if (refusal != null) {
            throw refusal;
        }
        tasks.add(task);
    }

    /** Refuses from now on. */
    public synchronized void refuse() {
        refusal = new RejectedExecutionException("refused by the test");
    }

    /** Accepts again. */
    public synchronized void accept() {
        refusal = null;
    }

    /** Forgets what it has accepted, as {@code shutdownNow} and discarding policies do. */
    public synchronized void discardAll() {
        tasks.clear();
    }

    /** How often {@code execute} was called, refusals included. */
    public synchronized int submissions() {
        return submissions;
    }

    /** How many tasks wait. */
    public synchronized int pending() {
        return tasks.size();
    }

    /** Takes the oldest waiting task without running it; fails when there is none. */
    public synchronized Runnable take() {
        return tasks.remove();
    }

    /** Runs the oldest waiting task; fails when there is none. */
    public void runNext() {
        take().run();
    }

    /** Runs until nothing waits, what the tasks add included; tells how many ran. */
    public int runAll() {
        int ran = 0;
        while (pending() > 0) {
            runNext();
            ran++;
        }
        return ran;
    }
}
