package io.penstock.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * The JVM of one peer: connects, warms up, and then runs a round for each line that it reads, and prints its {@link Sample}. Started by
 * {@link EndToEnd}.
 */
final class Worker {

    /** Said when it has warmed up. */
    static final String READY = "ready";

    private static final int IDS = 10_000;
    private static final int MAX_LATENCIES = 1 << 18;

    private final Peer.Select select;
    private final Random random = new Random(42);
    private final long[] latencies = new long[MAX_LATENCIES];
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Worker(Peer.Select select) {
        this.select = select;
    }

    /** Arguments: peer, host, port, user, database, operations to warm up with. Input: the milliseconds of a round, a line each. */
    public static void main(String[] arguments) throws Exception {
        var peer = Peer.valueOf(arguments[0]);
        var worker = new Worker(peer.connect(arguments[1], Integer.parseInt(arguments[2]), arguments[3], arguments[4]));
        for (var left = Long.parseLong(arguments[5]); left > 0; ) {
            left -= worker.round(500).operations();
        }
        System.out.println(READY);
        worker.serve();
        System.exit(0);
    }

    private void serve() throws Exception {
        try (var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (var order = orders.readLine(); order != null; order = orders.readLine()) {
                System.out.println(round(Long.parseLong(order)).line());
            }
        }
    }

    private Sample round(long millis) throws Exception {
        var bytes = allocated();
        var cpu = system.getProcessCpuTime();
        var started = System.nanoTime();
        var end = started + millis * 1_000_000;
        var count = 0;
        for (var now = started; now - end < 0 && count < MAX_LATENCIES; ) {
            select.run(random.nextInt(IDS) + 1);
            var after = System.nanoTime();
            latencies[count++] = after - now;
            now = after;
        }
        var elapsed = System.nanoTime() - started;
        var clientNanos = system.getProcessCpuTime() - cpu;
        var allocated = allocated() - bytes;
        Arrays.sort(latencies, 0, count);
        return new Sample(
                count, elapsed, latencies[count / 2], latencies[(int) (count * 0.99)], clientNanos, 0, allocated);
    }

    /** Of all threads that live: those of a measurement do from its beginning to its end. */
    private long allocated() {
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
