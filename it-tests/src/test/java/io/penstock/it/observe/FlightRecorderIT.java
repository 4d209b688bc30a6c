package io.penstock.it.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.PgConnection;
import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.PoolOptions;
import io.penstock.config.ReceiveWindow;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import io.penstock.pool.PgPool;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import jdk.jfr.EventSettings;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording has of the driver. */
@PostgresTest
class FlightRecorderIT {

    private TestClient client;

    @TempDir
    private Path directory;

    @BeforeEach
    void useThe(TestClient testClient) {
        client = testClient;
    }

    @Test
    void hasSlowOperationsWithoutTheirTexts() throws IOException {
        var events = recorded("SlowOperation", recording -> recording.withThreshold(Duration.ofMillis(20)), () -> {
            PgConnection connection = client.connect();
            Await.get(connection.query("select 'secret' from pg_sleep(0.03)"));
            Await.failure(connection.query("select pg_sleep(0.03), 1 / (0 * random())::int"));
        });

        assertThat(events).extracting(event -> event.getString("operation")).containsExactly("SELECT", "SELECT");
        assertThat(events).extracting(event -> event.getString("sqlState")).containsExactly("", "22012");
        assertThat(events.toString()).doesNotContain("secret");
    }

    /** As docs/observability has it for {@code jcmd}. */
    @Test
    void hasWhatTheManualsCommandAsksFor() throws Exception {
        var file = directory.resolve("recording.jfr");
        var start = Pattern.compile("jcmd <pid> JFR.start (.*)")
                .matcher(Files.readString(Path.of("..", "docs", "observability", "README.md")));
        assertThat(start.find()).isTrue();

        diagnose("jfrStart", start.group(1).split(" "));
        Await.get(client.connect().query("select pg_sleep(0.06)"));
        diagnose("jfrStop", "name=slow", "filename=" + file);

        assertThat(RecordingFile.readAllEvents(file))
                .extracting(event -> event.getEventType().getName())
                .contains("io.penstock.SlowOperation");
    }

    private static void diagnose(String command, String... arguments) throws JMException {
        ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        command,
                        new Object[] {arguments},
                        new String[] {String[].class.getName()});
    }

    @Test
    void hasBlockedLoopsWithTheirStacks() throws IOException {
        var events = recorded("LoopBlocked", setting -> {}, () -> {
            var penstock =
                    client.penstock(builder -> builder.eventLoops(1).executionStrategy(ExecutionStrategy.eventLoop()));
            PgConnection connection = client.connect(penstock, client.options());
            Await.get(connection.query("select 1").thenAccept(result -> standStill(Duration.ofMillis(400))));
        });

        assertThat(events)
                .filteredOn(event -> event.getString("stack").contains("standStill"))
                .singleElement()
                .satisfies(event -> assertThat(event.getDuration("stalled")).isPositive());
    }

    @Test
    void hasWaitsForAPool() throws IOException {
        var events = recorded("PoolWait", setting -> {}, () -> {
            var size = PoolOptions.builder().name("narrow").maxSize(1).build();
            PgPool pool = PgPool.create(client.penstock(), client.options().build(), size);
            PgConnection first = Await.get(pool.acquire());
            var second = pool.acquire();
            Await.get(first.close());
            Await.get(Await.get(second).close());
            Await.get(pool.close());
        });

        assertThat(events)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getString("pool")).isEqualTo("narrow"));
    }

    @Test
    void hasPausesOfReading() throws IOException {
        var events = recorded("ReadingPaused", setting -> {}, () -> {
            var options = client.options();
            options.limits(options.build().limits().withWindow(new ReceiveWindow(64 << 10, 16 << 10)));
            PgConnection connection = client.connect(options);
            var rows = new AtomicInteger();
            Await.get(connection.stream("select repeat('x', 1000) from generate_series(1, 5000)")
                    .forEach(row -> {
                        if (rows.incrementAndGet() % 1_000 == 0) {
                            standStill(Duration.ofMillis(20));
                        }
                    }));
        });

        assertThat(events)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getDuration("paused")).isPositive());
    }

    @Test
    void hasCancelRequests() throws IOException {
        var events = recorded("Cancelled", setting -> {}, () -> {
            PgConnection connection = client.connect();
            var slow = connection.query("select pg_sleep(30)").toCompletableFuture();
            Await.get(connection.cancel());
            slow.handle((result, error) -> 0).join();
        });

        assertThat(events).extracting(event -> event.getString("outcome")).isNotEmpty();
    }

    @Test
    void hasDelaysOfTheOffLoad() throws IOException {
        var events = recorded("OffloadDelayed", setting -> {}, () -> {
            var release = new CountDownLatch(1);
            var pool = new ForkJoinPool(1);
            client.<AutoCloseable>through(pool::shutdown);
            var penstock = client.penstock(builder -> builder.executionStrategy(ExecutionStrategy.on(pool)));
            PgConnection connection = client.connect(penstock, client.options());
            pool.execute(() -> Await.signal(release));
            var delayed = connection.query("select 1").thenApply(result -> 1);
            standStill(Duration.ofMillis(50));
            release.countDown();
            Await.get(delayed);
        });

        assertThat(events)
                .isNotEmpty()
                .allSatisfy(
                        event -> assertThat(event.getDuration("delay")).isGreaterThanOrEqualTo(Duration.ofMillis(10)));
    }

    @Test
    void hasNothingThatNobodyHasAskedFor() throws IOException {
        var events = recorded(recording -> {}, () -> {
            var size = PoolOptions.builder().name("narrow").maxSize(1).build();
            PgPool pool = PgPool.create(client.penstock(), client.options().build(), size);
            PgConnection first = Await.get(pool.acquire());
            var second = pool.acquire();
            var slow = first.query("select pg_sleep(30)").toCompletableFuture();
            Await.get(first.cancel());
            slow.handle((result, error) -> 0).join();
            Await.get(first.close());
            Await.get(Await.get(second).close());
            Await.get(pool.close());
        });

        assertThat(events)
                .extracting(event -> event.getEventType().getName())
                .noneMatch(name -> name.startsWith("io.penstock"));
    }

    /** What is recorded of one kind of event. */
    private List<RecordedEvent> recorded(String name, Consumer<EventSettings> settings, Runnable work)
            throws IOException {
        return recorded(recording -> settings.accept(recording.enable("io.penstock." + name)), work);
    }

    private List<RecordedEvent> recorded(Consumer<Recording> settings, Runnable work) throws IOException {
        var file = directory.resolve("recording.jfr");
        try (var recording = new Recording()) {
            settings.accept(recording);
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file);
    }

    private static void standStill(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
