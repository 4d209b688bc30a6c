package io.penstock.internal.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.internal.pool.PoolSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What clients have in common in one registry. Not every meter has a client's name: operations are told by database and pools by their names, as
 * dashboards know them. Micrometer gives the same meter to all who ask for a name with the same tags; so it stays until the last of them is done with it.
 *
 * <p>One for each registry, for as long as a client is bound to it. Safe from any thread.
 */
final class SharedMeters {

    private static final Map<MeterRegistry, SharedMeters> ALL = new ConcurrentHashMap<>();

    private final MeterRegistry registry;
    private final Map<PoolFamily.Key, PoolFamily> families = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    /** How many use each meter. Guarded by the lock. */
    private final Map<Meter.Id, Integer> uses = new HashMap<>();

    /** How many clients are bound. Changes only within the map of all. */
    private int clients;

    private SharedMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** One more client is bound to the registry. */
    static SharedMeters enter(MeterRegistry registry) {
        return ALL.compute(registry, (same, known) -> {
            var shared = known == null ? new SharedMeters(same) : known;
            shared.clients++;
            return shared;
        });
    }

    /** One that entered is not any more; once for each. */
    void leave() {
        ALL.computeIfPresent(registry, (same, shared) -> --shared.clients == 0 ? null : shared);
    }

    MeterRegistry registry() {
        return registry;
    }

    // ---- meters

    /** Registers a meter, or finds it registered: either way it stays until it is {@link #release released}. */
    <M extends Meter> M use(Supplier<M> registration) {
        lock.lock();
        try {
            var meter = registration.get();
            uses.merge(meter.getId(), 1, Integer::sum);
            return meter;
        } finally {
            lock.unlock();
        }
    }

    /** One use of a meter has ended; with the last one the meter goes. */
    void release(Meter meter) {
        lock.lock();
        try {
            var left = uses.merge(meter.getId(), -1, Integer::sum);
            if (left == 0) {
                uses.remove(meter.getId());
                registry.remove(meter);
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- pools

    /**
     * Adds a pool to the families that it belongs to.
     *
     * @param part by which it is removed
     */
    List<PoolFamily> add(Object part, PoolSource pool) {
        return PoolFamily.keysOf(pool).stream()
                .map(key -> families.compute(key, (same, known) -> {
                    var family = known == null ? PoolFamily.bind(same, new OwnMeters(this)) : known;
                    family.add(part, pool);
                    return family;
                }))
                .toList();
    }

    /** Removes it again; a family ends with its last pool. */
    void remove(Object part, PoolSource pool) {
        for (var key : PoolFamily.keysOf(pool)) {
            families.computeIfPresent(key, (same, family) -> {
                var isLast = family.remove(part);
                if (isLast) {
                    family.close();
                }
                return isLast ? null : family;
            });
        }
    }
}
