package io.penstock.it.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.proxy.Direction;
import io.penstock.it.proxy.FaultyProxy;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.r2dbc.PenstockConnection;
import io.penstock.r2dbc.PenstockConnectionFactory;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Result;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What users of r2dbc-postgresql and r2dbc-pool report, and cannot happen here. Each test names the reports. */
@PostgresTest
class ReportedBugsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Rows as wide as real ones: leak detection looks at each row, and an endless stream of narrow ones takes longer to drop than a cancel may. */
    private static final String ENDLESS = "select generate_series(1, 100000000), repeat('-', 1000)";

    private final PostgresServer server;
    private TestClient client;
    private PenstockConnectionFactory factory;
    private PenstockConnection connection;

    ReportedBugsIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        factory =
                PenstockConnectionFactory.of(client.penstock(), client.options().build());
        connection = Mono.from(factory.create()).block(LIMIT);
    }

    private static Flux<Integer> numbers(Connection on, String sql) {
        return Flux.from(on.createStatement(sql).execute())
                .flatMap(result -> result.map((row, metadata) -> row.get(0, Integer.class)));
    }

    private static void assertAnswers(Connection on) {
        assertThat(numbers(on, "select 42").blockLast(LIMIT)).isEqualTo(42);
    }

    /** r2dbc-postgresql 661, 536, 459; r2dbc-pool 198, 140, 206; jOOQ 20112. */
    @Test
    void aCancelledStreamDoesNotKillTheConnection() {
        for (var i = 0; i < 2; i++) {
            assertThat(numbers(connection, ENDLESS).take(3).collectList().block(LIMIT))
                    .containsExactly(1, 2, 3);
            assertAnswers(connection);
        }
    }

    /** As above, under a pool of one connection: it is never lent with an answer outstanding. */
    @Test
    void aCancelledStreamDoesNotKillThePool() {
        var pool = new ConnectionPool(
                ConnectionPoolConfiguration.builder(factory).maxSize(1).build());
        try {
            for (var i = 0; i < 2; i++) {
                Flux.usingWhen(pool.create(), pooled -> numbers(pooled, ENDLESS).take(1), Connection::close)
                        .blockLast(LIMIT);
            }
            assertThat(Flux.usingWhen(pool.create(), pooled -> numbers(pooled, "select 42"), Connection::close)
                            .blockLast(LIMIT))
                    .isEqualTo(42);
        } finally {
            pool.disposeLater().block(LIMIT);
        }
    }

    /** r2dbc-pool 143, 144: a result that nobody reads. */
    @Test
    void aResultThatNobodyReadsHoldsUpNoClose() {
        var unread = Mono.from(connection.createStatement(ENDLESS).execute()).block(LIMIT);

        Mono.from(connection.close()).block(LIMIT);

        assertThat(unread).isNotNull();
        assertThat(connection.unwrap().isOpen()).isFalse();
    }

    /** pgjdbc 3891, 2861: a fetch size that autocommit ignores. */
    @Test
    void aLargeResultIsBoundedInAutocommit() {
        var proxy = client.through(FaultyProxy.to(server));
        var own = Mono.from(PenstockConnectionFactory.of(
                                client.penstock(),
                                proxy.through(client.options()).build())
                        .create())
                .block(LIMIT);
        var rows = new ReactiveContractIT.Asking<String>();
        Flux.from(own.createStatement("select repeat('x', 10000) from generate_series(1, 20000)")
                        .fetchSize(10)
                        .execute())
                .flatMap(result -> result.map((row, metadata) -> row.get(0, String.class)), 1, 1)
                .subscribe(rows);

        rows.ask(1);
        Await.until("a row", () -> rows.elements.get() == 1);
        assertThat(proxy.connection().bytesTakenByClient()).isLessThan(20_000_000);
        rows.cancel();
        Mono.from(own.close()).block(LIMIT);
    }

    /** pgjdbc 2970, 3483, 2656: rows that grow. */
    @Test
    void rowsThatGrowSlowTheServerAndThrowNothing() {
        var lengths = Flux.from(connection
                        .createStatement("select repeat('x', (1024 << (n % 14))) from generate_series(0, 27) n")
                        .execute())
                .flatMap(
                        result -> result.map(
                                (row, metadata) -> row.get(0, String.class).length()),
                        1,
                        1)
                .limitRate(1)
                .collectList()
                .block(LIMIT);

        assertThat(lengths).hasSize(28).contains(1024, 8 << 20);
    }

    /** r2dbc-postgresql 395, 401: demand and fetch size that go past each other. */
    @Test
    void everyDemandEndsInItsRows() {
        for (var rate : List.of(1, 2, 7, 1_000)) {
            var count = Flux.from(connection
                            .createStatement("select generate_series(1, 500)")
                            .fetchSize(rate)
                            .execute())
                    .flatMap(result -> result.map((row, metadata) -> row.get(0)), 1, 1)
                    .limitRate(rate)
                    .count()
                    .block(LIMIT);

            assertThat(count).isEqualTo(500);
        }
    }

    /** r2dbc-postgresql 251: a query that goes on when nobody wants its rows. */
    @Test
    void aCancelOfTheSubscriptionCancelsTheQuery() {
        var watcher = client.connect();
        var marker = "select pg_sleep(600) /* unwanted */";
        var running = numbers(connection, marker).subscribe();
        Await.until("the query to run", () -> sleeping(watcher) == 1);

        running.dispose();

        Await.until("the query to be cancelled", () -> sleeping(watcher) == 0);
        assertAnswers(connection);
    }

    private static long sleeping(io.penstock.PgConnection watcher) {
        return Await.get(watcher.query("select count(*) from pg_stat_activity where state = 'active'"
                        + " and query like '%/* unwanted */%' and pid <> pg_backend_pid()"))
                .single()
                .getLong(0);
    }

    /** r2dbc-pool 190, 191; spring-data-r2dbc 818: all connections on the loop of whoever asked. */
    @Test
    void connectionsThatAreMadeOnALoopSpreadOverTheLoops() {
        var onLoops =
                client.penstock(builder -> builder.eventLoops(2).executionStrategy(ExecutionStrategy.eventLoop()));
        var looping = PenstockConnectionFactory.of(onLoops, client.options().build());
        Set<String> loops = ConcurrentHashMap.newKeySet();

        Mono.from(looping.create())
                .flatMapMany(first -> Flux.range(0, 4).flatMap(i -> looping.create()))
                .flatMap(made -> numbers(made, "select 1")
                        .doOnNext(one -> loops.add(Thread.currentThread().getName())))
                .blockLast(LIMIT);

        assertThat(new HashSet<>(loops)).hasSizeGreaterThanOrEqualTo(2);
    }

    /** lettuce 298, 1402, 1775: a callback that blocks is everybody's time-out. */
    @Test
    void aSubscriberThatBlocksHoldsUpNobodyElse() {
        var oneLoop = client.penstock(builder -> builder.eventLoops(1));
        var both = PenstockConnectionFactory.of(oneLoop, client.options().build());
        var slow = Mono.from(both.create()).block(LIMIT);
        var other = Mono.from(both.create()).block(LIMIT);
        var blocked = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var ended = numbers(slow, "select 1")
                .doOnNext(one -> {
                    blocked.countDown();
                    Await.signal(release);
                })
                .collectList()
                .toFuture();
        Await.signal(blocked);

        assertAnswers(other);

        release.countDown();
        assertThat(Await.get(ended)).containsExactly(1);
    }

    /** A factory whose connections go through a proxy that can hold back every answer. */
    private PenstockConnection through(FaultyProxy proxy) {
        return Mono.from(PenstockConnectionFactory.of(
                                client.penstock(),
                                proxy.through(client.options()).build())
                        .create())
                .block(LIMIT);
    }

    /**
     * r2dbc-postgresql 527, 684: add() that is a round trip for each row. Vert.x stops its pipeline for a Prepare. Here no answer at all is let
     * through, and a statement that was never used before is sent with thousands of its executions. (Not all of them: the server stops reading when
     * nobody takes its answers.)
     */
    @Test
    void tenThousandAddsAreOneFlightFromTheFirstUseOn() {
        var proxy = client.through(FaultyProxy.to(server));
        var own = through(proxy);
        Flux.from(own.createStatement("create temp table t(n int)").execute())
                .flatMap(Result::getRowsUpdated)
                .blockLast(LIMIT);
        var insert = own.createStatement("insert into t values ($1)");
        for (var i = 0; i < 10_000; i++) {
            insert.bind(0, i);
            if (i < 9_999) {
                insert.add();
            }
        }
        var link = proxy.connection();
        var before = link.bytes(Direction.TO_SERVER);
        link.stall(Direction.TO_CLIENT);

        var counts = Flux.from(insert.execute())
                .flatMap(Result::getRowsUpdated)
                .count()
                .toFuture();
        // A Bind and an Execute take 60 bytes at most.
        Await.until("a thousand to be sent", () -> link.bytes(Direction.TO_SERVER) - before > 1_000 * 60);
        assertThat(counts).isNotDone();
        link.resume(Direction.TO_CLIENT);

        assertThat(Await.get(counts)).isEqualTo(10_000);
        assertThat(numbers(own, "select count(*)::int from t").blockLast(LIMIT)).isEqualTo(10_000);
        Mono.from(own.close()).block(LIMIT);
    }

    /** rust-postgres 1212; pgx 872: an error told of the wrong statement. */
    @Test
    void anErrorIsToldOfTheStatementThatFailed() {
        var first = numbers(connection, "select 1").collectList().toFuture();
        var wrong = numbers(connection, "select 1/0").collectList().toFuture();
        var last = numbers(connection, "select 3").collectList().toFuture();

        assertThat(Await.get(first)).containsExactly(1);
        assertThatThrownBy(() -> Await.get(wrong)).isInstanceOf(R2dbcException.class);
        assertThat(Await.get(last)).containsExactly(3);
    }
}
