package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.PgConnection;
import io.penstock.Result;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.proxy.Direction;
import io.penstock.it.proxy.FaultyProxy;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/**
 * A database that stops answering under many callers: each has an answer by its deadline, nothing piles up, and when it answers again so does
 * the next connection.
 *
 * <p>The silence lasts two seconds by default; {@code -Dpenstock.it.silence.millis=30000} for one that people notice.
 */
@PostgresTest
@Timeout(300)
class SilentServerIT {

    private static final Duration SILENCE = Duration.ofMillis(Integer.getInteger("penstock.it.silence.millis", 2_000));

    /** What the machine may be late by, not the driver. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final int CALLERS = 10_000;
    private static final int ROUNDS = 3;
    private static final int MAX_IN_FLIGHT = 256;
    private static final int MAX_QUEUED = 1_024;

    /** What one round may leave behind: the events that the listener of the test remembers, and no call. */
    private static final long NOISE_BYTES = CALLERS * 300L;

    private final PostgresServer server;
    private TestClient client;

    SilentServerIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void remember(TestClient testClient) {
        client = testClient;
    }

    @Test
    void answersEveryCallerByItsDeadlineAndHoldsNothing(TestReporter reporter) {
        try (var proxy = FaultyProxy.to(server)) {
            round(proxy, 0);
            List<Long> heaps = new ArrayList<>();
            heaps.add(heap());
            for (int i = 1; i <= ROUNDS; i++) {
                round(proxy, i);
                heaps.add(heap());
            }
            reporter.publishEntry("heap behind each round", heaps.toString());
            assertThat(heaps.get(ROUNDS) - heaps.get(0)).isLessThan(ROUNDS * NOISE_BYTES);
        }
    }

    private void round(FaultyProxy proxy, int number) {
        var options = client.options();
        options.timeouts(options.build()
                .timeouts()
                .withStatement(SILENCE)
                .withQueue(SILENCE.dividedBy(2))
                .withCancel(Duration.ofMillis(500)));
        PgConnection connection = client.connect(proxy.through(options));
        Nonce.echoes(connection);
        proxy.connections().get(proxy.connections().size() - 1).stall(Direction.TO_CLIENT);

        List<CompletionStage<Result>> results = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            results.add(connection.query("select $1::int, $2::int", number, i));
        }
        awaitAll(results);
        assertEachHasItsAnswer(results);
        awaitAll(List.of(connection.closed()));
        Nonce.echoes(client.connect(proxy.through(client.options())));
    }

    private static void assertEachHasItsAnswer(List<CompletionStage<Result>> results) {
        int refused = 0;
        int unknown = 0;
        for (var result : results) {
            PgException failure = Await.failure(result);
            assertThat(failure.outcome()).isIn(Outcome.NOT_SENT, Outcome.UNKNOWN);
            refused += failure instanceof PgRejectedException ? 1 : 0;
            unknown += failure.outcome() == Outcome.UNKNOWN ? 1 : 0;
        }
        // What is submitted while several are under way is sent with the next answer, and here there is none: a few are
        // sent, or what was submitted before the loop looked.
        assertThat(unknown).isBetween(1, MAX_IN_FLIGHT);
        assertThat(refused).isPositive().isLessThanOrEqualTo(CALLERS - MAX_IN_FLIGHT - MAX_QUEUED);
    }

    /** All end, in one way or the other, within their deadline and what the machine may be late. */
    private static void awaitAll(List<? extends CompletionStage<?>> stages) {
        var ends = stages.stream()
                .map(stage -> stage.handle((value, failure) -> null).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(SILENCE.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new AssertionError("somebody has no answer by his deadline", e);
        }
    }

    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
