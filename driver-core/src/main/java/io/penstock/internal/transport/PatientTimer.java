package io.penstock.internal.transport;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A timer on a loop that lets the loop read first. When a process has stood still, or user code has blocked a loop, every deadline has
 * passed by the time it goes on, while the answers lie in the sockets: they must win, or one pause makes every statement fail.
 *
 * <p>When it is due it goes round the loop once more, behind the reading of all sockets, and again for as long as each round has brought bytes
 * for its connection: at most {@value #MOST_IN_A_SOCKET}, more than a socket holds, so that an endless answer does not put it off.
 *
 * <p>Confined to its loop, but for the handle that stops it.
 */
final class PatientTimer implements Runnable {

    /** Above the largest receive buffer that Linux gives by itself (6 MiB, tcp_rmem). */
    static final long MOST_IN_A_SOCKET = 8 << 20;

    private final EventLoop loop;
    private final LongSupplier bytesRead;
    private final Runnable task;

    private boolean due;
    private long seen;
    private long limit;

    private volatile boolean stopped;
    private volatile Future<?> timer;

    private PatientTimer(EventLoop loop, LongSupplier bytesRead, Runnable task, Duration delay) {
        this.loop = loop;
        this.bytesRead = bytesRead;
        this.task = task;
        this.timer = loop.schedule(this, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Any thread: runs the task after the delay, on the loop, unless the returned handle is run before.
     *
     * @param bytesRead how much the connection has read so far; asked on the loop
     */
    static Runnable schedule(EventLoop loop, LongSupplier bytesRead, Runnable task, Duration delay) {
        return new PatientTimer(loop, bytesRead, task, delay)::stop;
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
        var now = bytesRead.getAsLong();
        if (!due) {
            due = true;
            limit = now + MOST_IN_A_SOCKET;
            goRound(now);
        } else if (now != seen && now < limit) {
            goRound(now);
        } else {
            task.run();
        }
    }

    /** A task that is due at once runs in the loop's next round, and each round begins with the sockets. */
    private void goRound(long now) {
        seen = now;
        timer = loop.schedule(this, 0, TimeUnit.NANOSECONDS);
    }
}
