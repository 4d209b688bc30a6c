package io.penstock.it.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.Batch;
import io.penstock.CommandTag;
import io.penstock.ListenEvent;
import io.penstock.ListenerOptions;
import io.penstock.Notification;
import io.penstock.PgConnection;
import io.penstock.Query;
import io.penstock.config.PoolOptions;
import io.penstock.error.PgServerException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.proxy.Direction;
import io.penstock.it.proxy.FaultyProxy;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.observe.DroppedErrorEvent;
import io.penstock.reactive.ReactiveConnection;
import io.penstock.reactive.ReactivePool;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** What docs/reactive.md says of threads, order, demand, cancel and ends. */
@PostgresTest
class ReactiveContractIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final PostgresServer server;
    private TestClient client;
    private PgConnection connection;
    private ReactiveConnection reactive;

    ReactiveContractIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        connection = client.connect();
        reactive = ReactiveConnection.of(client.penstock(), client.options().build(), connection);
    }

    /** Rows as wide as real ones: leak detection looks at each row, and an endless stream of narrow ones takes longer to drop than a cancel may. */
    private static Flux<Integer> numbers(ReactiveConnection on, int count) {
        return Flux.from(
                on.query(Query.of("select generate_series(1, $1), repeat('-', 1000)", count), row -> row.getInt(0)));
    }

    private int answer() {
        return Await.get(connection.query("select 42")).single().getInt(0);
    }

    private ReactivePool pool(int size) {
        return ReactivePool.create(
                client.penstock(),
                client.options().build(),
                PoolOptions.builder().maxSize(size).build());
    }

    // ---- threads and order

    @Test
    void signalsAndMappersRunOffTheLoop() {
        List<String> threads = new CopyOnWriteArrayList<>();
        Flux.from(reactive.query(Query.of("select generate_series(1, 100)"), row -> {
                    threads.add(Thread.currentThread().toString());
                    return row.getInt(0);
                }))
                .doOnEach(signal -> threads.add(Thread.currentThread().toString()))
                .blockLast(LIMIT);

        assertThat(threads).hasSizeGreaterThan(200).noneMatch(thread -> thread.contains("penstock-loop"));
    }

    @Test
    void keepsTheOrderOfWhatIsAskedForFirst() {
        Await.get(connection.query("create temp table seen(n int generated always as identity, v int)"));

        var inserts = Flux.range(1, 50)
                .flatMap(i -> reactive.execute(Query.of("insert into seen(v) values ($1)", i)), 50, 1)
                .count()
                .block(LIMIT);

        assertThat(inserts).isEqualTo(50);
        assertThat(Await.get(connection.query("select v from seen order by n")).rows())
                .extracting(row -> row.getInt(0))
                .isSorted();
    }

    // ---- demand

    @Test
    void sendsNothingBeforeTheFirstDemand() {
        var proxy = client.through(FaultyProxy.to(server));
        var proxied = client.connect(proxy.through(client.options()));
        var before = proxy.connection().bytes(Direction.TO_SERVER);
        var subscriber = new Asking<Integer>();

        ReactiveConnection.of(client.penstock(), client.options().build(), proxied)
                .query(Query.of("select 1"), row -> row.getInt(0))
                .subscribe(subscriber);

        assertThat(proxy.connection().bytes(Direction.TO_SERVER)).isEqualTo(before);
        subscriber.ask(1);
        Await.until("the row", () -> subscriber.elements.get() == 1);
        assertThat(proxy.connection().bytes(Direction.TO_SERVER)).isGreaterThan(before);
    }

    @Test
    void takesNoConnectionBeforeTheFirstDemand() {
        var pool = pool(1);
        var subscriber = new Asking<Integer>();
        pool.<Integer>query(Query.of("select 1"), row -> row.getInt(0)).subscribe(subscriber);

        assertThat(pool.pool().metrics().totals().acquired()).isZero();
        subscriber.ask(1);
        Await.until("the end", () -> subscriber.ends.get() == 1);
        assertThat(pool.pool().metrics().totals().acquired()).isEqualTo(1);
    }

    @Test
    void publishesNoMoreThanIsAskedFor() {
        var subscriber = new Asking<Integer>();
        numbers(reactive, 1_000).subscribe(subscriber);

        subscriber.ask(3);
        Await.until("three", () -> subscriber.elements.get() == 3);
        subscriber.ask(4);
        Await.until("seven", () -> subscriber.elements.get() == 7);
        assertThat(subscriber.ends.get()).isZero();
        subscriber.cancel();
        assertThat(answer()).isEqualTo(42);
    }

    @Test
    void holdsNoMoreThanTheWindowWhateverIsAskedFor() {
        var proxy = client.through(FaultyProxy.to(server));
        var proxied = client.connect(proxy.through(client.options()));
        var subscriber = new Asking<String>();
        Flux.from(ReactiveConnection.of(client.penstock(), client.options().build(), proxied)
                        .query(
                                Query.of("select repeat('x', 10000) from generate_series(1, 20000)"),
                                row -> row.getString(0)))
                .subscribe(subscriber);

        subscriber.ask(1);
        Await.until("a row", () -> subscriber.elements.get() == 1);
        proxy.connection().awaitStandstill();

        assertThat(proxy.connection().bytesTakenByClient()).isLessThan(20_000_000);
        subscriber.cancel();
        assertThat(Await.get(proxied.query("select 42")).single().getInt(0)).isEqualTo(42);
    }

    // ---- cancel and take

    @Test
    void takeEndsTheStatementAndLeavesTheConnectionUsable() {
        var few = numbers(reactive, 100_000_000).take(5).collectList().block(LIMIT);

        assertThat(few).containsExactly(1, 2, 3, 4, 5);
        assertThat(answer()).isEqualTo(42);
    }

    @Test
    void cancelBeforeTheFirstDemandSendsNothing() {
        var subscriber = new Asking<CommandTag>();
        Await.get(connection.query("create temp table t(n int)"));
        reactive.execute(Query.of("insert into t values (1)")).subscribe(subscriber);

        subscriber.cancel();

        assertThat(Await.get(connection.query("select count(*) from t"))
                        .single()
                        .getInt(0))
                .isZero();
    }

    @Test
    void cancelRollsATransactionBack() {
        Await.get(connection.query("create temp table t(n int)"));
        var one = Flux.from(reactive.<Integer>inTransaction(tx -> Flux.concat(
                        Flux.from(tx.execute(Query.of("insert into t values (1)")))
                                .map(tag -> 1),
                        Flux.never())))
                .take(1)
                .blockLast(LIMIT);

        assertThat(one).isEqualTo(1);
        assertThat(Await.get(connection.query("select count(*) from t"))
                        .single()
                        .getInt(0))
                .isZero();
    }

    @Test
    void cancelReturnsThePoolsConnection() {
        var pool = pool(1);
        for (var i = 0; i < 2; i++) {
            Flux.from(pool.<Integer>query(
                            Query.of("select generate_series(1, 100000000), repeat('-', 1000)"), row -> row.getInt(0)))
                    .take(1)
                    .blockLast(LIMIT);
        }

        assertThat(Mono.from(pool.<Integer>query(Query.of("select 42"), row -> row.getInt(0)))
                        .block(LIMIT))
                .isEqualTo(42);
        Await.until("the connection to be back", () -> pool.pool().metrics().active() == 0);
    }

    // ---- ends

    @Test
    void aSubscriberThatThrowsEndsItsOwnFlowOnly() {
        client.expectDroppedErrors();
        var thrown = new IllegalStateException("a subscriber's own");
        reactive.query(Query.of("select generate_series(1, 100000)"), row -> row.getInt(0))
                .subscribe(new Throwing<>(thrown));

        assertThat(numbers(reactive, 10).count().block(LIMIT)).isEqualTo(10);
        Await.until(
                "the dropped error",
                () -> client.events().of(DroppedErrorEvent.class).stream()
                        .anyMatch(event ->
                                event.error() == thrown || event.error().getCause() == thrown));
    }

    @Test
    void whatAMapperThrowsIsTheFlowsError() {
        var thrown = new IllegalStateException("a mapper's own");

        assertThatThrownBy(() -> Flux.from(reactive.query(Query.of("select 1"), row -> {
                            throw thrown;
                        }))
                        .blockLast(LIMIT))
                .isSameAs(thrown);
        assertThat(answer()).isEqualTo(42);
    }

    @Test
    void aTransactionIsCommittedBeforeItsEndIsTold() {
        var pool = pool(2);
        Await.get(connection.query("create table reactive_commit(n int)"));
        try {
            var tags = Flux.from(
                            pool.inTransaction(tx -> tx.execute(Query.of("insert into reactive_commit values (1)"))))
                    .collectList()
                    .block(LIMIT);

            assertThat(tags).extracting(CommandTag::rows).containsExactly(1L);
            assertThat(Await.get(connection.query("select count(*) from reactive_commit"))
                            .single()
                            .getInt(0))
                    .isEqualTo(1);
        } finally {
            Await.get(connection.query("drop table reactive_commit"));
        }
    }

    @Test
    void aTransactionIsRolledBackWhenItsPublisherFails() {
        Await.get(connection.query("create temp table t(n int)"));

        assertThatThrownBy(() -> Flux.from(reactive.<CommandTag>inTransaction(tx -> Flux.concat(
                                tx.execute(Query.of("insert into t values (1)")), tx.execute(Query.of("select 1/0")))))
                        .blockLast(LIMIT))
                .isInstanceOf(PgServerException.class);
        assertThat(Await.get(connection.query("select count(*) from t"))
                        .single()
                        .getInt(0))
                .isZero();
    }

    @Test
    void aSavepointIsRolledBackToAlone() {
        Await.get(connection.query("create temp table t(n int)"));
        Flux.from(reactive.<CommandTag>inTransaction(tx -> Flux.concat(
                        tx.execute(Query.of("insert into t values (1)")),
                        Flux.from(tx.<CommandTag>inSavepoint(inner -> Flux.concat(
                                        inner.execute(Query.of("insert into t values (2)")),
                                        inner.execute(Query.of("select 1/0")))))
                                .onErrorResume(error -> Flux.empty()))))
                .blockLast(LIMIT);

        assertThat(Await.get(connection.query("select n from t")).rows())
                .extracting(row -> row.getInt(0))
                .containsExactly(1);
    }

    @Test
    void publishesABatchsResultsInOrder() {
        var batch = Batch.atomic().add("select 1").add("select 2").add("select 3");

        assertThat(Flux.from(reactive.batch(batch))
                        .map(result -> result.single().getInt(0))
                        .collectList()
                        .block(LIMIT))
                .containsExactly(1, 2, 3);
    }

    // ---- copies

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void copiesAPublisherInAndOut() {
        Await.get(connection.query("create temp table t(n int)"));
        var tag = Mono.from(reactive.copyIn(
                        "copy t from stdin", Flux.range(1, 1_000).map(i -> bytes(i + "\n"))))
                .block(LIMIT);

        var lines = Flux.from(reactive.copyOut("copy (select n from t order by n) to stdout"))
                .map(buffer -> StandardCharsets.UTF_8.decode(buffer).toString())
                .collectList()
                .block(LIMIT);

        assertThat(tag.rows()).isEqualTo(1_000);
        assertThat(String.join("", lines).lines())
                .hasSize(1_000)
                .startsWith("1", "2")
                .endsWith("1000");
    }

    @Test
    void aCopyWhoseSourceFailsCopiesNothing() {
        Await.get(connection.query("create temp table t(n int)"));
        var thrown = new IllegalStateException("the source's own");

        assertThatThrownBy(() -> Mono.from(reactive.copyIn(
                                "copy t from stdin", Flux.concat(Flux.just(bytes("1\n")), Flux.error(thrown))))
                        .block(LIMIT))
                .isSameAs(thrown);
        assertThat(Await.get(connection.query("select count(*) from t"))
                        .single()
                        .getInt(0))
                .isZero();
    }

    @Test
    void aCopyThatTheServerRefusesCancelsItsSource() {
        Await.get(connection.query("create temp table t(n int)"));
        var cancels = new AtomicInteger();

        assertThatThrownBy(() -> Mono.from(reactive.copyIn(
                                "copy t from stdin",
                                Flux.range(1, Integer.MAX_VALUE)
                                        .map(i -> bytes("no number\n"))
                                        .doOnCancel(cancels::incrementAndGet)))
                        .block(LIMIT))
                .isInstanceOf(PgServerException.class);
        assertThat(cancels).hasValue(1);
        assertThat(answer()).isEqualTo(42);
    }

    // ---- notifications

    @Test
    void listensFromTheFirstDemandToTheCancel() {
        var other = client.connect();
        var sessions = "select count(*) from pg_stat_activity where query like 'LISTEN \"orders\"%'";
        var subscriber = new Asking<ListenEvent>();
        reactive.listen("orders", "bills").subscribe(subscriber);

        subscriber.ask(2);
        Await.until("two notifications", () -> {
            Await.get(other.query("select pg_notify('orders', 'a'), pg_notify('bills', 'b')"));
            return subscriber.elements.get() == 2;
        });
        subscriber.cancel();

        Await.until(
                "the connection to be given up",
                () -> Await.get(other.query(sessions)).single().getLong(0) == 0);
        assertThat(subscriber.elements).hasValue(2);
    }

    @Test
    void tellsASlowListenerHowMuchIsMissing() {
        var other = client.connect();
        var pool = pool(1);
        var events = new Asking<ListenEvent>();
        var all = new CopyOnWriteArrayList<ListenEvent>();
        var bounds = ListenerOptions.defaults().withBuffer(4, 1 << 20, ListenerOptions.Overflow.DROP_OLDEST);
        Flux.from(pool.listen(bounds, "orders")).doOnNext(all::add).subscribe(events);

        events.ask(1);
        Await.until("the first", () -> {
            Await.get(other.query("select pg_notify('orders', 'first')"));
            return !all.isEmpty();
        });
        Await.get(other.query("select pg_notify('orders', i::text) from generate_series(1, 100) i"));
        Await.get(other.query("select pg_notify('orders', 'last')"));
        events.ask(Long.MAX_VALUE);
        Await.until(
                "the last",
                () -> all.stream()
                        .anyMatch(event -> event instanceof Notification told
                                && told.payload().equals("last")));
        events.cancel();

        assertThat(all).hasAtLeastOneElementOfType(ListenEvent.Lost.class);
    }

    /** Asks when the test does. */
    static class Asking<T> extends BaseSubscriber<T> {

        final AtomicInteger elements = new AtomicInteger();
        final AtomicInteger ends = new AtomicInteger();

        /** Asks, once it has been subscribed to something. */
        void ask(long count) {
            Await.until("the subscription", () -> upstream() != null);
            request(count);
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        @Override
        protected void hookOnNext(T value) {
            elements.incrementAndGet();
        }

        @Override
        protected void hookFinally(SignalType type) {
            ends.incrementAndGet();
        }
    }

    /** A subscriber that throws: Reactor's own would catch it. */
    private record Throwing<T>(RuntimeException thrown) implements Subscriber<T> {

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(T value) {
            throw thrown;
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }
}
