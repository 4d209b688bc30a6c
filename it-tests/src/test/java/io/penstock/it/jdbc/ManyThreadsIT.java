package io.penstock.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.PoolOptions;
import io.penstock.it.invariant.Await;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.jdbc.PenstockDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Far more threads than connections: all of them finish, each has its statements done in its order, none of them pins its carrier, and nothing of
 * them stays in the heap.
 */
@PostgresTest(versions = 18)
@Timeout(120)
class ManyThreadsIT {

    private static final int CONNECTIONS = 8;
    private static final int STEPS = 2;
    private static final long RETAINED_BYTES = 4 << 20;
    private static final String PINNED = "jdk.VirtualThreadPinned";

    private final PostgresServer server;
    private PenstockDataSource source;

    ManyThreadsIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void open() throws SQLException {
        var jdbc = new JdbcServer(server);
        source = PenstockDataSource.of(
                jdbc.url(),
                jdbc.namedUser(),
                PoolOptions.builder()
                        .maxSize(CONNECTIONS)
                        .acquireTimeout(Duration.ofSeconds(100))
                        .build());
        run("create table step(id bigint generated always as identity, thread int, step int)");
    }

    @AfterEach
    void close() throws SQLException {
        run("drop table step");
        source.close();
    }

    private void run(String sql) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static Stream<Arguments> crowds() {
        return Callers.ofThisJvm().stream().map(kind -> Arguments.of(kind, kind == Callers.VIRTUAL ? 10_000 : 200));
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void finishInOrderWithAFlatHeap(Callers kind, int threads) throws Exception {
        crowd(kind, 200);
        run("truncate step");
        var before = retained();

        crowd(kind, threads);

        assertThat(count("select count(*) from step")).isEqualTo(threads * STEPS);
        assertThat(count("select count(*) from (select thread, array_agg(step order by id) as steps from step"
                        + " group by thread) t where steps <> array[0, 1]"))
                .isZero();
        assertThat(source.metrics().active()).isZero();
        assertThat(source.metrics().pending()).isZero();
        assertThat(retained() - before).isLessThan(RETAINED_BYTES);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void pinNoCarrier() throws Exception {
        // Classes are loaded, those of the recorder too, and who waits for one that another thread loads does pin.
        pinnedIn(() -> crowd(Callers.VIRTUAL, 200));

        var pinned = pinnedIn(() -> crowd(Callers.VIRTUAL, 2_000));

        assertThat(pinned).isEmpty();
        assertThat(pinnedIn(ManyThreadsIT::pin))
                .as("what is known to pin is seen")
                .isNotEmpty();
    }

    /** Starts them together, and waits for all. */
    private void crowd(Callers kind, int threads) {
        var failures = new ConcurrentLinkedQueue<Throwable>();
        var start = new CountDownLatch(1);
        var crowd = new ArrayList<Thread>();
        for (var i = 0; i < threads; i++) {
            var number = i;
            var thread = kind.unstarted(() -> {
                Await.signal(start);
                steps(number, failures);
            });
            thread.start();
            crowd.add(thread);
        }
        start.countDown();
        try {
            for (var thread : crowd) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(failures).isEmpty();
    }

    /** One after the other, on whatever connections the pool gives. */
    private void steps(int thread, ConcurrentLinkedQueue<Throwable> failures) {
        try {
            for (var step = 0; step < STEPS; step++) {
                try (var connection = source.getConnection();
                        var insert = connection.prepareStatement(
                                "insert into step(thread, step) values (?, ?) returning thread")) {
                    insert.setInt(1, thread);
                    insert.setInt(2, step);
                    try (var result = insert.executeQuery()) {
                        result.next();
                        assertThat(result.getInt(1)).isEqualTo(thread);
                    }
                }
            }
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    private long count(String sql) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Bytes of the heap that are reachable. */
    private static long retained() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static List<RecordedEvent> pinnedIn(Runnable work) throws IOException {
        var file = Files.createTempFile("penstock-it-pinned-", ".jfr");
        try (var recording = new Recording()) {
            recording.enable(PINNED).withoutThreshold().withStackTrace();
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals(PINNED))
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    /** A thread that parks in a class's initializer has a native frame below it. */
    private static void pin() {
        var thread =
                Callers.VIRTUAL.unstarted(() -> assertThat(Parks.WHILE_LOADED).isTrue());
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Parks when it is loaded. */
    private static final class Parks {

        static final Boolean WHILE_LOADED = parked();

        private static Boolean parked() {
            LockSupport.parkNanos(1_000_000);
            return true;
        }
    }
}
