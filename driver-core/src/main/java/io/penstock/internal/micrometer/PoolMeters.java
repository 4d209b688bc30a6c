package io.penstock.internal.micrometer;

import io.penstock.internal.pool.PoolSource;
import io.penstock.internal.pool.Pools;
import io.penstock.internal.session.ClientRuntime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The meters of a client's pools, which come and go. Pools of one name have common meters, those of other clients in the same registry too.
 *
 * <p>Safe from any thread. A pool may end on a loop; what is to be done to the registry then is done elsewhere, since registries lock.
 */
final class PoolMeters implements ClientRuntime.PartFollower, AutoCloseable {

    private static final PoolFamily[] NONE = {};

    private final ClientRuntime runtime;
    private final SharedMeters shared;

    /** Whose durations go where, by the names of the pools. */
    private final Map<String, PoolFamily[]> families = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock. */
    private final Map<ClientRuntime.Live, PoolSource> pools = new HashMap<>();

    private boolean closed;
    private Runnable unfollow = () -> {};

    PoolMeters(ClientRuntime runtime, SharedMeters shared) {
        this.runtime = runtime;
        this.shared = shared;
    }

    void start() {
        unfollow = runtime.follow(this);
    }

    @Override
    public void came(ClientRuntime.Live part) {
        var pool = Pools.sourceOf(part);
        if (pool == null) {
            return;
        }
        lock.lock();
        try {
            if (!closed && pools.put(part, pool) == null) {
                families.merge(pool.name(), shared.add(part, pool).toArray(NONE), PoolMeters::union);
            }
        } finally {
            lock.unlock();
        }
    }

    private static PoolFamily[] union(PoolFamily[] some, PoolFamily[] others) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(others))
                .distinct()
                .toArray(PoolFamily[]::new);
    }

    @Override
    public void went(ClientRuntime.Live part) {
        if (Pools.sourceOf(part) != null) {
            runtime.offload().execute(() -> forget(part));
        }
    }

    private void forget(ClientRuntime.Live part) {
        lock.lock();
        try {
            var pool = pools.remove(part);
            if (pool != null) {
                if (pools.values().stream().noneMatch(other -> other.name().equals(pool.name()))) {
                    families.remove(pool.name());
                }
                shared.remove(part, pool);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Where the durations of a pool go; nowhere where it is none of those that are bound. */
    PoolFamily[] of(String pool) {
        return families.getOrDefault(pool, NONE);
    }

    @Override
    public void close() {
        unfollow.run();
        lock.lock();
        try {
            closed = true;
            pools.forEach(shared::remove);
            pools.clear();
            families.clear();
        } finally {
            lock.unlock();
        }
    }
}
