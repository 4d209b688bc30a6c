package io.penstock.benchmarks;

import static java.util.Objects.requireNonNull;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.Row;
import io.penstock.config.ConnectionOptions;
import io.penstock.r2dbc.PenstockConnectionFactory;
import io.penstock.reactive.RowPublisher;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * What a publisher costs beside the core's stream: one long scan of ten columns, each row read, all demand at once; in turn, several rounds; the
 * medians. What counts are the ratios of CPU and of bytes allocated for a row.
 *
 * <pre>
 *   java -cp … io.penstock.benchmarks.PublisherScan postgresql://user@host/database [rows] [rounds]
 * </pre>
 */
public final class PublisherScan {

    private static final String SCAN = "select n, n + 1, n * 2::bigint, n / 3, n % 7 = 0, 'name ' || n,"
            + " n::float8, n % 1000, repeat('x', 20), null::int from generate_series(1, $1::int) n";

    private final ConnectionOptions server;
    private final int rows;
    private final AtomicLong sum = new AtomicLong();

    private enum Way {
        ROW_STREAM,
        PUBLISHER,
        R2DBC
    }

    /** What one scan gave, for a row. */
    private record Scan(double cpuNanos, double bytes) {}

    private PublisherScan(ConnectionOptions server, int rows) {
        this.server = server;
        this.rows = rows;
    }

    /** See the class comment. */
    public static void main(String[] arguments) {
        if (arguments.length == 0) {
            System.err.println("usage: PublisherScan <postgresql://user@host/database> [rows] [rounds]");
            System.exit(2);
        }
        var rows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        var rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        new PublisherScan(ConnectionOptions.parse(arguments[0]), rows).run(rounds);
        System.exit(0);
    }

    private void run(int rounds) {
        Map<Way, List<Scan>> scans = new EnumMap<>(Way.class);
        try (var penstock = Penstock.create()) {
            for (var round = -1; round < rounds; round++) {
                for (var way : Way.values()) {
                    var scan = scan(penstock, way);
                    // The first round warms up.
                    if (round >= 0) {
                        scans.computeIfAbsent(way, key -> new ArrayList<>()).add(scan);
                    }
                }
            }
        }
        System.out.printf("%-12s %12s %12s%n", "way", "cpu ns/row", "bytes/row");
        scans.forEach((way, own) -> System.out.printf(
                "%-12s %12.0f %12.1f%n",
                way,
                median(own.stream().mapToDouble(Scan::cpuNanos).toArray()),
                median(own.stream().mapToDouble(Scan::bytes).toArray())));
    }

    private Scan scan(Penstock penstock, Way way) {
        var connection = penstock.connect(server).toCompletableFuture().join();
        try {
            var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            var cpu = system.getProcessCpuTime();
            var allocated = allocated();
            switch (way) {
                case ROW_STREAM ->
                    connection.stream(SCAN, rows)
                            .forEach(this::consume)
                            .toCompletableFuture()
                            .join();
                case PUBLISHER -> drain(RowPublisher.of(connection.stream(SCAN, rows), this::consume));
                case R2DBC -> drainResult(penstock);
            }
            return new Scan(
                    (double) (system.getProcessCpuTime() - cpu) / rows, (double) (allocated() - allocated) / rows);
        } finally {
            close(connection);
        }
    }

    private void drainResult(Penstock penstock) {
        var connection = first(PenstockConnectionFactory.of(penstock, server).create());
        var result = first(connection
                .createStatement(SCAN.replace("$1::int", String.valueOf(rows)))
                .execute());
        drain(result.map((row, metadata) -> {
            consume(row);
            return Boolean.TRUE;
        }));
        drain(connection.close());
    }

    private static void close(PgConnection connection) {
        connection.close().toCompletableFuture().join();
    }

    /** Of the threads that there are; the driver's live longer than a scan. */
    private static long allocated() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    private static <T> T first(Publisher<T> publisher) {
        var first = new CompletableFuture<@Nullable T>();
        publisher.subscribe(new Waiting<>(first));
        return requireNonNull(first.join());
    }

    private static <T> void drain(Publisher<T> publisher) {
        var last = new CompletableFuture<@Nullable T>();
        publisher.subscribe(new Waiting<>(last));
        last.join();
    }

    /** Takes all, and remembers one. */
    private static final class Waiting<T> implements Subscriber<T> {

        private final CompletableFuture<@Nullable T> end;
        private @Nullable T one;

        Waiting(CompletableFuture<@Nullable T> end) {
            this.end = end;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(T element) {
            one = element;
        }

        @Override
        public void onError(Throwable error) {
            end.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            end.complete(one);
        }
    }

    private Boolean consume(Row row) {
        sum.lazySet(sum.get()
                + row.getInt(0)
                + row.getInt(1)
                + row.getLong(2)
                + row.getInt(3)
                + (row.getBoolean(4) ? 1 : 0)
                + requireNonNull(row.getString(5)).length()
                + (long) row.getDouble(6)
                + row.getInt(7)
                + requireNonNull(row.getString(8)).length());
        return Boolean.TRUE;
    }

    private void consume(io.r2dbc.spi.Row row) {
        sum.lazySet(sum.get()
                + requireNonNull(row.get(0, Integer.class))
                + requireNonNull(row.get(1, Integer.class))
                + requireNonNull(row.get(2, Long.class))
                + requireNonNull(row.get(3, Integer.class))
                + (requireNonNull(row.get(4, Boolean.class)) ? 1 : 0)
                + requireNonNull(row.get(5, String.class)).length()
                + requireNonNull(row.get(6, Double.class)).longValue()
                + requireNonNull(row.get(7, Integer.class))
                + requireNonNull(row.get(8, String.class)).length());
    }

    private static double median(double[] figures) {
        Arrays.sort(figures);
        return figures[figures.length / 2];
    }
}
