package io.penstock.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The JVM of one contender in one workload: connects, warms up, and then runs a round for each line that it reads, and prints its
 * {@link Sample}. Started by {@link Suite}.
 */
final class Worker {

    /** Said when it has warmed up. */
    static final String READY = "ready";

    /** Of operations, so that the compiler has had its time on a slow machine too: at 60,000 it is still at work, and the larger driver pays for it. */
    private static final long WARM_UP_OPERATIONS = 200_000;

    /** The compiler rests where it takes no more than this share of the CPU of a piece of the warm-up: what it takes is no driver's. */
    private static final double COMPILER_AT_REST = 0.02;

    /** So many pieces in a row. */
    private static final int PIECES_AT_REST = 4;

    /** How many times the time to warm up all that may take. */
    private static final int LONGEST_WARM_UP = 6;

    private final Load load;
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();

    private Worker(Load load) {
        this.load = load;
    }

    /** Arguments: workload, contender, the server's URL, milliseconds to warm up, at least. Input: the milliseconds of a round, a line each. */
    public static void main(String[] arguments) {
        try {
            var workload = Workload.valueOf(arguments[0]);
            var contender = Contender.valueOf(arguments[1]);
            var worker = new Worker(contender.load(workload, Server.parse(arguments[2])));
            if (workload.unit().isRate()) {
                var units = workload.unit() == Workload.Unit.OPERATION ? WARM_UP_OPERATIONS : 0;
                worker.warmUp(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[3])), units);
            }
            System.out.println(READY);
            worker.serve();
        } catch (Exception | LinkageError e) {
            throw fail(e);
        }
        System.exit(0);
    }

    /** Ends the process: nothing that comes behind an error is worth measuring. */
    static AssertionError fail(@Nullable Throwable error) {
        if (error != null) {
            error.printStackTrace();
        }
        Runtime.getRuntime().halt(1);
        return new AssertionError("BUG: alive");
    }

    /** Each row's columns have a sum. */
    static void requireSum(int sum) {
        if (sum == 0) {
            throw fail(new IllegalStateException("a row of nothing"));
        }
    }

    /** A millisecond. */
    static void rest() {
        LockSupport.parkNanos(1_000_000);
    }

    /** For so long and so many units at least, and until the compiler rests; for {@value #LONGEST_WARM_UP} times as long at the most. */
    private void warmUp(long nanos, long units) throws Exception {
        var began = System.nanoTime();
        var done = 0L;
        var atRest = 0;
        for (var elapsed = 0L;
                elapsed < nanos || ((done < units || atRest < PIECES_AT_REST) && elapsed < LONGEST_WARM_UP * nanos);
                elapsed = System.nanoTime() - began) {
            var compiling = compiler.getTotalCompilationTime();
            var piece = round(Math.min(nanos, 500_000_000));
            done += piece.operations();
            var compiled = TimeUnit.MILLISECONDS.toNanos(compiler.getTotalCompilationTime() - compiling);
            atRest = compiled <= COMPILER_AT_REST * piece.clientNanos() ? atRest + 1 : 0;
        }
    }

    private void serve() throws Exception {
        try (var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (var order = orders.readLine(); order != null; order = orders.readLine()) {
                System.out.println(round(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(order)))
                        .line());
            }
        }
    }

    private Sample round(long nanos) throws Exception {
        var latencies = new Latencies();
        var bytes = allocated();
        var cpu = system.getProcessCpuTime();
        var started = System.nanoTime();
        var units = load.run(nanos, latencies);
        var elapsed = System.nanoTime() - started;
        var clientNanos = system.getProcessCpuTime() - cpu;
        var allocated = allocated() - bytes;
        return new Sample(units, elapsed, latencies.quantile(0.5), latencies.quantile(0.99), clientNanos, 0, allocated);
    }

    /** Of all threads, ended or not: JDK 21 can tell. Before it, of those that live, and there are no others that count. */
    private long allocated() throws ReflectiveOperationException {
        try {
            return (long)
                    ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(threads);
        } catch (NoSuchMethodException e) {
            return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                    .filter(own -> own > 0)
                    .sum();
        }
    }
}
