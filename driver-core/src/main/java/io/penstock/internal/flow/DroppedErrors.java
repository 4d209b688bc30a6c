package io.penstock.internal.flow;

import io.penstock.observe.DriverListener;
import io.penstock.observe.DroppedErrorEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Receives the errors that nobody receives: of cancelled flows, of callbacks that throw, second failures of operations
 * that have ended. Each is counted, logged as a warning (at most one a second, which tells how many it stands for), and
 * handed to the listener.
 *
 * <p>May be called from any thread and never throws. Logging and listening are user code, so a call from an event loop
 * goes to another thread; at most {@value #MAX_WAITING} errors wait for it, the rest is counted only.
 */
public final class DroppedErrors {
    /** Errors that wait to be reported off the loop. */
    static final int MAX_WAITING = 256;

    private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DriverListener listener;
    private final Executor offload;
    private final Executor fallback;
    private final LongSupplier ticker;
    private final Logger logger;

    private final LongAdder count = new LongAdder();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong nextLogNanos;
    private final LongAdder unlogged = new LongAdder();

    /**
     * With the driver's logger; what comes on a loop goes to {@code offload}, or to {@code fallback} if that refuses.
     */
    public DroppedErrors(DriverListener listener, Executor offload, Executor fallback, LongSupplier ticker) {
        this(listener, offload, fallback, ticker, System.getLogger("io.penstock.dropped"));
    }

    DroppedErrors(DriverListener listener, Executor offload, Executor fallback, LongSupplier ticker, Logger logger) {
        this.listener = listener;
        this.offload = offload;
        this.fallback = fallback;
        this.ticker = ticker;
        this.logger = logger;
        this.nextLogNanos = new AtomicLong(ticker.getAsLong());
    }

    /** Takes an error; {@code source} says in a few words where it came from, such as {@code row callback}. */
    public void report(String source, Throwable error) {
        count.increment();
        if (!BlockingGuard.onLoop()) {
            tell(source, error);
            return;
        }
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return;
        }
        Runnable telling = () -> {
            waiting.decrementAndGet();
            tell(source, error);
        };
        if (!accepts(offload, telling) && !accepts(fallback, telling)) {
            // Counted is all that can be done without a thread.
            waiting.decrementAndGet();
        }
    }

    private static boolean accepts(Executor executor, Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (Throwable refused) {
            return false;
        }
    }

    /** How many so far. */
    public long count() {
        return count.sum();
    }

    private void tell(String source, Throwable error) {
        try {
            log(source, error);
        } catch (Throwable loggerFailed) {
            count.increment();
        }
        try {
            listener.errorDropped(new DroppedErrorEvent(source, error));
        } catch (Throwable listenerFailed) {
            count.increment();
            logQuietly(listenerFailed);
        }
    }

    private void logQuietly(Throwable listenerFailed) {
        try {
            log("DriverListener.errorDropped", listenerFailed);
        } catch (Throwable loggerFailed) {
            count.increment();
        }
    }

    private void log(String source, Throwable error) {
        long now = ticker.getAsLong();
        long next = nextLogNanos.get();
        if (now - next < 0 || !nextLogNanos.compareAndSet(next, now + LOG_INTERVAL_NANOS)) {
            unlogged.increment();
            return;
        }
        long others = unlogged.sumThenReset();
        String more = others == 0 ? "" : " (and " + others + " more not logged since the last such message)";
        logger.log(Level.WARNING, "Penstock: an error of " + source + " was received by nobody" + more, error);
    }
}
