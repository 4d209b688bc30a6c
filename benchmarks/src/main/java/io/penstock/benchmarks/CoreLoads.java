package io.penstock.benchmarks;

import static java.util.Objects.requireNonNull;

import io.penstock.Batch;
import io.penstock.BlockingConnection;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.Query;
import io.penstock.Row;
import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.PoolOptions;
import io.penstock.pool.BlockingPool;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Penstock's core, as it is used without a facade. */
final class CoreLoads {

    private final Contender contender;
    private final Server server;
    private final Penstock client;

    private CoreLoads(Contender contender, Server server) {
        this.contender = contender;
        this.server = server;
        this.client = Penstock.builder()
                .executionStrategy(
                        contender == Contender.PENSTOCK_ON_LOOP
                                ? ExecutionStrategy.eventLoop()
                                : ExecutionStrategy.offloadAll())
                .build();
    }

    static Load of(Contender contender, Workload workload, Server server) {
        return new CoreLoads(contender, server).load(workload);
    }

    private Load load(Workload workload) {
        return switch (workload) {
            case W1 -> Callers.one(select(blocking()));
            case W1A -> new InFlight(1, select(connect()));
            case W2 -> Callers.platform(Workload.CALLERS, pooled());
            case W2A -> new InFlight(Workload.CALLERS, selects(Workload.CONNECTIONS));
            case W3 -> new InFlight(Workload.IN_FLIGHT, select(connect()));
            case W3B -> batch(connect());
            case W4 -> scan(connect());
            case W6_IN -> copyIn(blocking());
            case W6_OUT -> copyOut(blocking());
            case MEMORY -> IdleConnections.of(this::idle);
            case W1V, W2V, W4S, W5 -> throw Contender.absent(workload);
        };
    }

    static PgConnection connect(Penstock client, Server server) {
        return client.connect(server.options()).toCompletableFuture().join();
    }

    private PgConnection connect() {
        return connect(client, server);
    }

    private BlockingConnection blocking() {
        return client.connectBlocking(server.options());
    }

    private static int sum(Row row) {
        return row.getInt(0) + row.getInt(1);
    }

    private static Load.Select select(BlockingConnection connection) {
        return id -> sum(connection.query(Workload.SELECT, id).single());
    }

    private Load.Select pooled() {
        var pool = BlockingPool.create(
                client,
                server.options(),
                PoolOptions.builder()
                        .maxSize(Workload.CONNECTIONS)
                        .minSize(Workload.CONNECTIONS)
                        .maxPending(1 << 20)
                        .build());
        return id -> pool.withConnection(
                connection -> sum(connection.query(Workload.SELECT, id).single()));
    }

    private static Load.AsyncSelect select(PgConnection connection) {
        return (id, done) -> connection.query(Workload.SELECT, id).whenComplete((result, error) -> {
            if (error != null || sum(result.single()) == 0) {
                throw Worker.fail(error);
            }
            done.run();
        });
    }

    private Load.AsyncSelect[] selects(int connections) {
        var selects = new Load.AsyncSelect[connections];
        for (var i = 0; i < connections; i++) {
            selects[i] = select(connect());
        }
        return selects;
    }

    private static Load batch(PgConnection connection) {
        var random = new Random(42);
        return (nanos, latencies) -> {
            var count = 0L;
            var end = System.nanoTime() + nanos;
            for (var now = System.nanoTime(); now - end < 0; count += Workload.IN_FLIGHT) {
                var batch = Batch.atomic();
                for (var i = 0; i < Workload.IN_FLIGHT; i++) {
                    batch.add(Query.of(Workload.SELECT, random.nextInt(Callers.IDS) + 1));
                }
                var sum = 0;
                for (var result : connection.batch(batch).toCompletableFuture().join()) {
                    sum += sum(result.single());
                }
                var after = System.nanoTime();
                latencies.add(sum == 0 ? 0 : after - now);
                now = after;
            }
            return count;
        };
    }

    private static Load scan(PgConnection connection) {
        var sum = new AtomicLong();
        var count = new AtomicLong();
        return Load.once(() -> {
            count.set(0);
            connection.stream(Workload.SCAN)
                    .forEach(row -> {
                        sum.lazySet(sum.get() + read(row));
                        count.lazySet(count.get() + 1);
                    })
                    .toCompletableFuture()
                    .join();
            return count.get();
        });
    }

    /** Every column as its type. */
    static long read(Row row) {
        return row.getInt(0)
                + row.getLong(1)
                + (long) row.getDouble(2)
                + requireNonNull(row.get(3, BigDecimal.class)).scale()
                + requireNonNull(row.getString(4)).length()
                + requireNonNull(row.get(5, OffsetDateTime.class)).getNano()
                + requireNonNull(row.get(6, UUID.class)).version();
    }

    private Load copyIn(BlockingConnection connection) {
        var data = Copies.data();
        return Load.once(() -> {
            connection.query("truncate filled");
            try (var copy = connection.copyIn(Copies.IN)) {
                for (var at = 0; at < data.length; at += 64 << 10) {
                    copy.write(ByteBuffer.wrap(data, at, Math.min(64 << 10, data.length - at)));
                }
                copy.finish();
            }
            return data.length >> 10;
        });
    }

    private static Load copyOut(BlockingConnection connection) {
        return Load.once(() -> {
            var bytes = 0L;
            try (var copy = connection.copyOut(Copies.OUT)) {
                while (copy.next()) {
                    bytes += copy.bytes().remaining();
                }
            }
            return bytes >> 10;
        });
    }

    private List<Object> idle(int count) {
        var connections = new ArrayList<Object>();
        for (var i = 0; i < count; i++) {
            if (contender == Contender.PENSTOCK_BLOCKING) {
                var connection = blocking();
                connection.query(Workload.SELECT, 1);
                connections.add(connection);
            } else {
                var connection = connect();
                connection.query(Workload.SELECT, 1).toCompletableFuture().join();
                connections.add(connection);
            }
        }
        return connections;
    }
}
