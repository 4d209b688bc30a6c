package io.penstock.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.PoolOptions;
import io.penstock.error.PgException;
import io.penstock.internal.flow.CallSite;
import io.penstock.observe.AcquireFailedEvent;
import io.penstock.observe.ConnectionEvictedEvent;
import io.penstock.observe.DriverListener;
import io.penstock.observe.EvictionReason;
import io.penstock.observe.LeakSuspectedEvent;
import io.penstock.pool.PoolMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A pool of fake connections, on the test's thread, with the test's clock. Chance is always a half. */
final class PoolFixture implements DriverListener {

    final ManualTimer timer = new ManualTimer();
    final FakeKind kind = new FakeKind();
    final SlotPool<FakeConnection> pool;
    final List<Object> events = new ArrayList<>();

    PoolFixture(UnaryOperator<PoolOptions.Builder> setUp) {
        var options = setUp.apply(PoolOptions.builder().maxSize(3).acquireTimeout(Duration.ofSeconds(30)))
                .build();
        var told = new PoolEvents("p", event -> event.accept(this), Runnable::run);
        pool = new SlotPool<>(options, kind, timer.clock(), told, () -> 0.5);
        pool.start();
    }

    static PoolFixture of(UnaryOperator<PoolOptions.Builder> setUp) {
        return new PoolFixture(setUp);
    }

    /** Somebody who asks for a connection, and remembers what he was told, and how often. */
    final class Caller extends Waiter<FakeConnection> {

        private int told;
        private @Nullable Lease<FakeConnection> lease;
        private @Nullable FakeConnection connection;

        private Caller(Duration timeout) {
            super(pool, now(), now() + timeout.toNanos());
        }

        @Override
        void tell() {
            told++;
            var given = slot();
            if (given != null) {
                hold(given);
            }
        }

        private void hold(Slot<FakeConnection> given) {
            connection = given.connection();
            lease = new Lease<>(pool, given);
            given.heldBy(lease, CallSite.capture());
        }

        boolean waits() {
            return lease == null && told == 0;
        }

        int told() {
            return told;
        }

        FakeConnection connection() {
            assertThat(connection).as("what was lent").isNotNull();
            return connection;
        }

        boolean isOver() {
            return lease.isOver();
        }

        PgException refusal() {
            assertThat(failure()).as("a refusal").isNotNull();
            return failure();
        }

        void giveBack() {
            lease.end();
        }

        void leave() {
            pool.leave(this);
        }
    }

    long now() {
        return timer.clock().now();
    }

    /** As both faces do: takes what is idle, else waits. */
    Caller acquire() {
        return acquire(pool.options().acquireTimeout());
    }

    Caller acquire(Duration timeout) {
        var caller = new Caller(timeout);
        var slot = pool.tryTake();
        if (slot != null) {
            caller.hold(slot);
        } else {
            pool.join(caller);
        }
        return caller;
    }

    /** Somebody who has a connection. */
    Caller acquired() {
        var caller = acquire();
        while (caller.waits() && !kind.attempts.isEmpty()) {
            kind.open();
        }
        assertThat(caller.waits()).as("still waits").isFalse();
        return caller;
    }

    PoolMetrics metrics() {
        return Census.of(pool);
    }

    /** active, idle, connecting, checking, closing, free. */
    List<Integer> counts() {
        var m = metrics();
        var counts = List.of(m.active(), m.idle(), m.connecting(), m.checking(), m.closing(), m.free());
        assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(m.maxSize());
        return counts;
    }

    List<EvictionReason> evictions() {
        return of(ConnectionEvictedEvent.class).stream()
                .map(ConnectionEvictedEvent::reason)
                .toList();
    }

    <T> List<T> of(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void connectionEvicted(ConnectionEvictedEvent event) {
        events.add(event);
    }

    @Override
    public void acquireFailed(AcquireFailedEvent event) {
        events.add(event);
    }

    @Override
    public void leakSuspected(LeakSuspectedEvent event) {
        events.add(event);
    }
}
