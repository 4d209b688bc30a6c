package io.penstock.internal.transport;

import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.penstock.config.Transport;
import io.penstock.internal.flow.Deadline;
import io.penstock.internal.flow.LoopThread;
import io.penstock.internal.observe.LoopMonitor;
import io.penstock.internal.observe.MonitoredLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

    /** The I/O of each. */
    private final List<GatheringIoHandler> io;

    /** The same, as the monitor sees them. */
    private final List<Monitored> monitored;

    private final @Nullable LoopMonitor monitor;
    private final ByteTraffic traffic = new ByteTraffic();
    private final AtomicInteger turn = new AtomicInteger();
    private final OpenSockets openSockets = new OpenSockets();

    private EventLoops(
            Sockets sockets,
            EventLoopGroup group,
            Threads threads,
            List<GatheringIoHandler> io,
            List<MeteredIoHandler> handlers,
            @Nullable LoopMonitor monitor) {
        this.sockets = sockets;
        this.group = group;
        this.threads = threads;
        this.monitor = monitor;
        var all = new ArrayList<EventLoop>();
        group.forEach(loop -> all.add((EventLoop) loop));
        this.loops = List.copyOf(all);
        this.io = List.copyOf(io);
        var seen = new ArrayList<Monitored>();
        for (var i = 0; i < handlers.size(); i++) {
            seen.add(new Monitored(loops.get(i), handlers.get(i)));
        }
        this.monitored = List.copyOf(seen);
    }

    /** Makes loops that nobody watches; their threads start when they are first used. */
    public static EventLoops create(Transport transport, int count) {
        return create(transport, count, null);
    }

    /**
     * Makes loops; their threads start when they are first used.
     *
     * @param count how many loops, at least 1
     * @param monitor watches each loop from its first connection on; null where nobody does
     * @throws io.penstock.error.PgConfigException if the transport is asked for by name and cannot be had
     */
    public static EventLoops create(Transport transport, int count, @Nullable LoopMonitor monitor) {
        FirstBuffer.take();
        var sockets = Sockets.of(transport);
        var io = new ArrayList<GatheringIoHandler>();
        var handlers = new ArrayList<MeteredIoHandler>();
        var threads = new Threads();
        var gathering = wrapped(sockets.ioHandlers(), GatheringIoHandler::new, io);
        var watched = wrapped(gathering, handler -> new MeteredIoHandler(handler, System::nanoTime), handlers);
        var group = new MultiThreadIoEventLoopGroup(count, threads, monitor == null ? gathering : watched);
        return new EventLoops(sockets, group, threads, io, handlers, monitor);
    }

    /** Makes the handlers in the order of the group's loops. */
    private static <H extends IoHandler> IoHandlerFactory wrapped(
            IoHandlerFactory plain, Function<IoHandler, H> wrapper, List<H> made) {
        return executor -> {
            var handler = wrapper.apply(plain.newHandler(executor));
            made.add(handler);
            return handler;
        };
    }

    /** The next loop for a connection, in turn, whatever timers are set in between. */
    EventLoop next() {
        var index = Math.floorMod(turn.getAndIncrement(), loops.size());
        watch(index);
        return loops.get(index);
    }

    /** What the connections of a loop agree on. */
    Gathering gathering(EventLoop loop) {
        return io.get(loops.indexOf(loop)).gathering();
    }

    private void watch(int index) {
        if (monitor != null && monitored.get(index).becomesWatched()) {
            monitor.watch(monitored.get(index));
        }
    }

    /** Starts every loop and its probe: for meters that are to be complete from the beginning. */
    public void watchAll() {
        for (var i = 0; i < monitored.size(); i++) {
            watch(i);
        }
    }

    /** The loops, for meters of Netty's own. */
    public List<EventExecutor> executors() {
        return List.copyOf(loops);
    }

    /** The name of a loop's thread; null before it has started. */
    public @Nullable String nameOf(EventExecutor loop) {
        var thread =
                monitored.isEmpty() ? null : monitored.get(loops.indexOf(loop)).thread();
        return thread == null ? null : thread.getName();
    }

    /** What the loops' buffers come from. */
    public static ByteBufAllocatorMetricProvider allocator() {
        return PooledByteBufAllocator.DEFAULT;
    }

    /** What the connections have exchanged with their servers. */
    public ByteTraffic traffic() {
        return traffic;
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

    /** One loop, as its monitor sees it. */
    private static final class Monitored implements MonitoredLoop {

        private final EventLoop loop;
        private final MeteredIoHandler handler;
        private final AtomicBoolean watched = new AtomicBoolean();

        Monitored(EventLoop loop, MeteredIoHandler handler) {
            this.loop = loop;
            this.handler = handler;
        }

        boolean becomesWatched() {
            return !watched.get() && watched.compareAndSet(false, true);
        }

        @Override
        public @Nullable Thread thread() {
            return handler.thread();
        }

        @Override
        public void schedule(Runnable task, long delayNanos) {
            loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public long busyNanos() {
            return handler.busyNanos();
        }
    }
}
