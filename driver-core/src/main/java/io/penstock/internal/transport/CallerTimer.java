package io.penstock.internal.transport;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A timer that ends what a caller's thread waits for. Where it comes late the process has stood still, and the answer may lie in the
 * socket: the thread that reads gets time for that, as long as the timer was late, up to {@link #LONGEST_GRACE}.
 *
 * <p>Confined to its loop, but for the handle that stops it.
 */
final class CallerTimer implements Runnable {

    /** What a loop is late at ordinary times. */
    private static final Duration PUNCTUAL = Duration.ofMillis(20);

    /** What a thread needs, that is wanted back on its processor, to read what is there. */
    private static final Duration LONGEST_GRACE = Duration.ofMillis(500);

    private final EventLoop loop;
    private final Runnable task;
    private final long due;

    private boolean graced;
    private volatile boolean stopped;
    private volatile Future<?> timer;

    private CallerTimer(EventLoop loop, Runnable task, Duration delay) {
        this.loop = loop;
        this.task = task;
        this.due = System.nanoTime() + delay.toNanos();
        this.timer = loop.schedule(this, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Any thread: runs the task after the delay, on the loop, unless the returned handle is run before. */
    static Runnable schedule(EventLoop loop, Runnable task, Duration delay) {
        return new CallerTimer(loop, task, delay)::stop;
    }

    private void stop() {
        stopped = true;
        timer.cancel(false);
    }

    @Override
    public void run() {
        if (stopped) {
            return;
        }
        var late = Duration.ofNanos(System.nanoTime() - due);
        if (graced || late.compareTo(PUNCTUAL) <= 0) {
            task.run();
            return;
        }
        graced = true;
        var grace = late.compareTo(LONGEST_GRACE) < 0 ? late : LONGEST_GRACE;
        timer = loop.schedule(this, grace.toNanos(), TimeUnit.NANOSECONDS);
    }
}
