package io.penstock.internal.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.penstock.Penstock;
import io.penstock.internal.flow.BlockingGuard;
import io.penstock.internal.session.ClientRuntime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All meters of one client in one registry: the same ones for all who ask for them, or what happens once would be counted as often as somebody has asked. They
 * last until the last of those is done with them, or the client ends. Safe from any thread.
 */
public final class BoundMeters implements ClientRuntime.Live {

    /** Those that are not closed. */
    private static final Map<Binding, BoundMeters> ALL = new ConcurrentHashMap<>();

    /** Held while meters are bound, which waits for loops: whatever a loop may do does without it. */
    private static final ReentrantLock BINDING = new ReentrantLock();

    /** What meters are bound to. */
    private record Binding(ClientRuntime runtime, MeterRegistry registry) {}

    private final Binding binding;
    private final ClientRuntime runtime;
    private final OwnMeters meters;
    private final SharedMeters shared;
    private final PoolMeters pools;
    private final Runnable detach;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Who has asked for them and is not done with them; it does not rise again from 0. */
    private final AtomicInteger users = new AtomicInteger(1);

    private BoundMeters(Binding binding) {
        this.binding = binding;
        this.runtime = binding.runtime();
        var registry = binding.registry();
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
     * Binds them, unless somebody else has; each who has asked is to {@link #release} them once.
     *
     * @throws IllegalStateException on an event loop, which would wait for itself
     */
    public static BoundMeters bind(Penstock client, MeterRegistry registry) {
        BlockingGuard.check();
        var binding = new Binding(ClientRuntime.of(client), registry);
        BINDING.lock();
        try {
            var known = ALL.get(binding);
            return known != null && known.isShared() ? known : bind(binding);
        } finally {
            BINDING.unlock();
        }
    }

    private static BoundMeters bind(Binding binding) {
        var bound = new BoundMeters(binding);
        ALL.put(binding, bound);
        bound.pools.start();
        bound.runtime.opened(bound);
        return bound;
    }

    private boolean isShared() {
        return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** One who has asked for them is done with them. */
    public void release() {
        if (users.decrementAndGet() == 0) {
            closeNow();
        }
    }

    /** Nobody wants them any more, or the client ends. */
    @Override
    public void closeNow() {
        if (closed.getAndSet(true)) {
            return;
        }
        ALL.remove(binding, this);
        detach.run();
        pools.close();
        meters.close();
        shared.leave();
        runtime.closed(this);
    }
}
