package io.penstock.internal.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.penstock.Penstock;
import io.penstock.internal.flow.BlockingGuard;
import io.penstock.internal.session.ClientRuntime;
import java.util.concurrent.atomic.AtomicBoolean;

/** All meters of one client in one registry. Safe from any thread. */
public final class BoundMeters implements AutoCloseable, ClientRuntime.Live {

    private final ClientRuntime runtime;
    private final OwnMeters meters;
    private final SharedMeters shared;
    private final PoolMeters pools;
    private final Runnable detach;
    private final AtomicBoolean closed = new AtomicBoolean();

    private BoundMeters(ClientRuntime runtime, MeterRegistry registry) {
        this.runtime = runtime;
        this.shared = SharedMeters.enter(registry);
        this.meters = new OwnMeters(shared);
        var group = Tags.of("group", runtime.name());
        var client = Tags.of("client", runtime.name());
        runtime.loops().watchAll();
        // Asks each loop for its thread, and so has started every one of them when it returns.
        NettyMeters.bind(runtime.loops(), group, registry, meters);
        var lags = LoopMeters.bind(runtime, group, meters);
        FlowMeters.bind(runtime, client, meters);
        var operations = new OperationTimers(meters);
        this.pools = new PoolMeters(runtime, shared);
        this.detach = runtime.meters().attach(new TimerRecorder(client, meters, lags, operations, pools));
    }

    /**
     * Binds them until they are closed, or the client is.
     *
     * @throws IllegalStateException on an event loop, which would wait for itself
     */
    public static BoundMeters bind(Penstock client, MeterRegistry registry) {
        BlockingGuard.check();
        var bound = new BoundMeters(ClientRuntime.of(client), registry);
        bound.pools.start();
        bound.runtime.opened(bound);
        return bound;
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        detach.run();
        pools.close();
        meters.close();
        shared.leave();
        runtime.closed(this);
    }

    /** The client ends. */
    @Override
    public void closeNow() {
        close();
    }
}
