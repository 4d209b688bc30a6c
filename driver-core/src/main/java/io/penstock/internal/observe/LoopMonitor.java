package io.penstock.internal.observe;

import io.penstock.config.LoopMonitoring;
import io.penstock.observe.LoopBlockedEvent;
import io.penstock.observe.LoopMetrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the event loops of a client: a {@link LoopProbe} on each, and one thread for all, {@code penstock-watchdog}, that looks for those that are
 * stuck. The thread starts with the first loop that is watched, and ends with the client.
 *
 * <p>Safe from any thread.
 */
public final class LoopMonitor implements AutoCloseable {

    private static final String THREAD = "penstock-watchdog";
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private final LoopMonitoring options;
    private final ClientMeters meters;
    private final LongSupplier ticker;
    private final DoubleSupplier chance;
    private final Consumer<LoopBlockedEvent> listener;
    private final StuckLog log;
    private final Watchdog watchdog;
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private volatile boolean closed;

    /**
     * @param chance from 0 to 1, for jitter
     * @param listener told of a loop that is stuck, on the watchdog's thread; must not block
     */
    public LoopMonitor(
            LoopMonitoring options,
            ClientMeters meters,
            LongSupplier ticker,
            DoubleSupplier chance,
            Consumer<LoopBlockedEvent> listener) {
        this.options = options;
        this.meters = meters;
        this.ticker = ticker;
        this.chance = chance;
        this.listener = listener;
        this.log = new StuckLog(
                System.getLogger("io.penstock.loop"), options.logEvery().toNanos());
        this.watchdog = new Watchdog(options, this::stuck);
    }

    /** Begins to watch a loop, which starts with that if it has not yet. */
    public void watch(MonitoredLoop loop) {
        if (closed || options.mode() == LoopMonitoring.Mode.OFF) {
            return;
        }
        var probe = new LoopProbe(
                loop,
                options.probeEvery().toNanos(),
                ticker,
                chance,
                nanos -> meters.recorder().loopLag(Thread.currentThread().getName(), nanos));
        watchdog.add(new WatchedLoop(loop, probe));
        probe.start();
        startThread();
    }

    /** How the loops are doing that are watched. */
    public List<LoopMetrics> metrics() {
        var now = ticker.getAsLong();
        return watchdog.loops().stream().map(loop -> loop.metrics(now)).toList();
    }

    private void startThread() {
        if (thread.get() != null) {
            return;
        }
        // No inheritable thread locals, and no context class loader: they may hold anything.
        var fresh = new Thread(null, this::run, THREAD, 0, false);
        fresh.setDaemon(true);
        fresh.setContextClassLoader(null);
        if (thread.compareAndSet(null, fresh)) {
            fresh.start();
        }
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, watchdog.look(ticker.getAsLong()));
            // Nobody interrupts it for a reason; the flag would keep it from parking.
            Thread.interrupted();
        }
    }

    private void stuck(WatchedLoop loop, long stallNanos) {
        var where = loop.thread();
        var stack = where == null ? new StackTraceElement[0] : where.getStackTrace();
        log.stuck(loop.name(), stallNanos, stack, ticker.getAsLong());
        FlightEvents.loopBlocked(loop.name(), stallNanos, stack);
        listener.accept(new LoopBlockedEvent(loop.name(), Duration.ofNanos(stallNanos), List.of(stack)));
    }

    /** Stops watching, and waits for the thread's end unless that is who calls. Idempotent. */
    @Override
    public void close() {
        closed = true;
        watchdog.loops().forEach(loop -> loop.probe().stop());
        var running = thread.get();
        if (running == null || running == Thread.currentThread()) {
            return;
        }
        LockSupport.unpark(running);
        try {
            running.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
