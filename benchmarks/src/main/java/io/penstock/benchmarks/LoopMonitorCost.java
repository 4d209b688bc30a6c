package io.penstock.benchmarks;

import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.LoopMonitoring;
import io.penstock.config.Transport;
import io.penstock.internal.observe.ClientMeters;
import io.penstock.internal.observe.LoopMonitor;
import io.penstock.internal.transport.EventLoops;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * What watching the event loops costs: of CPU, with and without a monitor, in turns; told are medians. At loops that are idle it is the process's; under load
 * that of the loops' threads and of the watchdog's, by the kernel's account (Linux).
 *
 * <p>README.md has the command. Without a server's URL the loops stay idle.
 */
public final class LoopMonitorCost {

    private static final int LOOPS_UNDER_LOAD = 2;

    /** Many for each loop, so that a turn of it serves several; and one, so that each operation is a turn of its own. */
    private static final List<Integer> CONNECTIONS = List.of(16, LOOPS_UNDER_LOAD);

    /** What rounds are cut into under load, so that what else the machine does weighs on all alike. */
    private static final long SHORT_ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Short rounds that are not counted. */
    private static final int WARM_UP = 60;

    private static final Duration CLOSELY = Duration.ofMillis(40);

    private final int rounds;
    private final long roundNanos;

    private LoopMonitorCost(int rounds, long millis) {
        this.rounds = rounds;
        this.roundNanos = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** See the class comment. */
    public static void main(String[] arguments) throws Exception {
        var cost = new LoopMonitorCost(
                arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5,
                arguments.length > 1 ? Long.parseLong(arguments[1]) : 4_000);
        cost.idle(100);
        if (arguments.length > 2) {
            for (var connections : CONNECTIONS) {
                cost.loaded(ConnectionOptions.parse(arguments[2]), connections);
            }
        }
    }

    // ---- idle

    private void idle(int loops) throws Exception {
        var without = new double[rounds];
        var with = new double[rounds];
        var closely = new double[rounds];
        for (var round = 0; round < rounds; round++) {
            without[round] = idleCpu(loops, LoopMonitoring.off());
            with[round] = idleCpu(loops, LoopMonitoring.defaults());
            closely[round] = idleCpu(loops, LoopMonitoring.defaults().withProbeEvery(CLOSELY));
        }
        System.out.printf(
                "%d idle loops: %.2f %% of one processor without the monitor, %.2f %% with it, %.2f %% with a probe each %d ms%n",
                loops, median(without), median(with), median(closely), CLOSELY.toMillis());
    }

    private double idleCpu(int count, LoopMonitoring monitoring) throws Exception {
        var monitor = new LoopMonitor(
                monitoring,
                new ClientMeters(),
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble(),
                stuck -> {});
        var watched = monitoring.mode() == LoopMonitoring.Mode.ON ? monitor : null;
        try (monitor;
                var loops = EventLoops.create(Transport.AUTO, count, watched)) {
            loops.watchAll();
            for (var loop : loops.executors()) {
                loop.submit(() -> {}).sync();
            }
            LockSupport.parkNanos(roundNanos / 4);
            var cpu = cpuNanos();
            var began = System.nanoTime();
            LockSupport.parkNanos(roundNanos);
            return 100.0 * (cpuNanos() - cpu) / (System.nanoTime() - began);
        }
    }

    // ---- under load

    /** Two clients that nobody watches and one that is watched, in short rounds in turn: the two tell what chance does. */
    private void loaded(ConnectionOptions server, int connections) throws Exception {
        try (var without = new Loaded(server, connections, LoopMonitoring.off());
                var again = new Loaded(server, connections, LoopMonitoring.off());
                var with = new Loaded(server, connections, LoopMonitoring.defaults())) {
            var clients = new ArrayList<>(List.of(without, again, with));
            var shortRounds = rounds * roundNanos / SHORT_ROUND_NANOS;
            for (var round = -WARM_UP; round < shortRounds; round++) {
                Collections.shuffle(clients, ThreadLocalRandom.current());
                for (var client : clients) {
                    client.run(SHORT_ROUND_NANOS, round >= 0);
                }
            }
            System.out.printf(
                    "%d loops, %d connections: %.2f us of the loops' CPU for an operation without the monitor, %.2f us with it%n",
                    LOOPS_UNDER_LOAD, connections, median(without.micros()), median(with.micros()));
            compare("watched and not", with.micros(), without.micros());
            compare("neither watched", again.micros(), without.micros());
        }
    }

    private static void compare(String what, double[] some, double[] others) {
        var ratios = new double[some.length];
        Arrays.setAll(ratios, round -> 100 * (some[round] / others[round] - 1));
        Arrays.sort(ratios);
        // Where the median is with 95 % confidence: the order statistics at n/2 -+ 0.98 sqrt(n).
        var half = (int) Math.ceil(0.98 * Math.sqrt(ratios.length));
        var middle = ratios.length / 2;
        System.out.printf(
                "%s: %+.1f %% (%+.1f to %+.1f), %d pairs%n",
                what,
                ratios[middle],
                ratios[Math.max(0, middle - half)],
                ratios[Math.min(ratios.length - 1, middle + half)],
                ratios.length);
    }

    /** A client under load, and what each of its rounds took of CPU for an operation, in microseconds. */
    private static final class Loaded implements AutoCloseable {

        private final Penstock penstock;
        private final List<PgConnection> connections = new ArrayList<>();
        private final List<Path> threads;
        private final List<Double> micros = new ArrayList<>();

        Loaded(ConnectionOptions server, int count, LoopMonitoring monitoring) throws IOException {
            var others = loopThreads();
            this.penstock = Penstock.builder()
                    .eventLoops(LOOPS_UNDER_LOAD)
                    .loopMonitoring(monitoring)
                    .build();
            for (var i = 0; i < count; i++) {
                connections.add(penstock.connect(server).toCompletableFuture().join());
            }
            this.threads = new ArrayList<>(loopThreads());
            threads.removeAll(others);
        }

        void run(long nanos, boolean counts) throws Exception {
            var began = threadNanos();
            var operations = LoopMonitorCost.run(connections, nanos);
            if (counts) {
                micros.add((threadNanos() - began) / 1e3 / operations);
            }
        }

        double[] micros() {
            return micros.stream().mapToDouble(each -> each).toArray();
        }

        private long threadNanos() throws IOException {
            var sum = 0L;
            for (var thread : threads) {
                sum += nanosOf(thread);
            }
            return sum;
        }

        @Override
        public void close() {
            penstock.close();
        }
    }

    /** The loops, and what watches them. */
    private static List<Path> loopThreads() throws IOException {
        try (var threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.filter(LoopMonitorCost::isLoop).toList();
        }
    }

    private static boolean isLoop(Path thread) {
        try {
            var name = Files.readString(thread.resolve("comm"));
            return name.startsWith("penstock-loop") || name.startsWith("penstock-watch");
        } catch (IOException ended) {
            return false;
        }
    }

    /** The kernel's account of a thread's time on a processor: in nanoseconds, where the JVM's own goes in steps of 10 ms. */
    private static long nanosOf(Path thread) throws IOException {
        var text = Files.readString(thread.resolve("schedstat"));
        return Long.parseLong(text.substring(0, text.indexOf(' ')));
    }

    /** One operation after the other on each connection. */
    private static long run(List<PgConnection> connections, long nanos) throws InterruptedException {
        var end = System.nanoTime() + nanos;
        var count = new LongAdder();
        var done = new CountDownLatch(connections.size());
        connections.forEach(connection -> next(connection, end, count, done));
        done.await();
        return count.sum();
    }

    private static void next(PgConnection connection, long end, LongAdder count, CountDownLatch done) {
        if (System.nanoTime() - end >= 0) {
            done.countDown();
            return;
        }
        connection.query("select $1::int", 1).thenAccept(result -> {
            count.increment();
            next(connection, end, count, done);
        });
    }

    // ---- measuring

    private static long cpuNanos() {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return system.getProcessCpuTime();
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
