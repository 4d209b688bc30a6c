package io.penstock.it.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.penstock.Batch;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.Query;
import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.PoolOptions;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.observe.micrometer.PenstockObservations;
import io.penstock.pool.PgPool;
import io.penstock.reactive.ReactiveConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** Traces: a span for each operation, with the parent and the attributes that it should have, and the parent again in what hangs on it. */
@PostgresTest
class ObservationIT {

    private final PostgresServer server;
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final List<String> exportingThreads = new CopyOnWriteArrayList<>();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build();
    private final ObservationRegistry observations = ObservationRegistry.create();
    private TestClient client;
    private Penstock penstock;
    private PgConnection connection;

    ObservationIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void trace(TestClient testClient) {
        var otel = provider.get("penstock-it");
        var tracer = new OtelTracer(otel, new OtelCurrentTraceContext(), event -> {});
        observations
                .observationConfig()
                .observationHandler(new EndsOnThreads())
                .observationHandler(
                        new io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler(
                                new PropagatingSenderTracingObservationHandler<>(
                                        tracer, new OtelPropagator(ContextPropagators.noop(), otel)),
                                new DefaultTracingObservationHandler(tracer)));
        client = testClient;
        penstock = client.penstock(builder -> builder.tracer(PenstockObservations.tracer(observations)));
        connection = client.connect(penstock, client.options());
        exporter.reset();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void haveTheAttributesOfTheConventions() {
        Await.get(connection.query("select $1::int", 42));

        SpanData span = spans(1).get(0);
        assertThat(span.getName()).isEqualToIgnoringCase("SELECT " + server.database());
        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(attribute(span, "db.system.name")).isEqualTo("postgresql");
        assertThat(attribute(span, "db.namespace")).isEqualTo(server.database());
        assertThat(attribute(span, "db.operation.name")).isEqualTo("SELECT");
        assertThat(attribute(span, "server.address")).isEqualTo(server.host());
        assertThat(attribute(span, "server.port")).isEqualTo(Integer.toString(server.port()));
        assertThat(attribute(span, "db.query.text")).isNull();
    }

    @Test
    void tellHowAnOperationHasFailed() {
        Await.failure(connection.query("select 1/0"));

        SpanData span = spans(1).get(0);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attribute(span, "db.response.status_code")).isEqualTo("22012");
        assertThat(attribute(span, "error.type")).isEqualTo("22012");
    }

    @Test
    void tellTextsWhereThatIsWanted() {
        var telling = client.penstock(builder -> builder.tracer(PenstockObservations.withSqlText(observations)));
        PgConnection other = client.connect(telling, client.options());

        Await.get(other.query("select $1::int", 42));

        assertThat(attribute(spans(1).get(0), "db.query.text")).isEqualTo("select $1::int");
    }

    /** Operations, and how many spans each makes. */
    static Stream<Function<PgConnection, CompletionStage<?>>> operations() {
        return Stream.of(
                connection -> connection.query("select 1"),
                connection -> connection.query("select 1/0"),
                connection -> connection.script("select 1; select 2"),
                connection -> connection.prepare("select 1"),
                connection -> connection.batch(Batch.atomic().add("select 1").add("select 2")),
                connection -> connection.stream("select 1").forEach(row -> {}),
                connection -> connection.copyOut("copy (select 1) to stdout").forEach(bytes -> {}));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void takeTheirParentAtTheCallAndGiveItBackInContinuations(Function<PgConnection, CompletionStage<?>> operation) {
        var seen = new CopyOnWriteArrayList<String>();
        Supplier<CompletionStage<?>> call = () -> operation
                .apply(connection)
                .handle((result, error) -> seen.add(currentSpan()))
                .thenApplyAsync(any -> seen.add(currentSpan()));

        var parent = inParent(call);

        List<SpanData> spans = spans(2);
        assertThat(spans)
                .filteredOn(span -> !span.getSpanId().equals(parent))
                .hasSize(1)
                .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(parent));
        assertThat(seen).hasSize(2).containsOnly(parent);
    }

    @Test
    void goOnInRowHandlersWhateverThreadRunsThem() {
        var seen = new CopyOnWriteArrayList<String>();

        var parent = inParent(() ->
                connection.stream("select n from generate_series(1, 3) n").forEach(row -> seen.add(currentSpan())));

        assertThat(seen).hasSize(3).containsOnly(parent);
    }

    /** Publishers send nothing before they are subscribed to, so that is the call. */
    @Test
    void goOnInSubscribersAndMappersOfPublishers() {
        var session = ReactiveConnection.of(penstock, client.options().build(), connection);
        var seen = new CopyOnWriteArrayList<String>();
        var rows = Flux.from(session.query(Query.of("select n from generate_series(1, 3) n"), row -> {
            seen.add(currentSpan());
            return row.getInt(0);
        }));

        var parent = inParent(
                () -> rows.doOnNext(row -> seen.add(currentSpan())).then().toFuture());

        assertThat(seen).hasSize(6).containsOnly(parent);
        assertThat(spans(2))
                .filteredOn(span -> !span.getSpanId().equals(parent))
                .singleElement()
                .satisfies(span -> assertThat(span.getParentSpanId()).isEqualTo(parent));
    }

    @Test
    void goThroughTransactionsAndPools() {
        PgPool pool = PgPool.create(
                penstock,
                client.options().build(),
                PoolOptions.builder().name("traced").maxSize(1).build());
        PgConnection held = Await.get(pool.acquire());
        exporter.reset();

        var parent = inParent(() -> {
            var work = pool.inTransaction(tx -> tx.query("select 1").thenCompose(first -> tx.query("select 2")));
            held.close();
            return work;
        });

        List<SpanData> spans = spans(5);
        assertThat(spans)
                .filteredOn(span -> !span.getSpanId().equals(parent))
                .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(parent))
                .extracting(span -> attribute(span, "db.operation.name"))
                .containsExactlyInAnyOrder("BEGIN", "SELECT", "SELECT", "COMMIT");
        Await.get(pool.close());
    }

    @Test
    void ofBlockingCallsEndInThem() {
        try (var blocking = penstock.connectBlocking(client.options().build())) {
            exporter.reset();
            var parent = Observation.start("parent", observations);
            parent.scoped(() -> {
                blocking.query("select 1");
                assertThat(exporter.getFinishedSpanItems()).hasSize(1);
                assertThat(exporter.getFinishedSpanItems().get(0).getParentSpanId())
                        .isEqualTo(currentSpan());
            });
            parent.stop();
        }
    }

    /** A handler of observations is user code: an exporter that waits for its network must not hold up a loop. */
    @Test
    void endOffTheLoopEvenWhereContinuationsDoNot() {
        var onLoops = client.penstock(builder -> builder.executionStrategy(ExecutionStrategy.eventLoop())
                .tracer(PenstockObservations.tracer(observations)));
        PgConnection other = client.connect(onLoops, client.options());

        Await.get(connection.query("select 1"));
        Await.get(other.query("select 1"));

        spans(2);
        assertThat(exportingThreads).hasSize(2).noneMatch(name -> name.contains("penstock-loop"));
    }

    @Test
    void leaveAnOperationAloneWhoseTracerThrows() {
        client.expectDroppedErrors();
        var broken = client.penstock(builder -> builder.tracer(operation -> {
            throw new IllegalStateException("a tracer that throws");
        }));
        PgConnection other = client.connect(broken, client.options());

        assertThat(Await.get(other.query("select 7")).single().getInt(0)).isEqualTo(7);
        Await.until("the error is told", () -> broken.metrics().totals().errorsDropped() > 0);
    }

    private String inParent(Supplier<CompletionStage<?>> call) {
        var parent = Observation.start("parent", observations);
        var id = parent.scoped(ObservationIT::currentSpan);
        CompletionStage<?> stage = parent.scoped(call);
        stage.toCompletableFuture().handle((result, error) -> 0).join();
        parent.stop();
        return id;
    }

    private static String currentSpan() {
        return Span.current().getSpanContext().getSpanId();
    }

    private List<SpanData> spans(int count) {
        Await.until(count + " spans", () -> exporter.getFinishedSpanItems().size() >= count);
        assertThat(exporter.getFinishedSpanItems()).hasSize(count);
        return new ArrayList<>(exporter.getFinishedSpanItems());
    }

    private static String attribute(SpanData span, String name) {
        return span.getAttributes().get(AttributeKey.stringKey(name));
    }

    /** On which threads operations are told to have ended. */
    private final class EndsOnThreads implements io.micrometer.observation.ObservationHandler<Observation.Context> {

        @Override
        public void onStop(Observation.Context context) {
            if (context.getName().equals("db.client.operation")) {
                exportingThreads.add(Thread.currentThread().toString());
            }
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }
}
