package io.penstock.internal.pool;

import io.penstock.config.PoolOptions;
import io.penstock.error.PgConnectException;
import io.penstock.internal.session.Opening;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A pool whose connections open at once, as many as it is told; later attempts stay under way for ever. It has no timers but the one
 * that a test rings.
 */
final class StressedPool implements Kind<StressedConnection> {

    private static final PoolOptions ONE = options(1);
    private static final PoolOptions TWO = options(2);

    /** Attempts to connect, and sessions closed. */
    final AtomicInteger attempts = new AtomicInteger();

    final AtomicInteger closed = new AtomicInteger();
    final SlotPool<StressedConnection> pool;
    private final int opens;

    private volatile long now;
    private volatile Runnable ring = () -> {};

    private StressedPool(PoolOptions options, int opens) {
        this.opens = opens;
        var clock = new PoolClock(() -> now, (task, delay) -> {
            ring = task;
            return () -> {};
        });
        pool = new SlotPool<>(options, this, clock, new PoolEvents("p", event -> {}, task -> {}), () -> 0.5);
    }

    private static PoolOptions options(int size) {
        return PoolOptions.builder()
                .maxSize(size)
                .acquireTimeout(Duration.ofSeconds(1))
                .idleTimeout(null)
                .maxLifetime(null)
                .build();
    }

    /** With one slot, and one connection that is not lent yet. */
    static StressedPool one() {
        return new StressedPool(ONE, 1);
    }

    static StressedPool two() {
        return new StressedPool(TWO, 2);
    }

    /** Somebody who asks, and remembers what he was told. */
    static final class Caller extends Waiter<StressedConnection> {

        private final AtomicInteger told = new AtomicInteger();
        private volatile @Nullable Lease<StressedConnection> lease;

        private Caller(SlotPool<StressedConnection> pool, long now) {
            super(pool, now, now + Duration.ofSeconds(1).toNanos());
        }

        @Override
        void tell() {
            var slot = slot();
            if (slot != null) {
                hold(slot);
            }
            told.incrementAndGet();
        }

        private void hold(Slot<StressedConnection> slot) {
            var held = new Lease<>(pool(), slot);
            slot.heldBy(held, null);
            lease = held;
        }

        /** 1 where he has a connection, 2 where he was refused, 0 where he waits, 3 where he was told twice. */
        int fate() {
            if (told.get() > 1) {
                return 3;
            }
            return lease != null ? 1 : failure() != null ? 2 : 0;
        }

        void giveBack() {
            var held = lease;
            if (held != null) {
                held.end();
            }
        }
    }

    Caller caller() {
        return new Caller(pool, now);
    }

    /** As both faces do. */
    void ask(Caller caller) {
        var slot = pool.tryTake();
        if (slot != null) {
            caller.hold(slot);
        } else {
            pool.join(caller);
        }
    }

    /** Somebody who has a connection. */
    Caller holder() {
        var caller = caller();
        ask(caller);
        return caller;
    }

    /** The waiters' time is up, and their alarm rings. */
    void timeIsUp() {
        now = Duration.ofSeconds(2).toNanos();
        ring.run();
    }

    void close() {
        pool.submit(() ->
                pool.steward().shutdown().begin(Duration.ofHours(1), Duration.ofHours(1), closed::incrementAndGet));
    }

    int idle() {
        return pool.count(Slot.State.IDLE);
    }

    int lent() {
        return pool.count(Slot.State.LENT);
    }

    int free() {
        return pool.count(Slot.State.FREE);
    }

    // ---- the kind

    @Override
    public void open(Opening<StressedConnection> opening) {
        if (attempts.incrementAndGet() <= opens) {
            opening.opened(new StressedConnection());
        }
    }

    @Override
    public long glanceAfterNanos() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean sendsByItself() {
        return true;
    }

    @Override
    public boolean wantsWriter() {
        return false;
    }

    @Override
    public void settle(StressedConnection connection, Duration patience, Runnable told) {
        told.run();
    }

    @Override
    public void reset(StressedConnection connection, List<String> statements, Runnable told) {
        told.run();
    }

    @Override
    public void probe(StressedConnection connection, Duration timeout, Runnable told) {
        told.run();
    }

    @Override
    public void close(StressedConnection connection) {
        connection.lose();
    }

    @Override
    public void shutDown() {}

    /** For tests that end an attempt badly. */
    static PgConnectException failure() {
        return new PgConnectException("no connection", "08001", (Throwable) null);
    }
}
