package io.penstock.observe.micrometer;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.penstock.Penstock;
import io.penstock.internal.micrometer.BoundMeters;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The meters of a client and its pools, by one call:
 *
 * <pre>{@code
 * var metrics = PenstockMetrics.of(penstock);
 * metrics.bindTo(registry);
 * …
 * metrics.close();     // or let the client's end do it
 * }</pre>
 *
 * <p>Gauges read the client's state when they are asked, and so cannot drift. Timers record what happens while they are bound: without them nothing is
 * timed. Pools that come later are bound when they come, and unbound when they go.
 *
 * <p><b>Threads.</b> Any thread but an event loop may bind: binding starts every loop, and waits for it. What the registry does with a value it does on
 * whatever thread has measured it, loops included: Micrometer's own registries count in memory and neither block nor wait.
 *
 * <p><b>Bounds.</b> For each database that is connected to, a timer for each name of an operation (some fifty) and, for those that fail, at most 100 for
 * different SQLSTATEs; what comes beyond is counted as {@code other}.
 */
@SuppressWarnings("exports") // a module that uses this has to require Micrometer itself, so that others need not
public final class PenstockMetrics implements MeterBinder, AutoCloseable {

    private final Penstock client;
    private final Set<MeterRegistry> registries = ConcurrentHashMap.newKeySet();
    private final List<BoundMeters> bound = new CopyOnWriteArrayList<>();

    private PenstockMetrics(Penstock client) {
        this.client = client;
    }

    /** Those of this client; bound to no registry yet. */
    public static PenstockMetrics of(Penstock client) {
        return new PenstockMetrics(requireNonNull(client, "client"));
    }

    /**
     * Puts the meters into a registry. There may be several; one that has them already is left as it is, whoever has put them there: they stay until all
     * who have are closed.
     *
     * @throws IllegalStateException on one of the driver's event loops
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        if (!registries.add(requireNonNull(registry, "registry"))) {
            return;
        }
        try {
            bound.add(BoundMeters.bind(client, registry));
        } catch (RuntimeException e) {
            registries.remove(registry);
            throw e;
        }
    }

    /** Takes the meters out of every registry again. Idempotent; the client's end does it too. */
    @Override
    public void close() {
        for (var meters : List.copyOf(bound)) {
            if (bound.remove(meters)) {
                meters.release();
            }
        }
        registries.clear();
    }
}
