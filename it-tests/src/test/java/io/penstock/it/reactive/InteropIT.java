package io.penstock.it.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ListenEvent;
import io.penstock.Notification;
import io.penstock.Query;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import io.penstock.r2dbc.PenstockConnection;
import io.penstock.r2dbc.PenstockConnectionFactory;
import io.penstock.reactive.ReactiveConnection;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.proxy.ProxyConnectionFactory;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Wrapped;
import io.reactivex.rxjava3.core.Flowable;
import io.smallrye.mutiny.Multi;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.flow.FlowKt;
import kotlinx.coroutines.reactive.ReactiveFlowKt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What stands above the publishers in applications, with its own operators, demand and cancels. */
@PostgresTest(versions = 18)
class InteropIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<Integer> FIRST_FIVE = List.of(1, 2, 3, 4, 5);

    private TestClient client;
    private ReactiveConnection reactive;

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        reactive = ReactiveConnection.of(client.penstock(), client.options().build(), client.connect());
    }

    /** Rows as wide as real ones: leak detection looks at each row, and an endless stream of narrow ones takes longer to drop than a cancel may. */
    private Publisher<Integer> numbers(int count) {
        return reactive.query(
                Query.of("select generate_series(1, $1), repeat('-', 1000)", count), row -> row.getInt(0));
    }

    private static List<Integer> range(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }

    private void assertUsable() {
        assertThat(Flux.from(numbers(3)).collectList().block(LIMIT)).containsExactly(1, 2, 3);
    }

    @Test
    void reactor() {
        assertThat(Flux.from(numbers(10_000)).limitRate(64).collectList().block(LIMIT))
                .isEqualTo(range(10_000));
        assertThat(Flux.from(numbers(100_000_000)).take(5).collectList().block(LIMIT))
                .isEqualTo(FIRST_FIVE);
        assertUsable();
    }

    @Test
    void rxJava() {
        assertThat(Flowable.fromPublisher(numbers(10_000))
                        .rebatchRequests(64)
                        .toList()
                        .blockingGet())
                .isEqualTo(range(10_000));
        assertThat(Flowable.fromPublisher(numbers(100_000_000)).take(5).toList().blockingGet())
                .isEqualTo(FIRST_FIVE);
        assertUsable();
    }

    @Test
    void mutiny() {
        assertThat(Multi.createFrom()
                        .publisher(FlowAdapters.toFlowPublisher(numbers(10_000)))
                        .collect()
                        .asList()
                        .await()
                        .atMost(LIMIT))
                .isEqualTo(range(10_000));
        assertThat(Multi.createFrom()
                        .publisher(FlowAdapters.toFlowPublisher(numbers(100_000_000)))
                        .select()
                        .first(5)
                        .collect()
                        .asList()
                        .await()
                        .atMost(LIMIT))
                .isEqualTo(FIRST_FIVE);
        assertUsable();
    }

    @Test
    void kotlinFlow() throws InterruptedException {
        assertThat(collected(ReactiveFlowKt.asFlow(numbers(10_000)))).isEqualTo(range(10_000));
        assertThat(collected(FlowKt.take(ReactiveFlowKt.asFlow(numbers(100_000_000)), 5)))
                .isEqualTo(FIRST_FIVE);
        assertUsable();
    }

    private static List<Integer> collected(kotlinx.coroutines.flow.Flow<Integer> flow) throws InterruptedException {
        var all = new ArrayList<Integer>();
        BuildersKt.runBlocking(
                EmptyCoroutineContext.INSTANCE, (scope, continuation) -> FlowKt.toList(flow, all, continuation));
        return all;
    }

    @Test
    void flowOfTheJdk() {
        var all = new CompletableFuture<List<Integer>>();
        FlowAdapters.toFlowPublisher(numbers(1_000)).subscribe(new Flow.Subscriber<>() {

            private final List<Integer> seen = new ArrayList<>();
            private Flow.Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                given.request(1);
            }

            @Override
            public void onNext(Integer number) {
                seen.add(number);
                subscription.request(1);
            }

            @Override
            public void onError(Throwable error) {
                all.completeExceptionally(error);
            }

            @Override
            public void onComplete() {
                all.complete(seen);
            }
        });

        assertThat(Await.get(all)).isEqualTo(range(1_000));
    }

    private ConnectionPool pool() {
        var factory =
                PenstockConnectionFactory.of(client.penstock(), client.options().build());
        return new ConnectionPool(
                ConnectionPoolConfiguration.builder(factory).maxSize(2).build());
    }

    @Test
    void extensionsFromUnderAPool() {
        var pool = pool();
        try {
            var pooled = pool.create().block(LIMIT);
            var own = ((Wrapped<?>) pooled).unwrap(PenstockConnection.class);
            assertThat(own).isNotNull();
            Flux.from(pooled.createStatement("create temp table t(n int)").execute())
                    .flatMap(result -> result.getRowsUpdated())
                    .blockLast(LIMIT);

            var tag = Mono.from(own.copyIn(
                            "copy t from stdin", Mono.just(ByteBuffer.wrap("1\n2\n".getBytes(StandardCharsets.UTF_8)))))
                    .block(LIMIT);
            var out = Flux.from(own.copyOut("copy t to stdout"))
                    .map(bytes -> StandardCharsets.UTF_8.decode(bytes).toString())
                    .collectList()
                    .block(LIMIT);
            var heard = Flux.from(own.listen("interop")).next().toFuture();
            Await.until("a notification", () -> {
                Flux.from(pooled.createStatement("notify interop, 'x'").execute())
                        .flatMap(result -> result.getRowsUpdated())
                        .blockLast(LIMIT);
                return heard.isDone();
            });
            ListenEvent event = Await.get(heard);

            assertThat(tag.rows()).isEqualTo(2);
            assertThat(String.join("", out)).isEqualTo("1\n2\n");
            assertThat(((Notification) event).payload()).isEqualTo("x");
            Mono.from(own.cancel()).block(LIMIT);
            Mono.from(pooled.close()).block(LIMIT);
        } finally {
            pool.disposeLater().block(LIMIT);
        }
    }

    @Test
    void r2dbcPoolRollsBackWhatIsLeftOpen() {
        var pool = pool();
        try {
            var left = pool.create().block(LIMIT);
            Mono.from(left.beginTransaction()).block(LIMIT);
            Mono.from(left.close()).block(LIMIT);

            var next = pool.create().block(LIMIT);
            assertThat(next.isAutoCommit()).isTrue();
            Mono.from(next.close()).block(LIMIT);
        } finally {
            pool.disposeLater().block(LIMIT);
        }
    }

    @Test
    void r2dbcProxy() {
        var executed = new AtomicInteger();
        var factory = ProxyConnectionFactory.builder(PenstockConnectionFactory.of(
                        client.penstock(), client.options().build()))
                .onAfterQuery(info -> executed.incrementAndGet())
                .build();

        var numbers = Flux.usingWhen(
                        factory.create(),
                        connection -> Flux.from(connection
                                        .createStatement("select generate_series(1, $1::int)")
                                        .bind("$1", 5)
                                        .execute())
                                .flatMap(result -> result.map((row, metadata) -> row.get(0, Integer.class))),
                        Connection::close)
                .collectList()
                .block(LIMIT);

        assertThat(numbers).isEqualTo(FIRST_FIVE);
        assertThat(executed).hasValue(1);
    }
}
