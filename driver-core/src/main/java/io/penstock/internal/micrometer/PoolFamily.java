package io.penstock.internal.micrometer;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.penstock.internal.pool.PoolSource;
import io.penstock.pool.PoolMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of pools of one name under the names of one convention; they show the pools' sum. A pool belongs to two families: one by OpenTelemetry's
 * names, and one by those that dashboards know of its kind.
 */
final class PoolFamily implements AutoCloseable {

    /** The conventions' buckets for pools, in OpenTelemetry as for operations. */
    private static final Duration[] WAITS = OwnMeters.DELAYS;

    /** Whose names. */
    enum Convention {
        /** HikariCP's: of pools that threads wait for. */
        HIKARI,
        /** r2dbc-pool's: of the others. It has no timers. */
        R2DBC,
        /** Those of OpenTelemetry: of all. */
        OPEN_TELEMETRY
    }

    /** Tells one family from another. */
    record Key(Convention convention, String pool) {}

    /** The three timers of one convention. */
    private record Timers(Timer waits, Timer uses, Timer connects) {}

    private final OwnMeters meters;
    private final Map<Object, PoolSource> pools = new ConcurrentHashMap<>();
    private final @Nullable Timers timers;

    private PoolFamily(Key key, OwnMeters meters) {
        this.meters = meters;
        this.timers = switch (key.convention()) {
            case HIKARI -> hikari(Tags.of("pool", key.pool()));
            case R2DBC -> r2dbc(Tags.of("name", key.pool()));
            case OPEN_TELEMETRY -> openTelemetry(Tags.of("db.client.connection.pool.name", key.pool()));
        };
    }

    static PoolFamily bind(Key key, OwnMeters meters) {
        return new PoolFamily(key, meters);
    }

    /** The families that a pool belongs to. */
    static List<Key> keysOf(PoolSource pool) {
        var usual = switch (pool.callers()) {
            case THREADS -> Convention.HIKARI;
            case STAGES -> Convention.R2DBC;
        };
        return List.of(new Key(Convention.OPEN_TELEMETRY, pool.name()), new Key(usual, pool.name()));
    }

    /** @param key by which it is removed */
    void add(Object key, PoolSource pool) {
        pools.put(key, pool);
    }

    /** True when none is left. */
    boolean remove(Object key) {
        pools.remove(key);
        return pools.isEmpty();
    }

    private Timers hikari(Tags tags) {
        gauge("hikaricp.connections", tags, null, "Total connections", PoolMetrics::open);
        gauge("hikaricp.connections.active", tags, null, "Active connections", PoolMetrics::active);
        gauge("hikaricp.connections.idle", tags, null, "Idle connections", PoolMetrics::idle);
        gauge("hikaricp.connections.pending", tags, null, "Pending threads", PoolMetrics::pending);
        gauge("hikaricp.connections.max", tags, null, "Max connections", PoolMetrics::maxSize);
        gauge("hikaricp.connections.min", tags, null, "Min connections", PoolMetrics::minSize);
        counter("hikaricp.connections.timeout", tags, null, "Connection timeouts", totals -> totals.timedOut());
        return new Timers(
                meters.timer("hikaricp.connections.acquire", tags, "Connection acquire time"),
                meters.timer("hikaricp.connections.usage", tags, "Connection usage time"),
                meters.timer("hikaricp.connections.creation", tags, "Connection creation time"));
    }

    private @Nullable Timers r2dbc(Tags tags) {
        var unit = "connections";
        gauge("r2dbc.pool.acquired", tags, unit, "Connections that somebody has", PoolMetrics::active);
        gauge("r2dbc.pool.allocated", tags, unit, "Connections, whatever they are at", PoolMetrics::open);
        gauge("r2dbc.pool.idle", tags, unit, "Connections that wait for somebody", PoolMetrics::idle);
        gauge("r2dbc.pool.pending", tags, unit, "Who waits for a connection", PoolMetrics::pending);
        gauge("r2dbc.pool.max.allocated", tags, unit, "How many connections at the most", PoolMetrics::maxSize);
        meters.gauge(
                "r2dbc.pool.max.pending",
                tags,
                unit,
                "How many may wait at the most",
                this,
                family -> family.pools.values().stream()
                        .mapToInt(PoolSource::maxPending)
                        .sum());
        return null;
    }

    private Timers openTelemetry(Tags tags) {
        var count = "Connections, by what they are at";
        var state = "db.client.connection.state";
        gauge("db.client.connection.count", tags.and(state, "used"), null, count, PoolMetrics::active);
        gauge("db.client.connection.count", tags.and(state, "idle"), null, count, PoolMetrics::idle);
        gauge("db.client.connection.max", tags, null, "How many connections at the most", PoolMetrics::maxSize);
        gauge("db.client.connection.idle.min", tags, null, "How many are kept open", PoolMetrics::minSize);
        gauge("db.client.connection.pending_requests", tags, null, "Who waits for a connection", PoolMetrics::pending);
        counter("db.client.connection.timeouts", tags, null, "Who gave up waiting", totals -> totals.timedOut());
        return new Timers(
                meters.timer("db.client.connection.wait_time", tags, "How long a connection was waited for", WAITS),
                meters.timer("db.client.connection.use_time", tags, "How long a connection was had", WAITS),
                meters.timer("db.client.connection.create_time", tags, "How long a connection took to open", WAITS));
    }

    private void gauge(
            String name, Tags tags, @Nullable String unit, String help, ToDoubleFunction<PoolMetrics> value) {
        meters.gauge(name, tags, unit, help, this, family -> family.sum(value));
    }

    private void counter(
            String name, Tags tags, @Nullable String unit, String help, ToDoubleFunction<PoolMetrics.Totals> count) {
        meters.counter(
                name, tags, unit, help, this, family -> family.sum(metrics -> count.applyAsDouble(metrics.totals())));
    }

    private double sum(ToDoubleFunction<PoolMetrics> value) {
        var sum = 0.0;
        for (var pool : pools.values()) {
            sum += value.applyAsDouble(pool.metrics().get());
        }
        return sum;
    }

    void waited(long nanos) {
        if (timers != null) {
            timers.waits().record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    void used(long nanos) {
        if (timers != null) {
            timers.uses().record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    void connected(long nanos) {
        if (timers != null) {
            timers.connects().record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
        meters.close();
    }
}
