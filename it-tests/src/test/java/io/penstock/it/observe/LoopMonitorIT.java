package io.penstock.it.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.PgConnection;
import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.LoopMonitoring;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import io.penstock.observe.LoopBlockedEvent;
import io.penstock.observe.micrometer.PenstockMetrics;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A callback that sleeps, on the loop and off it, and what is seen of it. */
@PostgresTest
class LoopMonitorIT {

    private static final Duration SLEEP = Duration.ofMillis(500);

    /** Probes: of so many, one that waits for a callback would be more than a hundredth. */
    private static final int MANY = 50;

    private TestClient client;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void useThe(TestClient testClient) {
        client = testClient;
    }

    @Test
    void showsALoopThatIsBlockedWhileItIsAndAfterwards() {
        try (var log = new WarningsOfLoops()) {
            var penstock = client.penstock(builder -> builder.eventLoops(1)
                    .executionStrategy(ExecutionStrategy.eventLoop())
                    .loopMonitoring(LoopMonitoring.defaults()
                            .withProbeEvery(Duration.ofMillis(20)) // a stall is measured short by up to a period
                            .withBlockedAfter(Duration.ofMillis(200))
                            .withLogEvery(Duration.ZERO)));
            PgConnection connection = client.connect(penstock, client.options());
            PenstockMetrics.of(penstock).bindTo(registry);
            var entered = new CountDownLatch(1);

            var done = connection.query("select 1").thenAccept(result -> sleepInACallback(entered));
            Await.signal(entered);
            Await.until("the stall shows", () -> stall() > 0.1);
            double early = stall();
            Await.until("the stall grows", () -> stall() > early);
            Await.get(done);

            Await.until("the loop goes on", () -> stall() == 0);
            Await.until("the lag is counted", () -> lag().max(TimeUnit.MILLISECONDS) >= 450);
            // One stall is one block. A machine that is busy may have added some of its own before.
            assertThat(client.events().of(LoopBlockedEvent.class))
                    .filteredOn(LoopMonitorIT::isTheCallback)
                    .hasSize(1);
            assertThat(blocked())
                    .isEqualTo(client.events().of(LoopBlockedEvent.class).size());
            assertThat(log.texts)
                    .anySatisfy(
                            text -> assertThat(text).contains("penstock-loop").contains("sleepInACallback"));
        }
    }

    /** Not how late the probes ran, which is this machine's affair; but that none of them waited for the callback: it sleeps until many have run. */
    @Test
    void seesNothingOfACallbackThatSleepsOffTheLoop() {
        var penstock = client.penstock(builder ->
                builder.eventLoops(1).loopMonitoring(LoopMonitoring.defaults().withProbeEvery(Duration.ofMillis(10))));
        PgConnection connection = client.connect(penstock, client.options());
        PgConnection other = client.connect(penstock, client.options());
        PenstockMetrics.of(penstock).bindTo(registry);
        var entered = new CountDownLatch(1);
        var manyRan = new CountDownLatch(1);

        var done = connection.query("select 1").thenAccept(result -> {
            sleepInACallback(entered);
            Await.signal(manyRan);
        });
        Await.signal(entered);
        var before = lag().count();
        Await.until("many probes run meanwhile", () -> lag().count() >= before + MANY);
        Await.get(other.query("select 1"));
        assertThat(done.toCompletableFuture()).isNotDone();
        manyRan.countDown();
        Await.get(done);

        assertThat(lag().max(TimeUnit.MILLISECONDS)).isLessThan(SLEEP.toMillis());
        // A machine that is busy may have blocked the loop; the callback has not.
        assertThat(blocked())
                .isEqualTo(client.events().of(LoopBlockedEvent.class).size());
        assertThat(client.events().of(LoopBlockedEvent.class)).noneMatch(LoopMonitorIT::isTheCallback);
    }

    private static boolean isTheCallback(LoopBlockedEvent event) {
        return event.stack().stream().anyMatch(frame -> frame.getMethodName().equals("sleepInACallback"));
    }

    private static void sleepInACallback(CountDownLatch entered) {
        entered.countDown();
        var end = System.nanoTime() + SLEEP.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private double stall() {
        return registry.get("netty.eventexecutor.stall").timeGauge().value(TimeUnit.SECONDS);
    }

    private Timer lag() {
        return registry.get("netty.eventexecutor.lag").timer();
    }

    private double blocked() {
        return registry.get("netty.eventexecutor.blocked").functionCounter().count();
    }

    /** What the monitor logs. */
    private static final class WarningsOfLoops extends Handler implements AutoCloseable {

        private final Logger logger = Logger.getLogger("io.penstock.loop");
        private final ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>();

        WarningsOfLoops() {
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            texts.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
