package io.penstock.internal.pool;

import io.penstock.error.PgException;
import io.penstock.internal.observe.Recorder;
import io.penstock.internal.session.Lendable;
import io.penstock.observe.AcquireFailedEvent;
import io.penstock.observe.ConnectionEvictedEvent;
import io.penstock.observe.DriverListener;
import io.penstock.observe.EvictionReason;
import io.penstock.observe.LeakSuspectedEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells the client's listener what happens in the pool, and the log what somebody should look at. Safe from any thread. */
final class PoolEvents {

    private static final Logger LOG = System.getLogger("io.penstock.pool");

    private final String pool;
    private final Consumer<Consumer<DriverListener>> listener;
    private final Executor logging;
    private final Supplier<Recorder> recorder;

    /**
     * @param listener tells the client's listener, later and elsewhere
     * @param logging runs what may block; an error of its own is not ours to handle
     */
    PoolEvents(String pool, Consumer<Consumer<DriverListener>> listener, Executor logging) {
        this(pool, listener, logging, () -> Recorder.NONE);
    }

    /** @param recorder who wants to know how long things take */
    PoolEvents(
            String pool, Consumer<Consumer<DriverListener>> listener, Executor logging, Supplier<Recorder> recorder) {
        this.pool = pool;
        this.listener = listener;
        this.logging = logging;
        this.recorder = recorder;
    }

    Supplier<Recorder> recorder() {
        return recorder;
    }

    void evicted(Lendable connection, EvictionReason reason, long ageNanos) {
        var server = connection.server();
        var event = new ConnectionEvictedEvent(
                pool, server.address(), server.processId(), reason, Duration.ofNanos(ageNanos));
        listener.accept(told -> told.connectionEvicted(event));
    }

    void acquireFailed(PgException failure, long waitedNanos) {
        var event = new AcquireFailedEvent(pool, failure, Duration.ofNanos(waitedNanos));
        listener.accept(told -> told.acquireFailed(event));
    }

    void leakSuspected(Lendable connection, long heldNanos, Throwable acquired) {
        var server = connection.server();
        var held = Duration.ofNanos(heldNanos);
        var event = new LeakSuspectedEvent(pool, server.address(), server.processId(), held, acquired);
        listener.accept(told -> told.leakSuspected(event));
        logging.execute(() -> LOG.log(
                Level.WARNING,
                "Pool " + pool + ": a connection to " + server.address() + " (process " + server.processId()
                        + ") has been held for " + held + " and not been returned; it was acquired here",
                acquired));
    }
}
