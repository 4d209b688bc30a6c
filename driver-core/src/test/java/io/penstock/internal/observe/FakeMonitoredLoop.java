package io.penstock.internal.observe;

import io.penstock.testing.FakeTicker;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A loop on a test's own clock, which does one thing at a time: run its probe when it is due, or be stuck. */
final class FakeMonitoredLoop implements MonitoredLoop {

    private final FakeTicker ticker;
    private @Nullable Runnable task;
    private long due;
    private long busy;
    private boolean ended;
    private boolean stuck;

    FakeMonitoredLoop(FakeTicker ticker) {
        this.ticker = ticker;
    }

    @Override
    public Thread thread() {
        return Thread.currentThread();
    }

    @Override
    public void schedule(Runnable next, long delayNanos) {
        if (ended) {
            throw new RejectedExecutionException("the loop has ended");
        }
        task = next;
        due = ticker.getAsLong() + delayNanos;
    }

    @Override
    public long busyNanos() {
        return busy;
    }

    void end() {
        ended = true;
    }

    boolean isArmed() {
        return task != null;
    }

    /** After how long its probe is due. */
    Duration pause() {
        return Duration.ofNanos(due - ticker.getAsLong());
    }

    /** Time goes by in which the loop waits for work, and runs its probe whenever that is due. */
    void idle(Duration time) {
        var end = ticker.getAsLong() + time.toNanos();
        while (task != null && due - end <= 0) {
            ticker.advance(Duration.ofNanos(Math.max(0, due - ticker.getAsLong())));
            runTask();
        }
        ticker.advance(Duration.ofNanos(end - ticker.getAsLong()));
    }

    /** Time goes by in which the loop is in one task. */
    void beStuck(Duration time) {
        stuck = true;
        busy += time.toNanos();
        ticker.advance(time);
    }

    /** The task is over: what is overdue runs. */
    void goOn() {
        if (!stuck) {
            throw new AssertionError("it was not stuck");
        }
        stuck = false;
        if (due - ticker.getAsLong() <= 0) {
            runTask();
        }
    }

    private void runTask() {
        var now = task;
        task = null;
        if (now != null) {
            now.run();
        }
    }
}
