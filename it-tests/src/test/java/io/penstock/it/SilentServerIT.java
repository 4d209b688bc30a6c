package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.PgConnection;
import io.penstock.Result;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgTimeoutException;
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
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database that stops answering under many callers: each has an answer by its deadline, and nothing piles up. */
@PostgresTest
@Timeout(120)
class SilentServerIT {

    private static final int CALLERS = 10_000;
    private static final int MAX_IN_FLIGHT = 256;
    private static final int MAX_QUEUED = 1_024;

    /** What one round may leave behind: less than 100 bytes for a caller. */
    private static final long NOISE_BYTES = CALLERS * 100L;

    private final PostgresServer server;
    private TestClient client;

    SilentServerIT(PostgresServer server, TestClient client) {
        this.server = server;
        this.client = client;
    }

    @Test
    void answersEveryCallerByItsDeadlineAndHoldsNothing() {
        try (var proxy = FaultyProxy.to(server)) {
            round(proxy, 0);
            long before = heap();
            for (int i = 1; i <= 3; i++) {
                round(proxy, i);
            }
            assertThat(heap() - before).isLessThan(3 * NOISE_BYTES);
        }
    }

    private void round(FaultyProxy proxy, int number) {
        var options = client.options();
        options.timeouts(options.build()
                .timeouts()
                .withStatement(Duration.ofSeconds(1))
                .withQueue(Duration.ofMillis(500))
                .withCancel(Duration.ofMillis(500)));
        PgConnection connection = client.connect(proxy.through(options));
        Nonce.echoes(connection);
        proxy.connections().get(proxy.connections().size() - 1).stall(Direction.TO_CLIENT);

        List<CompletionStage<Result>> results = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            results.add(connection.query("select $1::int, $2::int", number, i));
        }
        int refused = 0;
        int unsent = 0;
        int unknown = 0;
        for (var result : results) {
            PgException failure = Await.failure(result);
            if (failure instanceof PgRejectedException) {
                assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
                refused++;
            } else if (failure.outcome() == Outcome.NOT_SENT) {
                unsent++;
            } else {
                assertThat(failure).isInstanceOf(PgTimeoutException.class);
                unknown++;
            }
        }
        assertThat(refused).isEqualTo(CALLERS - MAX_IN_FLIGHT - MAX_QUEUED);
        assertThat(unsent).isEqualTo(MAX_QUEUED);
        assertThat(unknown).isEqualTo(MAX_IN_FLIGHT);
        Await.get(connection.closed());
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
