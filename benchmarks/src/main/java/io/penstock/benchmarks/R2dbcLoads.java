package io.penstock.benchmarks;

import static java.util.Objects.requireNonNull;

import io.penstock.Penstock;
import io.penstock.r2dbc.PenstockConnectionFactory;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Row;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** The two implementations of R2DBC. */
final class R2dbcLoads {

    private static final int FETCH_SIZE = 1_000;

    private R2dbcLoads() {}

    static Load of(Contender contender, Workload workload, Server server) throws Exception {
        var factory = factory(contender, server);
        return switch (workload) {
            case W1 -> Callers.one(awaited(select(connect(factory))));
            case W1A -> new InFlight(1, select(connect(factory)));
            case W2A -> new InFlight(Workload.CALLERS, pooled(factory));
            case W4 -> scan(connect(factory), contender.isPenstock() ? 0 : FETCH_SIZE);
            case W1V, W2, W2V, W3, W3B, W4S, W5, W6_IN, W6_OUT, MEMORY -> throw Contender.absent(workload);
        };
    }

    private static ConnectionFactory factory(Contender contender, Server server) {
        if (contender.isPenstock()) {
            return PenstockConnectionFactory.of(Penstock.create(), server.options());
        }
        return new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                .host(server.host())
                .port(server.port())
                .username(server.user())
                .database(server.database())
                .build());
    }

    private static Connection connect(ConnectionFactory factory) {
        return Publishing.last(factory.create());
    }

    private static Publisher<? extends Result> result(Connection connection, int id) {
        return connection.createStatement(Workload.SELECT).bind(0, id).execute();
    }

    private static int sum(Row row) {
        return requireNonNull(row.get(0, Integer.class)) + requireNonNull(row.get(1, Integer.class));
    }

    private static Load.AsyncSelect select(Connection connection) {
        return (id, done) -> Publishing.each(
                Flux.from(result(connection, id)).concatMap(result -> result.map((row, metadata) -> sum(row))),
                Worker::requireSum,
                done);
    }

    private static Load.AsyncSelect pooled(ConnectionFactory factory) {
        var pool = new ConnectionPool(ConnectionPoolConfiguration.builder(factory)
                .initialSize(Workload.CONNECTIONS)
                .maxSize(Workload.CONNECTIONS)
                .build());
        return (id, done) -> Publishing.each(
                Flux.usingWhen(
                        pool.create(),
                        connection -> Flux.from(result(connection, id))
                                .concatMap(result -> result.map((row, metadata) -> sum(row))),
                        Connection::close),
                Worker::requireSum,
                done);
    }

    private static Load.Select awaited(Load.AsyncSelect select) {
        return id -> {
            var done = new CountDownLatch(1);
            select.run(id, done::countDown);
            done.await();
            return id;
        };
    }

    private static Load scan(Connection connection, int fetchSize) {
        var sum = new AtomicLong();
        return Load.once(() -> {
            var count = new AtomicLong();
            var statement = connection.createStatement(Workload.SCAN).fetchSize(fetchSize);
            Publishing.drain(
                    Flux.from(statement.execute())
                            .concatMap(result -> result.map((row, metadata) -> {
                                sum.lazySet(sum.get() + read(row));
                                return Boolean.TRUE;
                            })),
                    row -> count.lazySet(count.get() + 1));
            return count.get();
        });
    }

    private static long read(Row row) {
        return requireNonNull(row.get(0, Integer.class))
                + requireNonNull(row.get(1, Long.class))
                + requireNonNull(row.get(2, Double.class)).longValue()
                + requireNonNull(row.get(3, BigDecimal.class)).scale()
                + requireNonNull(row.get(4, String.class)).length()
                + requireNonNull(row.get(5, OffsetDateTime.class)).getNano()
                + requireNonNull(row.get(6, UUID.class)).version();
    }
}
