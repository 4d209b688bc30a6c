package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Batch;
import io.penstock.Result;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Batches whose requests and results are larger than all buffers in between: neither side may wait for the other to read (pgjdbc 194). {@code
 * -Dpenstock.it.batch=100000} for the full size.
 */
@PostgresTest
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LargeBatchIT {

    private static final int STATEMENTS = Integer.getInteger("penstock.it.batch", 20_000);
    private static final int VALUE_CHARS = 500;

    private TestClient client;

    @BeforeEach
    void use(TestClient testClient) {
        client = testClient;
    }

    private static Batch batch(Batch.Mode mode) {
        var batch = switch (mode) {
            case ATOMIC -> Batch.atomic();
            case INDEPENDENT -> Batch.independent();
        };
        var value = "x".repeat(VALUE_CHARS);
        for (int i = 0; i < STATEMENTS; i++) {
            batch.add("select $1::int, $2::text", i, value);
        }
        return batch;
    }

    @ParameterizedTest
    @EnumSource
    void neverDeadlocksOnALoop(Batch.Mode mode) throws Exception {
        var connection = client.connect();
        check(connection.batch(batch(mode)).toCompletableFuture().get(110, TimeUnit.SECONDS));
        Nonce.echoes(connection);
    }

    @ParameterizedTest
    @EnumSource
    void neverDeadlocksInItsCaller(Batch.Mode mode) {
        try (var connection = client.penstock().connectBlocking(client.options().build())) {
            check(connection.batch(batch(mode)));
            assertThat(connection.query("select 1").single().getInt(0)).isEqualTo(1);
        }
        Await.get(client.connect().close());
    }

    private static void check(List<Result> results) {
        assertThat(results).hasSize(STATEMENTS);
        for (int i = 0; i < STATEMENTS; i += 997) {
            assertThat(results.get(i).single().getInt(0)).isEqualTo(i);
            assertThat(results.get(i).single().getString(1)).hasSize(VALUE_CHARS);
        }
    }
}
