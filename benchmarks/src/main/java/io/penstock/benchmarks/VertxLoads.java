package io.penstock.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** vertx-pg-client. */
final class VertxLoads {

    private static final int FETCH_SIZE = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final PgConnectOptions options;

    private VertxLoads(Server server) {
        options = new PgConnectOptions()
                .setHost(server.host())
                .setPort(server.port())
                .setUser(server.user())
                .setDatabase(server.database())
                .setPipeliningLimit(Workload.IN_FLIGHT)
                .setCachePreparedStatements(true);
    }

    static Load of(Contender contender, Workload workload, Server server) throws Exception {
        var loads = new VertxLoads(server);
        return switch (workload) {
            case W1 -> Callers.one(loads.awaited());
            case W1A -> new InFlight(1, select(loads.connect()));
            case W2A ->
                new InFlight(
                        Workload.CALLERS, select(contender == Contender.VERTX_POOL ? loads.pool() : loads.pipelined()));
            case W3 -> new InFlight(Workload.IN_FLIGHT, select(loads.connect()));
            case W4 -> scan(loads.connect());
            case W5 -> insert(loads.connect());
            case W1V, W2, W2V, W3B, W4S, W6_IN, W6_OUT, MEMORY -> throw Contender.absent(workload);
        };
    }

    private PgConnection connect() throws Exception {
        return await(PgConnection.connect(vertx, options));
    }

    private SqlClient pool() {
        return PgBuilder.pool()
                .connectingTo(options)
                .with(new PoolOptions().setMaxSize(Workload.CONNECTIONS))
                .using(vertx)
                .build();
    }

    private SqlClient pipelined() {
        return PgBuilder.client()
                .connectingTo(options)
                .with(new PoolOptions().setMaxSize(Workload.CONNECTIONS))
                .using(vertx)
                .build();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get();
    }

    private static int sum(Row row) {
        return row.getInteger(0) + row.getInteger(1);
    }

    private Load.Select awaited() throws Exception {
        var query = connect().preparedQuery(Workload.SELECT);
        return id -> sum(await(query.execute(Tuple.of(id))).iterator().next());
    }

    private static Load.AsyncSelect select(SqlClient client) {
        var query = client.preparedQuery(Workload.SELECT);
        return (id, done) -> query.execute(Tuple.of(id)).onFailure(Worker::fail).onSuccess(rows -> {
            Worker.requireSum(sum(rows.iterator().next()));
            done.run();
        });
    }

    /** A stream needs a transaction. */
    private static Load scan(PgConnection connection) {
        var sum = new AtomicLong();
        return Load.once(() -> {
            var count = new AtomicLong();
            var ended = new CompletableFuture<Long>();
            var transaction = await(connection.begin());
            var statement = await(connection.prepare(Workload.SCAN));
            statement
                    .createStream(FETCH_SIZE)
                    .exceptionHandler(Worker::fail)
                    .endHandler(end -> ended.complete(count.get()))
                    .handler(row -> {
                        sum.lazySet(sum.get() + read(row));
                        count.lazySet(count.get() + 1);
                    });
            ended.get();
            await(transaction.commit());
            return count.get();
        });
    }

    private static long read(Row row) {
        return row.getInteger(0)
                + row.getLong(1)
                + row.getDouble(2).longValue()
                + row.getBigDecimal(3).scale()
                + row.getString(4).length()
                + row.getOffsetDateTime(5).getNano()
                + row.getUUID(6).version();
    }

    private static Load insert(PgConnection connection) {
        var insert = connection.preparedQuery("insert into filled(a, b, c, d) values ($1, $2, $3, $4)");
        return Load.once(() -> {
            await(connection.query("truncate filled").execute());
            for (var from = 0; from < Workload.INSERTED; from += Workload.BATCH) {
                var rows = new ArrayList<Tuple>();
                for (var row = from; row < from + Workload.BATCH; row++) {
                    var time = OffsetDateTime.ofInstant(Instant.ofEpochSecond(1_700_000_000L + row), ZoneOffset.UTC);
                    rows.add(Tuple.of(row, row * 7L, "row number " + row, time));
                }
                await(insert.executeBatch(rows));
            }
            return Workload.INSERTED;
        });
    }
}
