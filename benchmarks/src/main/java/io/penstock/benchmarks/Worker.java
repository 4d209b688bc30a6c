package io.penstock.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;

/** The JVM of one peer: warms up, measures, prints one {@link Sample}. Started by {@link EndToEnd}. */
final class Worker {

    private static final int IDS = 10_000;

    private Worker() {}

    /** Arguments: peer, host, port, user, database, operations. */
    public static void main(String[] arguments) throws Exception {
        var peer = Peer.valueOf(arguments[0]);
        var operations = Integer.parseInt(arguments[5]);
        var select = peer.connect(arguments[1], Integer.parseInt(arguments[2]), arguments[3], arguments[4]);
        var random = new Random(42);
        for (var i = 0; i < operations; i++) {
            select.run(random.nextInt(IDS) + 1);
        }
        System.out.println(measure(select, random, operations).line());
        System.exit(0);
    }

    private static Sample measure(Peer.Select select, Random random, int operations) throws Exception {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var nanos = new long[operations];
        var allocated = allocated();
        var cpu = system.getProcessCpuTime();
        var started = System.nanoTime();
        for (var i = 0; i < operations; i++) {
            var before = System.nanoTime();
            select.run(random.nextInt(IDS) + 1);
            nanos[i] = System.nanoTime() - before;
        }
        var elapsed = System.nanoTime() - started;
        var cpuNanos = system.getProcessCpuTime() - cpu;
        var bytes = allocated() - allocated;
        Arrays.sort(nanos);
        return new Sample(
                operations * 1e9 / elapsed,
                nanos[operations / 2] / 1e3,
                nanos[(int) (operations * 0.99)] / 1e3,
                cpuNanos / 1e3 / operations,
                (double) bytes / operations);
    }

    /** Of all threads that live: those of a measurement do from its beginning to its end. */
    private static long allocated() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
