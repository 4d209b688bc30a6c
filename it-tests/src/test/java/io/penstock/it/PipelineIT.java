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
import io.penstock.observe.RejectedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many statements in flight on one connection: whose answer is whose, and in which order. */
@PostgresTest
class PipelineIT {

    private final PostgresServer server;
    private TestClient client;
    private PgConnection connection;

    PipelineIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        connection = client.connect();
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 1_000})
    void answersEachInOrder(int statements) {
        var order = new ConcurrentLinkedQueue<Integer>();
        List<Nonce> nonces = new ArrayList<>();
        List<CompletionStage<Result>> results = new ArrayList<>();
        for (int i = 0; i < statements; i++) {
            int number = i;
            Nonce nonce = Nonce.next();
            var result = connection.query(nonce.select("$1::int", i));
            result.thenRun(() -> order.add(number));
            nonces.add(nonce);
            results.add(result);
        }

        for (int i = 0; i < statements; i++) {
            Result result = nonces.get(i).in(Await.get(results.get(i)));
            assertThat(result.single().getInt(0)).isEqualTo(i);
        }
        Await.until("all continuations have run", () -> order.size() == statements);
        assertThat(List.copyOf(order)).isSorted();
    }

    @Test
    void keepsAnErrorToItsOwner() {
        List<Nonce> nonces = new ArrayList<>();
        List<CompletionStage<Result>> results = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Nonce nonce = Nonce.next();
            nonces.add(nonce);
            results.add(connection.query(nonce.select("1 / $1::int", i % 10)));
        }

        for (int i = 0; i < 60; i++) {
            if (i % 10 == 0) {
                PgException failure = Await.failure(results.get(i));
                assertThat(failure.sqlState()).isEqualTo("22012");
                assertThat(failure.outcome()).isEqualTo(Outcome.NOT_EXECUTED);
            } else {
                nonces.get(i).in(Await.get(results.get(i)));
            }
        }
    }

    @Test
    void mixesEveryKindOfExchange() {
        for (int round = 0; round < 20; round++) {
            Nonce nonce = Nonce.next();
            var query = connection.query(nonce.select("1"));
            var failing = connection.query("select broken");
            var script = connection.script("select 1; select 2");
            var prepared = connection.prepare("select " + round);
            var streamed =
                    connection.stream("select n from generate_series(1, 5) n").collect(Collectors.counting());
            var last = connection.query("select " + round);

            nonce.in(Await.get(query));
            assertThat(Await.failure(failing).sqlState()).isEqualTo("42703");
            assertThat(Await.get(script)).hasSize(2);
            assertThat(Await.get(Await.get(prepared).query()).single().getInt(0))
                    .isEqualTo(round);
            assertThat(Await.get(streamed)).isEqualTo(5);
            assertThat(Await.get(last).single().getInt(0)).isEqualTo(round);
        }
    }

    @Test
    void needsOneRoundTripForMany() {
        try (var proxy = FaultyProxy.to(server)) {
            PgConnection slow = client.connect(proxy.through(client.options()));
            Await.get(slow.query("select $1::int", 0));
            proxy.connection().stall(Direction.TO_CLIENT);
            long before = proxy.connection().bytes(Direction.TO_SERVER);

            List<CompletionStage<Result>> results = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                results.add(slow.query("select $1::int", i));
            }
            // No answer gets through, and all of the requests do: at least Bind, Execute and Sync each.
            Await.until("all are sent", () -> proxy.connection().bytes(Direction.TO_SERVER) - before >= 50 * 30);
            assertThat(results).noneMatch(result -> result.toCompletableFuture().isDone());

            proxy.connection().resume(Direction.TO_CLIENT);
            for (int i = 0; i < 50; i++) {
                assertThat(Await.get(results.get(i)).single().getInt(0)).isEqualTo(i);
            }
        }
    }

    /** What pgjdbc's issue 194 is about: neither side may wait for the other to read. */
    @Test
    void readsWhileItWrites() {
        String megabyte = "x".repeat(1 << 20);
        var limits = client.options()
                .build()
                .limits()
                .withMaxInFlightBytes(256 << 20)
                .withMaxResultBytes(4 << 20);
        PgConnection wide = client.connect(client.options().limits(limits));

        List<CompletionStage<Result>> results = new ArrayList<>();
        for (int i = 0; i < 48; i++) {
            results.add(wide.query("select $1::text, $2::int", megabyte, i));
        }

        for (int i = 0; i < 48; i++) {
            var row = Await.get(results.get(i)).single();
            assertThat(row.getString(0)).hasSize(1 << 20);
            assertThat(row.getInt(1)).isEqualTo(i);
        }
    }

    @Test
    void boundsWhatWaits() {
        var limits = client.options().build().limits().withMaxInFlight(4).withMaxQueued(8);
        PgConnection narrow = client.connect(client.options().limits(limits));
        List<CompletionStage<Result>> results = new ArrayList<>();
        results.add(narrow.query("select 0 from pg_sleep(0.2)"));
        for (int i = 1; i < 40; i++) {
            results.add(narrow.query("select " + i));
        }

        int rejected = 0;
        for (int i = 0; i < 40; i++) {
            try {
                assertThat(Await.get(results.get(i)).single().getInt(0)).isEqualTo(i);
            } catch (PgRejectedException e) {
                assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
                assertThat(e.sqlState()).startsWith("53");
                rejected++;
            }
        }
        assertThat(rejected).isEqualTo(40 - 4 - 8);
        assertThat(client.events().await(RejectedEvent.class).limit()).isPositive();
        Nonce.echoes(narrow);
    }

    @Test
    void boundsHowLongSomethingWaits() {
        var options = client.options();
        options.limits(options.build().limits().withMaxInFlight(1));
        options.timeouts(options.build().timeouts().withQueue(Duration.ofMillis(100)));
        PgConnection narrow = client.connect(options);
        var running = narrow.query("select pg_sleep(0.6)");

        PgException failure = Await.failure(narrow.query("select 1"));

        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        Await.get(running);
        Nonce.echoes(narrow);
    }

    @Test
    void takesSubmissionsFromManyThreads() throws InterruptedException {
        inManyThreads(() -> {
            for (int i = 0; i < 100; i++) {
                Nonce.echoes(connection);
            }
        });
    }

    /** Values of statements that wait to be written lie together: short ones and long ones, and some that nobody waits for any more. */
    @Test
    void keepsTheValuesOfManyThreadsApart() throws InterruptedException {
        inManyThreads(() -> {
            for (int i = 0; i < 30; i++) {
                echoTogether(i);
            }
        });
        Nonce.echoes(connection);
    }

    private void echoTogether(int round) {
        List<Nonce> nonces = new ArrayList<>();
        List<CompletionStage<Result>> results = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            Nonce nonce = Nonce.next();
            results.add(connection.query(nonce.select("$1::int, $2::text", i, "x".repeat(3 * i))));
            nonces.add(nonce);
        }
        int given = round % nonces.size();
        results.get(given).toCompletableFuture().cancel(true);
        for (int i = 0; i < nonces.size(); i++) {
            if (i != given) {
                Result result = nonces.get(i).in(Await.get(results.get(i)));
                assertThat(result.single().getInt(0)).isEqualTo(i);
                assertThat(result.single().getString(1)).hasSize(3 * i);
            }
        }
    }

    private static void inManyThreads(Runnable work) throws InterruptedException {
        var failures = new ConcurrentLinkedQueue<Throwable>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            var thread = new Thread(() -> {
                try {
                    work.run();
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
    }
}
