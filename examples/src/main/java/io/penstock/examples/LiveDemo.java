package io.penstock.examples;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.penstock.Penstock;
import io.penstock.observe.micrometer.PenstockMetrics;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The demo with a page to look at while it runs: lag, stall, bytes buffered, operations in flight and the off-load's delay, while callbacks behave, block a
 * continuation, or block the event loop.
 */
public final class LiveDemo {

    /** Until the compiler and the loop's connections have settled; what is seen before says nothing. */
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(6);

    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(10);

    private LiveDemo() {}

    /**
     * Runs for as long as it is told to, and goes from one mode to the next every ten seconds; without a time it runs until it is stopped, and the page's
     * buttons choose the mode.
     *
     * @param arguments the directory that {@link Unpack} has filled, the page's port, and for how many seconds to run, 0 for ever
     */
    public static void main(String[] arguments) throws Exception {
        var seconds = Integer.parseInt(arguments[2]);
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        // One event loop: what blocks it blocks everything.
        try (var penstock = Penstock.builder().name("demo").eventLoops(1).build();
                var server = DemoServer.start(penstock, Path.of(arguments[0]));
                var metrics = PenstockMetrics.of(penstock)) {
            metrics.bindTo(registry);
            try (var workload = new Workload(penstock, server.options())) {
                workload.start();
                standStill(WARM_UP_NANOS);
                var history = new History(penstock, registry);
                try (var page = new LivePage(Integer.parseInt(arguments[1]), workload, history, registry)) {
                    System.out.println("Look at " + page.address() + (seconds == 0 ? " (Ctrl-C ends)" : ""));
                    sample(workload, history, seconds);
                }
            }
        }
        System.exit(0);
    }

    private static void sample(Workload workload, History history, int seconds) {
        var sampler = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "demo-sampler");
            thread.setDaemon(true);
            return thread;
        });
        sampler.scheduleAtFixedRate(
                () -> history.sample(workload.mode(), workload.done()), 0, 100, TimeUnit.MILLISECONDS);
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        var change = System.nanoTime() + STEP_NANOS;
        while (seconds == 0 || System.nanoTime() < end) {
            standStill(TimeUnit.MILLISECONDS.toNanos(100));
            if (seconds != 0 && System.nanoTime() >= change) {
                change += STEP_NANOS;
                workload.mode(workload.mode().next());
            }
        }
        sampler.shutdownNow();
    }

    private static void standStill(long nanos) {
        var end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
