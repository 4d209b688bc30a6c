package io.penstock.benchmarks;

import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.LoopMonitoring;
import io.penstock.config.Transport;
import io.penstock.internal.observe.ClientMeters;
import io.penstock.internal.observe.LoopMonitor;
import io.penstock.internal.transport.EventLoops;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * What watching the event loops costs: the CPU of this process with and without a monitor, at loops that are idle and under load, in turns of a round
 * each; told are medians.
 *
 * <p>README.md has the command. Without a server's URL the loops stay idle.
 */
public final class LoopMonitorCost {

    private static final int LOOPS_UNDER_LOAD = 2;
    private static final int CONNECTIONS = 16;
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
            cost.loaded(ConnectionOptions.parse(arguments[2]));
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

    /** Each round has both, in the order opposite to the round before: what changes meanwhile changes both. */
    private void loaded(ConnectionOptions server) throws Exception {
        var without = new Load[rounds];
        var with = new Load[rounds];
        load(server, LoopMonitoring.off());
        load(server, LoopMonitoring.defaults());
        for (var round = 0; round < rounds; round++) {
            if (round % 2 == 0) {
                without[round] = load(server, LoopMonitoring.off());
            }
            with[round] = load(server, LoopMonitoring.defaults());
            if (round % 2 == 1) {
                without[round] = load(server, LoopMonitoring.off());
            }
        }
        var ratios = new double[rounds];
        Arrays.setAll(ratios, round -> 100 * (with[round].cpuMicros() / without[round].cpuMicros() - 1));
        Arrays.sort(ratios);
        System.out.printf("%d loops, %d connections%n", LOOPS_UNDER_LOAD, CONNECTIONS);
        print("without the monitor", without);
        print("with it", with);
        System.out.printf(
                "CPU of an operation with it, in pairs: %+.1f %%, half of them between %+.1f %% and %+.1f %%%n",
                median(ratios), ratios[rounds / 4], ratios[rounds - 1 - rounds / 4]);
    }

    private static void print(String what, Load... loads) {
        System.out.printf(
                "%s: %,.0f operations a second, %.2f us of CPU each%n",
                what,
                median(Arrays.stream(loads).mapToDouble(Load::rate).toArray()),
                median(Arrays.stream(loads).mapToDouble(Load::cpuMicros).toArray()));
    }

    /** What one round gave. */
    private record Load(double rate, double cpuMicros) {}

    private Load load(ConnectionOptions server, LoopMonitoring monitoring) throws Exception {
        try (var penstock = Penstock.builder()
                .eventLoops(LOOPS_UNDER_LOAD)
                .loopMonitoring(monitoring)
                .build()) {
            var connections = new ArrayList<PgConnection>();
            for (var i = 0; i < CONNECTIONS; i++) {
                connections.add(penstock.connect(server).toCompletableFuture().join());
            }
            run(connections, roundNanos / 4);
            var cpu = cpuNanos();
            var began = System.nanoTime();
            var operations = run(connections, roundNanos);
            var elapsed = System.nanoTime() - began;
            return new Load(operations * 1e9 / elapsed, (cpuNanos() - cpu) / 1e3 / operations);
        }
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
