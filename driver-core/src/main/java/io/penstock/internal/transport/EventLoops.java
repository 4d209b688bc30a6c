package io.penstock.internal.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.penstock.config.Transport;
import io.penstock.internal.flow.Deadline;
import io.penstock.internal.flow.LoopThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The client's event loops, and the kind of socket that goes with them. Connections are spread over the loops in turn, whichever
 * thread asks.
 *
 * <p>The threads are daemons, named {@code penstock-loop-N}, started when they are first used.
 */
public final class EventLoops implements AutoCloseable {

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);

    private final Sockets sockets;
    private final EventLoopGroup group;
    private final Threads threads;

    /** Those of the group, for connections; its own turn goes on with every timer, of which a connect may set an even number. */
    private final List<EventLoop> loops;

    private final AtomicInteger turn = new AtomicInteger();
    private final OpenSockets openSockets = new OpenSockets();

    private EventLoops(Sockets sockets, EventLoopGroup group, Threads threads) {
        this.sockets = sockets;
        this.group = group;
        this.threads = threads;
        var all = new ArrayList<EventLoop>();
        group.forEach(loop -> all.add((EventLoop) loop));
        this.loops = List.copyOf(all);
    }

    /**
     * Makes loops; their threads start when they are first used.
     *
     * @param count how many loops, at least 1
     * @throws io.penstock.error.PgConfigException if the transport is asked for by name and cannot be had
     */
    public static EventLoops create(Transport transport, int count) {
        var sockets = Sockets.of(transport);
        var threads = new Threads();
        return new EventLoops(sockets, new MultiThreadIoEventLoopGroup(count, threads, sockets.ioHandlers()), threads);
    }

    /** The next loop for a connection, in turn, whatever timers are set in between. */
    EventLoop next() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    Sockets sockets() {
        return sockets;
    }

    OpenSockets openSockets() {
        return openSockets;
    }

    /** Runs driver code on some loop after a delay, to end what a caller's thread waits for; the handle stops it. */
    public Runnable schedule(Runnable task, Duration delay) {
        return CallerTimer.schedule(group.next(), task, delay);
    }

    /** Ends the loops after their channels are closed. Does not wait. */
    @Override
    public void close() {
        openSockets.close();
        group.shutdownGracefully(0, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits for the threads' end; false at the timeout, and at once on a loop, which cannot end before this returns. */
    public boolean awaitClosed(Duration timeout) throws InterruptedException {
        if (Thread.currentThread() instanceof LoopThread) {
            return false;
        }
        var deadline = Deadline.after(timeout, System::nanoTime);
        return group.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS) && threads.join(deadline);
    }

    /** Makes the loops' threads: without a context class loader, so that they hold no application's. */
    private static final class Threads implements ThreadFactory {

        private static final AtomicInteger NUMBER = new AtomicInteger();

        /** As many as there are loops. */
        private final Queue<Thread> made = new ConcurrentLinkedQueue<>();

        @Override
        public Thread newThread(Runnable task) {
            var thread = new Loop(task, "penstock-loop-" + NUMBER.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            made.add(thread);
            return thread;
        }

        /** A loop says that it has terminated shortly before its thread ends. False at the deadline. */
        boolean join(Deadline deadline) throws InterruptedException {
            for (var thread : made) {
                thread.join(Math.max(1, deadline.remaining().toMillis()));
                if (thread.isAlive()) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final class Loop extends FastThreadLocalThread implements LoopThread {

        Loop(Runnable task, String name) {
            super(task, name);
        }
    }
}
