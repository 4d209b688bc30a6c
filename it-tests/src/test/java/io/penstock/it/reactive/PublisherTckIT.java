package io.penstock.it.reactive;

import io.penstock.CommandTag;
import io.penstock.PgConnection;
import io.penstock.Query;
import io.penstock.config.PoolOptions;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import io.penstock.r2dbc.PenstockConnectionFactory;
import io.penstock.reactive.ReactiveConnection;
import io.penstock.reactive.ReactivePool;
import io.penstock.reactive.RowPublisher;
import io.r2dbc.spi.Result;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Every kind of publisher keeps the rules of Reactive Streams, with a real server behind it. */
@PostgresTest(versions = 18)
class PublisherTckIT {

    private static final String REJECTS =
            "required_spec109_mayRejectCallsToSubscribeIfPublisherIsUnableOrUnwillingToServeThemRejectionMustTriggerOnErrorAfterOnSubscribe";

    /** Those that need more elements than a publisher of one can have, and that which it does not have. */
    private static final Set<String> NEED_SEVERAL = Set.of(
            REJECTS,
            "required_createPublisher3MustProduceAStreamOfExactly3Elements",
            "required_spec101_subscriptionRequestMustResultInTheCorrectNumberOfProducedElements",
            "required_spec102_maySignalLessThanRequestedAndTerminateSubscription",
            "required_spec303_mustNotAllowUnboundedRecursion",
            "required_spec306_afterSubscriptionIsCancelledRequestMustBeNops",
            "required_spec309_requestZeroMustSignalIllegalArgumentException",
            "required_spec309_requestNegativeNumberMustSignalIllegalArgumentException",
            "required_spec312_cancelMustMakeThePublisherToEventuallyStopSignaling",
            "required_spec317_mustSupportACumulativePendingElementCountUpToLongMaxValue",
            "required_spec317_mustNotSignalOnErrorWhenPendingAboveLongMaxValue",
            "required_spec317_mustSupportAPendingElementCountUpToLongMaxValue",
            "required_spec313_cancelMustMakeThePublisherEventuallyDropAllReferencesToTheSubscriber");

    private TestClient client;
    private PgConnection connection;
    private ReactiveConnection reactive;

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        client.expectDroppedErrors();
        connection = client.connect();
        reactive = ReactiveConnection.of(client.penstock(), client.options().build(), connection);
    }

    private static Query numbers(long count) {
        return Query.of("select generate_series(1, $1::bigint)", count);
    }

    /** Of publishers that refuse nobody: they fail when something is sent, which is after the first demand. */
    private static <T> Stream<DynamicTest> rules(LongFunction<Publisher<T>> publisher) {
        return TckTests.of(() -> new TckPublisher<>(publisher, () -> null, Long.MAX_VALUE - 1), Set.of(REJECTS));
    }

    private static <T> Stream<DynamicTest> rules(LongFunction<Publisher<T>> publisher, Supplier<Publisher<T>> failed) {
        return TckTests.of(() -> new TckPublisher<>(publisher, failed, Long.MAX_VALUE - 1), Set.of());
    }

    @TestFactory
    Stream<DynamicTest> rowsOfAStream() {
        return rules(count -> RowPublisher.of(connection.stream(numbers(count)), row -> row.getLong(0)), () -> {
            var consumed = RowPublisher.of(connection.stream(numbers(0)), row -> row.getLong(0));
            Flux.from(consumed).blockLast();
            return consumed;
        });
    }

    @TestFactory
    Stream<DynamicTest> rowsOfAConnection() {
        return rules(count -> reactive.query(numbers(count), row -> row.getLong(0)));
    }

    @TestFactory
    Stream<DynamicTest> rowsOfAPool() {
        var pool = ReactivePool.create(
                client.penstock(),
                client.options().build(),
                PoolOptions.builder().maxSize(4).build());
        return rules(count -> pool.<Long>query(numbers(count), row -> row.getLong(0)));
    }

    @TestFactory
    Stream<DynamicTest> rowsOfATransaction() {
        return rules(count -> reactive.<Long>inTransaction(tx -> tx.query(numbers(count), row -> row.getLong(0))));
    }

    @TestFactory
    Stream<DynamicTest> resultsOfABatch() {
        return TckTests.of(
                () -> new TckPublisher<>(
                        count -> {
                            var batch = io.penstock.Batch.atomic();
                            for (var i = 0; i < count; i++) {
                                batch.add("select 1");
                            }
                            return reactive.batch(batch);
                        },
                        () -> null,
                        10_000),
                Set.of(REJECTS, "required_spec317_mustNotSignalOnErrorWhenPendingAboveLongMaxValue"));
    }

    @TestFactory
    Stream<DynamicTest> bytesOfACopy() {
        return rules(count -> reactive.copyOut("copy (select generate_series(1, " + count + ")) to stdout"));
    }

    @TestFactory
    Stream<DynamicTest> theTagOfACopy() {
        Await.get(connection.query("create temp table t(n int)"));
        return TckTests.of(
                () -> new TckPublisher<CommandTag>(
                        count -> count == 0
                                ? Flux.from(reactive.cancel()).cast(CommandTag.class)
                                : reactive.copyIn("copy t from stdin", Flux.<ByteBuffer>empty()),
                        () -> null,
                        1),
                NEED_SEVERAL);
    }

    @TestFactory
    Stream<DynamicTest> anR2dbcResultOfAStatement() {
        var spi = Mono.from(PenstockConnectionFactory.of(
                                client.penstock(), client.options().build())
                        .create())
                .block();
        return TckTests.of(
                () -> new TckPublisher<Result>(
                        count -> count == 0
                                ? Flux.from(spi.setAutoCommit(true)).cast(Result.class)
                                : results(spi.createStatement("select 1").execute()),
                        () -> null,
                        1),
                NEED_SEVERAL);
    }

    @SuppressWarnings("unchecked") // results come out of it alone
    private static Publisher<Result> results(Publisher<? extends Result> publisher) {
        return (Publisher<Result>) publisher;
    }

    /** A connection for each, so that a result which a test of the kit leaves unread is nobody's obstacle. */
    private Result result(long count) {
        var spi = Mono.from(PenstockConnectionFactory.of(
                                client.penstock(), client.options().build())
                        .create())
                .block();
        return Mono.from(spi.createStatement("select generate_series(1, $1::bigint)")
                        .bind(0, count)
                        .execute())
                .block();
    }

    @TestFactory
    Stream<DynamicTest> mappedRowsOfAnR2dbcResult() {
        return rules(count -> result(count).map((row, metadata) -> row.get(0, Long.class)), () -> {
            var consumed = result(1).map((row, metadata) -> row.get(0, Long.class));
            Flux.from(consumed).blockLast();
            return consumed;
        });
    }

    @TestFactory
    Stream<DynamicTest> mappedSegmentsOfAnR2dbcResult() {
        return rules(count -> result(count).<Object>flatMap(segment -> Flux.fromIterable(List.of(segment))));
    }
}
