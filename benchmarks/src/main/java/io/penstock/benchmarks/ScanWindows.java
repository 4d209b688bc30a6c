package io.penstock.benchmarks;

import static java.util.Objects.requireNonNull;

import com.sun.management.OperatingSystemMXBean;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.Row;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.Limits;
import io.penstock.config.ReceiveWindow;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * W4, one long scan: the rows of a generated table of ten columns as a stream, under several receive windows, in turn, several rounds;
 * the medians. What the receive window's default stands on.
 *
 * <pre>
 *   mvn -q -pl benchmarks -am package -DskipTests
 *   java -cp … io.penstock.benchmarks.ScanWindows postgresql://user@host/database [rows] [rounds]
 * </pre>
 */
public final class ScanWindows {

    private static final String SCAN = "select n, n + 1, n * 2::bigint, n / 3, n % 7 = 0, 'name ' || n,"
            + " n::float8, n % 1000, repeat('x', 20), null::int from generate_series(1, $1::int) n";

    private static final int[] HIGH_KIB = {16, 64, 128, 256, 512, 1_024, 4_096};

    private final ConnectionOptions server;
    private final int rows;

    private ScanWindows(ConnectionOptions server, int rows) {
        this.server = server;
        this.rows = rows;
    }

    /** What one scan gave: rows a second, nanoseconds of the process's CPU for a row, the most bytes that were held. */
    private record Scan(double rowsPerSecond, double cpuNanos, long mostHeld) {}

    /** See the class comment. */
    public static void main(String[] arguments) {
        if (arguments.length == 0) {
            System.err.println("usage: ScanWindows <postgresql://user@host/database> [rows] [rounds]");
            System.exit(2);
        }
        var rows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        var rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        new ScanWindows(ConnectionOptions.parse(arguments[0]), rows).run(rounds);
        System.exit(0);
    }

    private void run(int rounds) {
        Map<Integer, List<Scan>> scans = new LinkedHashMap<>();
        try (var penstock = Penstock.create()) {
            for (var round = -1; round < rounds; round++) {
                for (var high : HIGH_KIB) {
                    var scan = scan(penstock, high);
                    // The first round warms up.
                    if (round >= 0) {
                        scans.computeIfAbsent(high, key -> new ArrayList<>()).add(scan);
                    }
                }
            }
        }
        System.out.printf("%-10s %12s %12s %14s%n", "W4 KiB", "rows/s", "cpu ns/row", "most held KiB");
        scans.forEach((high, own) -> System.out.printf(
                "%-10d %12.0f %12.0f %14.0f%n",
                high,
                median(own.stream().mapToDouble(Scan::rowsPerSecond).toArray()),
                median(own.stream().mapToDouble(Scan::cpuNanos).toArray()),
                median(own.stream().mapToDouble(Scan::mostHeld).toArray()) / 1024));
    }

    private Scan scan(Penstock penstock, int highKib) {
        var high = (long) highKib << 10;
        var options = server.toBuilder()
                .limits(Limits.defaults().withWindow(new ReceiveWindow(high, high / 4)))
                .build();
        var connection = penstock.connect(options).toCompletableFuture().join();
        try {
            return measure(connection);
        } finally {
            connection.close().toCompletableFuture().join();
        }
    }

    private Scan measure(PgConnection connection) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var stream = connection.stream(SCAN, rows);
        var sum = new AtomicLong();
        var held = new long[1];
        var cpu = system.getProcessCpuTime();
        var started = System.nanoTime();
        stream.forEach(row -> {
                    sum.lazySet(sum.get() + consume(row));
                    if ((row.getInt(0) & 1_023) == 0) {
                        held[0] = Math.max(held[0], stream.bufferedBytes());
                    }
                })
                .toCompletableFuture()
                .join();
        var elapsed = System.nanoTime() - started;
        return new Scan(rows * 1e9 / elapsed, (double) (system.getProcessCpuTime() - cpu) / rows, held[0]);
    }

    private static long consume(Row row) {
        return row.getInt(0)
                + row.getInt(1)
                + row.getLong(2)
                + row.getInt(3)
                + (row.getBoolean(4) ? 1 : 0)
                + requireNonNull(row.getString(5)).length()
                + (long) row.getDouble(6)
                + row.getInt(7)
                + requireNonNull(row.getString(8)).length();
    }

    private static double median(double[] figures) {
        Arrays.sort(figures);
        return figures[figures.length / 2];
    }
}
