package io.penstock.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.LoopMonitoring;
import io.penstock.observe.LoopBlockedEvent;
import io.penstock.testing.FakeLoop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LoopMonitorTest {

    private static final LoopMonitoring QUICK = LoopMonitoring.defaults()
            .withProbeEvery(Duration.ofMillis(1))
            .withBlockedAfter(Duration.ofMillis(20))
            .withLogEvery(Duration.ZERO);

    private final LinkedBlockingQueue<LoopBlockedEvent> told = new LinkedBlockingQueue<>();

    private LoopMonitor monitor(LoopMonitoring options) {
        return new LoopMonitor(options, new ClientMeters(), System::nanoTime, () -> 0.5, told::add);
    }

    @Test
    void showsWhereALoopIsStuckWhileItIs() throws InterruptedException {
        var release = new CountDownLatch(1);
        try (var loop = new FakeLoop();
                var monitor = monitor(QUICK)) {
            monitor.watch(new OnFakeLoop(loop));
            loop.execute(() -> standStill(release));

            var event = told.poll(20, TimeUnit.SECONDS);
            try {
                assertThat(event).isNotNull();
                assertThat(event.loop()).isEqualTo(FakeLoop.NAME);
                assertThat(event.stack())
                        .extracting(StackTraceElement::getMethodName)
                        .contains("standStill");
                assertThat(monitor.metrics().get(0).stallNanos()).isPositive();
                assertThat(monitor.metrics().get(0).blocks()).isEqualTo(1);
            } finally {
                release.countDown();
            }
        }
    }

    @Test
    void endsItsThreadWhenItIsClosed() {
        try (var loop = new FakeLoop()) {
            var monitor = monitor(QUICK);
            monitor.watch(new OnFakeLoop(loop));
            assertThat(watchdogs()).isEqualTo(1);

            monitor.close();

            assertThat(watchdogs()).isZero();
        }
    }

    @Test
    void hasNoThreadBeforeThereIsALoop() {
        try (var monitor = monitor(QUICK)) {
            assertThat(watchdogs()).isZero();
            assertThat(monitor.metrics()).isEmpty();
        }
    }

    @Test
    void watchesNothingWhereItIsOff() {
        try (var loop = new FakeLoop();
                var monitor = monitor(LoopMonitoring.off())) {
            monitor.watch(new OnFakeLoop(loop));

            assertThat(watchdogs()).isZero();
            assertThat(monitor.metrics()).isEmpty();
        }
    }

    private static long watchdogs() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("penstock-watchdog"))
                .count();
    }

    private static void standStill(CountDownLatch release) {
        try {
            release.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A fake loop with one timer: its probe runs as soon as nothing else does. */
    private record OnFakeLoop(FakeLoop loop, AtomicReference<Thread> runner) implements MonitoredLoop {

        OnFakeLoop(FakeLoop loop) {
            this(loop, new AtomicReference<>());
        }

        @Override
        public Thread thread() {
            return runner.get();
        }

        @Override
        public void schedule(Runnable task, long delayNanos) {
            loop.execute(() -> {
                runner.set(Thread.currentThread());
                task.run();
            });
        }

        @Override
        public long busyNanos() {
            return 0;
        }
    }
}
