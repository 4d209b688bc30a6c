package io.penstock.internal.pool;

import static java.util.Objects.requireNonNull;

import io.penstock.Penstock;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.PoolOptions;
import io.penstock.internal.flow.OffloadExecutor;
import io.penstock.internal.session.ClientRuntime;
import io.penstock.internal.session.Lendable;
import io.penstock.pool.BlockingPool;
import io.penstock.pool.PgPool;
import org.jspecify.annotations.Nullable;

/** Puts pools together. */
public final class Pools {

    private static final String THREADS = "penstock-pool-";

    private Pools() {}

    /** A pool of connections that event loops run. */
    public static PgPool loopRun(Penstock client, ConnectionOptions connection, PoolOptions pool) {
        var runtime = ClientRuntime.of(requireNonNull(client, "client"));
        requireNonNull(connection, "connection");
        var refusals = new Refusals(requireNonNull(pool, "pool").name());
        var slots = slots(runtime, pool, new LoopKind(runtime, connection, refusals));
        var made = new RealPgPool(runtime, connection, slots);
        made.start();
        return made;
    }

    /** A pool of connections that their callers run. */
    public static BlockingPool callerRun(Penstock client, ConnectionOptions connection, PoolOptions pool) {
        var runtime = ClientRuntime.of(requireNonNull(client, "client"));
        requireNonNull(connection, "connection");
        requireNonNull(pool, "pool");
        var slots = slots(runtime, pool, new CallerKind(runtime, connection));
        var made = new RealBlockingPool(runtime, connection, slots);
        made.start();
        return made;
    }

    private static <C extends Lendable> SlotPool<C> slots(ClientRuntime runtime, PoolOptions pool, Kind<C> kind) {
        var clock = new PoolClock(System::nanoTime, runtime::schedule);
        var events = new PoolEvents(pool.name(), runtime::tell, runtime.offload()::execute, runtime.meters()::recorder);
        return new SlotPool<>(pool, kind, clock, events, runtime.random()::nextDouble);
    }

    /** A part of a client as a pool's meters see it; null where it is no pool. */
    public static @Nullable PoolSource sourceOf(ClientRuntime.Live part) {
        if (part instanceof RealPgPool pool) {
            return pool.source();
        }
        return part instanceof RealBlockingPool pool ? pool.source() : null;
    }

    /** Threads of a pool's own. */
    static OffloadExecutor threads() {
        return OffloadExecutor.platform(THREADS);
    }

    /** Whether a server that does not write is one to part with. */
    static boolean wantsWriter(ConnectionOptions options) {
        return switch (options.targetSessionAttrs()) {
            case ANY, READ_WRITE, PRIMARY -> true;
            case READ_ONLY, STANDBY, PREFER_STANDBY -> false;
        };
    }
}
