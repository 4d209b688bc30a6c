package io.penstock.internal.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.internal.pool.Pools;
import io.penstock.internal.session.ClientRuntime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The meters of a client's pools, which come and go. Pools of one name have common meters, which show their sum.
 *
 * <p>Safe from any thread. A pool may end on a loop; what is to be done to the registry then is done elsewhere, since registries lock.
 */
final class PoolMeters implements ClientRuntime.PartFollower, AutoCloseable {

    private final ClientRuntime runtime;
    private final MeterRegistry registry;
    private final Map<String, PoolFamily> families = new ConcurrentHashMap<>();
    private Runnable unfollow = () -> {};

    PoolMeters(ClientRuntime runtime, MeterRegistry registry) {
        this.runtime = runtime;
        this.registry = registry;
    }

    void start() {
        unfollow = runtime.follow(this);
    }

    @Override
    public void came(ClientRuntime.Live part) {
        var pool = Pools.sourceOf(part);
        if (pool != null) {
            families.compute(pool.name(), (name, known) -> {
                var family = known == null ? PoolFamily.bind(pool, registry) : known;
                family.add(part, pool);
                return family;
            });
        }
    }

    @Override
    public void went(ClientRuntime.Live part) {
        if (Pools.sourceOf(part) != null) {
            runtime.offload().execute(() -> forget(part));
        }
    }

    private void forget(ClientRuntime.Live part) {
        families.keySet()
                .forEach(name -> families.computeIfPresent(name, (same, family) -> {
                    var isLast = family.remove(part);
                    if (isLast) {
                        family.close();
                    }
                    return isLast ? null : family;
                }));
    }

    /** The timers of a pool; null where it is none of those that are bound. */
    @Nullable
    PoolFamily of(String pool) {
        return families.get(pool);
    }

    @Override
    public void close() {
        unfollow.run();
        families.values().forEach(PoolFamily::close);
        families.clear();
    }
}
