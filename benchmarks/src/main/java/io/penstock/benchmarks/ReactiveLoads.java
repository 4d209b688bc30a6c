package io.penstock.benchmarks;

import io.penstock.Penstock;
import io.penstock.Query;
import io.penstock.reactive.ReactiveConnection;
import java.util.concurrent.atomic.AtomicLong;

/** Penstock's own publishers. */
final class ReactiveLoads {

    private ReactiveLoads() {}

    static Load of(Workload workload, Server server) {
        var client = Penstock.create();
        var connection = ReactiveConnection.of(client, server.options(), CoreLoads.connect(client, server));
        return switch (workload) {
            case W1A -> new InFlight(1, select(connection));
            case W4 -> scan(connection);
            case W1, W1V, W2, W2V, W2A, W3, W3B, W4S, W5, W6_IN, W6_OUT, MEMORY -> throw Contender.absent(workload);
        };
    }

    private static Load.AsyncSelect select(ReactiveConnection connection) {
        return (id, done) -> Publishing.each(
                connection.query(Query.of(Workload.SELECT, id), row -> row.getInt(0) + row.getInt(1)),
                Worker::requireSum,
                done);
    }

    private static Load scan(ReactiveConnection connection) {
        var sum = new AtomicLong();
        return Load.once(() -> {
            var count = new AtomicLong();
            Publishing.drain(
                    connection.query(Query.of(Workload.SCAN), row -> {
                        sum.lazySet(sum.get() + CoreLoads.read(row));
                        return Boolean.TRUE;
                    }),
                    row -> count.lazySet(count.get() + 1));
            return count.get();
        });
    }
}
