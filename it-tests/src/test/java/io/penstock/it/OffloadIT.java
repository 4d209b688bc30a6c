package io.penstock.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.penstock.Batch;
import io.penstock.Listener;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.Query;
import io.penstock.Row;
import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.PasswordSource;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.observe.ConnectionClosedEvent;
import io.penstock.observe.NoticeEvent;
import io.penstock.observe.OffloadRejectedEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each path of user code that {@link ExecutionStrategy} lists, and the thread it is on. */
@PostgresTest
class OffloadIT {

    private static final String SLOW = "select pg_sleep(0.03)";

    private final PostgresServer server;
    private final ThreadNames threads = new ThreadNames();
    private TestClient client;
    private PgConnection connection;

    OffloadIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        connection = client.connect();
    }

    /** A stage of each kind of operation, which is not complete yet. */
    static Stream<Function<PgConnection, CompletionStage<?>>> operations() {
        return Stream.of(
                connection -> connection.query(SLOW),
                connection -> connection.query("select 1/0 from pg_sleep(0.03)"),
                connection -> connection.script(SLOW),
                connection -> connection.prepare("select 1"),
                connection -> connection.batch(Batch.independent().add(SLOW)),
                connection -> connection.batchEach(Batch.atomic().add(SLOW)).get(0),
                connection -> connection.stream(SLOW).forEach(row -> {}),
                connection ->
                        connection.copyOut("copy (" + SLOW + ") to stdout").forEach(bytes -> {}),
                connection -> connection.inTransaction(tx -> tx.query(SLOW)),
                PgConnection::cancel,
                PgConnection::close,
                PgConnection::closed);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void runsContinuationsElsewhere(Function<PgConnection, CompletionStage<?>> operation) {
        CompletionStage<?> stage = operation.apply(connection);
        List<CompletionStage<?>> dependents = new ArrayList<>();
        dependents.add(stage.thenRun(threads::note));
        dependents.add(stage.handle((value, error) -> threads.noted()));
        dependents.add(stage.whenComplete((value, error) -> threads.note()));
        dependents.add(stage.handleAsync((value, error) -> threads.noted()));
        dependents.add(stage.toCompletableFuture().handle((value, error) -> threads.noted()));
        dependents.add(stage.handle((value, error) -> null).thenCompose(any -> {
            threads.note();
            return CompletableFuture.completedFuture(null);
        }));
        connection.close();

        dependents.forEach(dependent -> catchThrowable(() -> Await.get(dependent)));
        threads.assertSomeAndNoLoop();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void runsContinuationsOfCompletedStagesElsewhere(Function<PgConnection, CompletionStage<?>> operation) {
        CompletionStage<?> stage = operation.apply(connection);
        connection.close();
        catchThrowable(() -> Await.get(stage));

        Await.get(stage.handle((value, error) -> threads.noted()));
        Await.get(stage.handleAsync((value, error) -> threads.noted()));

        threads.assertSomeAndNoLoop();
    }

    @Test
    void runsTheContinuationsOfConnectingElsewhere() {
        var options = client.options().build();

        var opened = client.penstock().connect(options);
        Await.get(opened.thenAccept(any -> threads.note()));
        Await.get(Await.get(opened).close());
        var refused =
                client.penstock().connect(client.options().database("nowhere").build());
        Await.get(refused.handle((value, error) -> threads.noted()));

        threads.assertSomeAndNoLoop();
    }

    @Test
    void callsTheCallersExecutorFromElsewhere() {
        var asked = new ThreadNames();
        Executor executor = task -> {
            asked.note();
            new Thread(task, "callers-own").start();
        };

        String thread = Await.get(connection
                .query(SLOW)
                .thenApplyAsync(any -> Thread.currentThread().getName(), executor));

        assertThat(thread).isEqualTo("callers-own");
        asked.assertSomeAndNoLoop();
    }

    @Test
    void runsRowsAndTerminalSignalsElsewhere() {
        var subscriber = new RecordingSubscriber(row -> threads.note());
        connection.stream("select n from generate_series(1, 1000) n").subscribe(subscriber);
        subscriber.subscription().request(Long.MAX_VALUE);
        Await.get(subscriber.end().thenRun(threads::note)); // on the thread of onComplete, or on this one
        var failing = new RecordingSubscriber(row -> threads.note());
        connection.stream("selec").subscribe(failing);
        failing.subscription().request(1);
        catchThrowable(() -> Await.get(failing.end().whenComplete((tag, error) -> threads.note())));

        Await.get(connection.stream("select n from generate_series(1, 100) n").forEach(row -> threads.note()));
        Await.get(connection.stream("select n from generate_series(1, 100) n")
                .collect(Collector.<Row, ThreadNames>of(() -> threads, (names, row) -> names.note(), (a, b) -> a)));
        Await.get(connection
                .copyOut("copy (select n from generate_series(1, 100) n) to stdout")
                .forEach(bytes -> threads.note()));

        threads.assertSomeAndNoLoop();
    }

    @Test
    void runsNotificationsElsewhere() {
        var heard = new CountDownLatch(2);
        Listener listener = client.penstock().listener(client.options().build());
        CompletionStage<?> ended = listener.forEach(event -> {
            threads.note();
            heard.countDown();
        });
        ended.thenRun(threads::note);
        Await.get(listener.listen("offload").thenRun(threads::note));

        Await.get(connection.query("select pg_notify('offload', 'from one')"));
        Await.get(client.connect().query("select pg_notify('offload', 'from another')"));
        Await.signal(heard);
        Await.get(listener.unlisten("offload").thenRun(threads::note));
        Await.get(listener.close().thenRun(threads::note));
        Await.get(ended);

        threads.assertSomeAndNoLoop();
    }

    @Test
    void tellsListenersElsewhere() {
        Await.get(connection.script("do $$ begin raise warning 'attention'; end $$"));
        client.refusal(client.options().database("nowhere"));
        Await.get(connection.close());

        assertThat(client.events().await(NoticeEvent.class).fields().message()).isEqualTo("attention");
        client.events().await(ConnectionClosedEvent.class);
        assertThat(client.events().threads()).isNotEmpty().noneMatch(ThreadNames::isLoop);
    }

    @Test
    void runsTheFunctionsOfTransactionsElsewhere() {
        Await.get(connection.inTransaction(tx -> {
            threads.note();
            return tx.inSavepoint(inner -> {
                threads.note();
                return inner.query("select 1");
            });
        }));

        threads.assertSomeAndNoLoop();
    }

    @Test
    void tellsTheProducerOfACopyElsewhere() {
        Await.get(connection.script("create temp table fed (n int)"));

        Await.get(connection
                .copyIn("copy fed from stdin")
                .thenCompose(copy -> {
                    threads.note();
                    return copy.write(ByteBuffer.wrap("1\n".getBytes(US_ASCII))).thenCompose(done -> {
                        threads.note();
                        return copy.finish();
                    });
                })
                .thenAccept(tag -> threads.note()));

        threads.assertSomeAndNoLoop();
    }

    @Test
    void encodesOnTheCallersThreadAndDecodesOnTheReaders() {
        var codec = new NotingCodec();
        Penstock custom = client.penstock(
                builder -> builder.codecs(Penstock.Builder.builtinCodecs().with(codec)));
        PgConnection chosen = client.connect(custom, client.options());

        var result = chosen.query("select $1::int4", new Noted(7));
        assertThat(codec.encoded.names()).containsOnly(Thread.currentThread().toString());
        Noted inContinuation = Await.get(result.thenApply(any -> any.single().get(0, Noted.class)));
        assertThat(inContinuation).isEqualTo(new Noted(7));
        codec.decoded.assertSomeAndNoLoop();
        Await.get(result).single().get(0, Noted.class);
        assertThat(codec.decoded.names()).contains(Thread.currentThread().toString());
    }

    @Test
    void asksForPasswordsElsewhereWhateverTheStrategy() {
        PasswordSource noting = (address, database, user) -> {
            threads.note();
            return CompletableFuture.completedFuture(server.password().toCharArray());
        };
        Penstock onLoop = client.penstock(builder -> builder.executionStrategy(ExecutionStrategy.eventLoop()));

        client.connect(client.options().password(noting));
        client.connect(onLoop, client.options().password(noting));

        threads.assertSomeAndNoLoop();
    }

    @Test
    void usesTheExecutorThatItIsGiven() {
        Executor own = task -> new Thread(task, "given").start();
        var strategy = ExecutionStrategy.on(own);
        Penstock given = client.penstock(builder -> builder.executionStrategy(strategy));
        PgConnection chosen = client.connect(given, client.options());

        var ofTheClient = chosen.query(SLOW);
        var ofTheQuery = connection.query(Query.of(SLOW).withStrategy(strategy));

        assertThat(threadAfter(ofTheClient)).isEqualTo("given");
        assertThat(threadAfter(ofTheQuery)).isEqualTo("given");
    }

    private static String threadAfter(CompletionStage<?> stage) {
        return Await.get(stage.thenApply(any -> Thread.currentThread().getName()));
    }

    /** A full executor loses nothing: the driver's own thread tells the operation's owner, once. */
    @Test
    void losesNothingWhenTheExecutorRefuses() {
        var strategy = ExecutionStrategy.on(task -> {
            throw new RejectedExecutionException("full");
        });
        var told = new AtomicInteger();
        var error = new CompletableFuture<Throwable>();

        connection.query(Query.of(SLOW).withStrategy(strategy)).whenComplete((value, failure) -> {
            threads.note();
            told.incrementAndGet();
            error.complete(failure);
        });

        Throwable failure = Await.get(error);
        assertThat(failure).hasRootCauseInstanceOf(RejectedExecutionException.class);
        assertThat(told).hasValue(1);
        threads.assertSomeAndNoLoop();
        client.events().await(OffloadRejectedEvent.class);
        Nonce.echoes(connection);
    }

    @Test
    void doesNotLetAnExecutorRunTasksOnTheLoop() {
        var strategy = ExecutionStrategy.on(Runnable::run);

        catchThrowable(() -> Await.get(connection
                .query(Query.of(SLOW).withStrategy(strategy))
                .whenComplete((value, failure) -> threads.note())));

        threads.assertSomeAndNoLoop();
        Nonce.echoes(connection);
    }

    @Test
    void runsOnTheLoopWhereThatIsWanted() {
        var onLoop = Query.of(SLOW).withStrategy(ExecutionStrategy.eventLoop());

        String thread = Await.get(
                connection.query(onLoop).thenApply(any -> Thread.currentThread().toString()));

        assertThat(thread)
                .satisfies(name -> assertThat(ThreadNames.isLoop(name)).isTrue());
    }

    @Test
    void refusesToBlockTheLoop() {
        var onLoop = Query.of(SLOW).withStrategy(ExecutionStrategy.eventLoop());

        Throwable refusal = Await.get(connection
                .query(onLoop)
                .thenApply(any -> catchThrowable(
                        () -> connection.query(SLOW).toCompletableFuture().join())));

        assertThat(refusal).isInstanceOf(IllegalStateException.class);
        Nonce.echoes(connection);
    }

    @Test
    void delaysNobodyElseWhenACallbackBlocks() {
        Penstock oneLoop = client.penstock(builder -> builder.eventLoops(1));
        PgConnection blocking = client.connect(oneLoop, client.options());
        PgConnection other = client.connect(oneLoop, client.options());
        var blocked = new CountDownLatch(1);
        var inside = new CountDownLatch(1);
        var held = blocking.query("select 1").thenRun(() -> {
            inside.countDown();
            Await.signal(blocked);
        });
        Await.signal(inside);

        for (int i = 0; i < 20; i++) {
            Nonce.echoes(other);
        }
        blocked.countDown();
        Await.get(held);
    }

    @Test
    void keepsTheOrderOfEachConnectionUnderLoad() {
        List<PgConnection> connections = List.of(connection, client.connect(), client.connect(), client.connect());
        List<CompletionStage<?>> all = new ArrayList<>();
        List<List<Integer>> orders = new ArrayList<>();
        var overlaps = new AtomicInteger();
        for (PgConnection each : connections) {
            List<Integer> order = new ArrayList<>(); // unguarded: deliveries happen one before the other
            var inside = new AtomicInteger();
            orders.add(order);
            for (int i = 0; i < 500; i++) {
                int number = i;
                all.add(each.query("select $1::int", i).thenAccept(result -> {
                    overlaps.addAndGet(inside.incrementAndGet() - 1);
                    order.add(result.single().getInt(0) - number == 0 ? number : -1);
                    inside.decrementAndGet();
                }));
            }
        }

        all.forEach(Await::get);
        orders.forEach(order -> assertThat(order).hasSize(500).isSorted().doesNotContain(-1));
        assertThat(overlaps).hasValue(0);
    }

    private record Noted(int value) {}

    private static final class NotingCodec implements Codec<Noted> {

        private final ThreadNames encoded = new ThreadNames();
        private final ThreadNames decoded = new ThreadNames();

        @Override
        public PgType type() {
            return PgTypes.INT4;
        }

        @Override
        public Class<Noted> javaType() {
            return Noted.class;
        }

        @Override
        public void encode(Noted value, Format format, PgWriter out) {
            encoded.note();
            switch (format) {
                case TEXT -> out.writeUtf8(Integer.toString(value.value()));
                case BINARY -> out.writeInt(value.value());
            }
        }

        @Override
        public Noted decode(PgReader in, Format format) {
            decoded.note();
            return new Noted(
                    switch (format) {
                        case TEXT -> Integer.parseInt(in.readUtf8());
                        case BINARY -> in.readInt();
                    });
        }
    }
}
