package io.penstock.benchmarks;

import static java.util.Objects.requireNonNull;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.penstock.Penstock;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.config.PoolOptions;
import io.penstock.pool.BlockingPool;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * W2: many callers over a pool of eight connections, one prepared select by primary key each time. Both pools live in this JVM and take
 * turns in short rounds, A B A B; told are medians, and the median of the ratios round by round.
 *
 * <p>README.md has the command. The server must trust the user.
 */
public final class PoolEndToEnd {

    private static final int CONNECTIONS = 8;
    private static final int IDS = 10_000;
    private static final int WARM_UP_OPERATIONS = 100_000;
    private static final String SELECT = "select id, randomnumber from world where id = $1";

    /** A pool that is measured. */
    private enum Pool {
        PENSTOCK,
        HIKARICP
    }

    /** One round of one pool. */
    private record Round(
            int operations, double opsPerSecond, double p50Micros, double p99Micros, double cpuMicros, double bytes) {}

    private interface Select {
        int run(int id) throws Exception;
    }

    private PoolEndToEnd() {}

    /** Arguments: the server's URL, how many callers, {@code platform} or {@code virtual}, rounds, milliseconds of a round. */
    public static void main(String[] arguments) throws Exception {
        var server = ConnectionOptions.parse(arguments[0]);
        var callers = Integer.parseInt(arguments[1]);
        var threads = arguments[2];
        var rounds = Integer.parseInt(arguments[3]);
        var millis = Long.parseLong(arguments[4]);
        var samples = new EnumMap<Pool, List<Round>>(Pool.class);
        try (var penstock = Penstock.create();
                var ours = BlockingPool.create(
                        penstock,
                        server,
                        PoolOptions.builder()
                                .maxSize(CONNECTIONS)
                                .minSize(CONNECTIONS)
                                .maxPending(1 << 20)
                                .build());
                var theirs = hikari(server)) {
            var selects = new EnumMap<Pool, Select>(Pool.class);
            selects.put(
                    Pool.PENSTOCK,
                    id -> ours.withConnection(connection -> {
                        var row = connection.query(SELECT, id).single();
                        return row.getInt(0) + row.getInt(1);
                    }));
            selects.put(Pool.HIKARICP, id -> select(theirs, id));
            for (var pool : Pool.values()) {
                for (var left = WARM_UP_OPERATIONS; left > 0; ) {
                    left -= round(requireNonNull(selects.get(pool), "select"), threads, callers, millis)
                            .operations();
                }
            }
            for (var round = 0; round < rounds; round++) {
                for (var pool : Pool.values()) {
                    var sample = round(requireNonNull(selects.get(pool), "select"), threads, callers, millis);
                    samples.computeIfAbsent(pool, any -> new ArrayList<>()).add(sample);
                }
            }
        }
        print(samples, callers, threads);
    }

    private static HikariDataSource hikari(ConnectionOptions server) {
        if (!(server.hosts().get(0) instanceof HostAddress.Tcp host)) {
            throw new IllegalArgumentException("the peers need a TCP address");
        }
        var config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://" + host.host() + ":" + host.port() + "/" + server.database()
                + "?sslmode=disable&prepareThreshold=1");
        config.setUsername(server.user());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(60_000);
        return new HikariDataSource(config);
    }

    private static int select(HikariDataSource pool, int id) throws Exception {
        try (var connection = pool.getConnection();
                var statement = connection.prepareStatement(SELECT.replace("$1", "?"))) {
            statement.setInt(1, id);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1) + rows.getInt(2);
            }
        }
    }

    private static Round round(Select select, String threads, int callers, long millis) throws Exception {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var latencies = new long[callers][];
        var started = new CountDownLatch(1);
        var ended = new CountDownLatch(callers);
        var end = new long[1];
        var executor = executor(threads, callers);
        for (var i = 0; i < callers; i++) {
            var caller = i;
            executor.execute(() -> {
                try {
                    started.await();
                    latencies[caller] = ask(select, new Random(caller), end[0]);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                } finally {
                    ended.countDown();
                }
            });
        }
        var bytes = allocated();
        var cpu = system.getProcessCpuTime();
        var begin = System.nanoTime();
        end[0] = begin + millis * 1_000_000;
        started.countDown();
        ended.await();
        var elapsed = System.nanoTime() - begin;
        var cpuNanos = system.getProcessCpuTime() - cpu;
        var allocated = allocated() - bytes;
        executor.shutdown();
        var all =
                Arrays.stream(latencies).flatMapToLong(Arrays::stream).sorted().toArray();
        return new Round(
                all.length,
                all.length * 1e9 / elapsed,
                all[all.length / 2] / 1e3,
                all[(int) (all.length * 0.99)] / 1e3,
                cpuNanos / 1e3 / all.length,
                (double) allocated / all.length);
    }

    /** Of all threads, ended or not: JDK 21 can tell. Before it, of those that live, and there are no others that count. */
    private static long allocated() throws Exception {
        var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try {
            return (long)
                    ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(memory);
        } catch (NoSuchMethodException e) {
            return Arrays.stream(memory.getThreadAllocatedBytes(memory.getAllThreadIds()))
                    .filter(bytes -> bytes > 0)
                    .sum();
        }
    }

    /** Virtual threads where the JVM has them, by reflection: this is compiled for 17. */
    private static ExecutorService executor(String threads, int callers) throws Exception {
        if (!threads.equals("virtual")) {
            return Executors.newFixedThreadPool(callers);
        }
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | InvocationTargetException e) {
            throw new IllegalArgumentException("this JVM has no virtual threads", e);
        }
    }

    private static long[] ask(Select select, Random random, long end) throws Exception {
        var latencies = new long[1 << 10];
        var count = 0;
        for (var now = System.nanoTime(); now - end < 0; ) {
            select.run(random.nextInt(IDS) + 1);
            var after = System.nanoTime();
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * count);
            }
            latencies[count++] = after - now;
            now = after;
        }
        return Arrays.copyOf(latencies, count);
    }

    private static void print(Map<Pool, List<Round>> samples, int callers, String threads) {
        System.out.printf(
                "%d %s threads over %d connections%n%-10s %10s %10s %10s %10s %10s%n",
                callers, threads, CONNECTIONS, "W2", "ops/s", "p50 us", "p99 us", "cpu us/op", "alloc B");
        samples.forEach((pool, rounds) -> System.out.printf(
                "%-10s %10.0f %10.1f %10.1f %10.2f %10.0f%n",
                pool,
                median(rounds.stream().mapToDouble(Round::opsPerSecond).toArray()),
                median(rounds.stream().mapToDouble(Round::p50Micros).toArray()),
                median(rounds.stream().mapToDouble(Round::p99Micros).toArray()),
                median(rounds.stream().mapToDouble(Round::cpuMicros).toArray()),
                median(rounds.stream().mapToDouble(Round::bytes).toArray())));
        var ours = samples.getOrDefault(Pool.PENSTOCK, List.of());
        var theirs = samples.getOrDefault(Pool.HIKARICP, List.of());
        System.out.printf(
                "against HikariCP, round by round: ops %.3f, p99 %.3f, cpu %.3f, bytes %.3f%n",
                ratio(ours, theirs, Round::opsPerSecond),
                ratio(ours, theirs, Round::p99Micros),
                ratio(ours, theirs, Round::cpuMicros),
                ratio(ours, theirs, Round::bytes));
    }

    private static double ratio(List<Round> ours, List<Round> theirs, ToDoubleFunction<Round> figure) {
        return median(IntStream.range(0, ours.size())
                .mapToDouble(i -> figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i)))
                .toArray());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
