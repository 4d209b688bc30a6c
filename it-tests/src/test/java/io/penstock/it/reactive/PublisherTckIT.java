package io.penstock.it.reactive;

import io.penstock.Batch;
import io.penstock.CommandTag;
import io.penstock.Query;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import io.penstock.r2dbc.PenstockConnectionFactory;
import io.penstock.reactive.RowPublisher;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
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

    /** Of publishers that refuse nobody: they fail when something is sent, which is after the first demand. */
    private static final String REJECTS =
            "required_spec109_mayRejectCallsToSubscribeIfPublisherIsUnableOrUnwillingToServeThemRejectionMustTriggerOnErrorAfterOnSubscribe";

    /** Those that need more elements than a publisher of one can have, and that which it does not have. */
    private static final Set<String> NEED_SEVERAL = Set.of(
            REJECTS,
            "required_createPublisher3MustProduceAStreamOfExactly3Elements",
            "required_spec101_subscriptionRequestMustResultInTheCorrectNumberOfProducedElements",
            "required_spec102_maySignalLessThanRequestedAndTerminateSubscription",
            "required_spec105_mustSignalOnCompleteWhenFiniteStreamTerminates",
            "required_spec302_mustAllowSynchronousRequestCallsFromOnNextAndOnSubscribe",
            "required_spec303_mustNotAllowUnboundedRecursion",
            "required_spec306_afterSubscriptionIsCancelledRequestMustBeNops",
            "required_spec309_requestZeroMustSignalIllegalArgumentException",
            "required_spec309_requestNegativeNumberMustSignalIllegalArgumentException",
            "required_spec312_cancelMustMakeThePublisherToEventuallyStopSignaling",
            "required_spec317_mustSupportACumulativePendingElementCountUpToLongMaxValue",
            "required_spec317_mustNotSignalOnErrorWhenPendingAboveLongMaxValue",
            "required_spec317_mustSupportAPendingElementCountUpToLongMaxValue",
            "required_spec313_cancelMustMakeThePublisherEventuallyDropAllReferencesToTheSubscriber");

    private static final Set<String> NEED_AN_END = Set.of(
            REJECTS,
            "required_createPublisher1MustProduceAStreamOfExactly1Element",
            "required_createPublisher3MustProduceAStreamOfExactly3Elements",
            "required_spec102_maySignalLessThanRequestedAndTerminateSubscription",
            "required_spec105_mustSignalOnCompleteWhenFiniteStreamTerminates",
            "required_spec107_mustNotEmitFurtherSignalsOnceOnCompleteHasBeenSignalled",
            "required_spec317_mustSupportACumulativePendingElementCountUpToLongMaxValue",
            "required_spec317_mustSupportAPendingElementCountUpToLongMaxValue");

    private TestClient test;

    @BeforeEach
    void remember(TestClient testClient) {
        test = testClient;
        test.expectDroppedErrors();
    }

    private static Query numbers(long count) {
        return Query.of("select generate_series(1, $1::bigint), repeat('-', 1000)", count);
    }

    private <T> Stream<DynamicTest> rules(TckPublisher.Subject<T> subject, Set<String> notApplicable) {
        return TckTests.of(() -> new TckPublisher<>(subject, test), notApplicable);
    }

    private <T> Stream<DynamicTest> rules(TckPublisher.Subject<T> subject) {
        return rules(subject, Set.of(REJECTS));
    }

    /** At most so many elements. */
    private record Bounded<T>(long most, TckPublisher.Subject<T> subject) implements TckPublisher.Subject<T> {

        @Override
        public Publisher<T> publisher(TckSession session, long elements) {
            return subject.publisher(session, elements);
        }
    }

    /** Whose publishers can be used once, so that a second use fails. */
    private record Once<T>(TckPublisher.Subject<T> subject) implements TckPublisher.Subject<T> {

        @Override
        public Publisher<T> publisher(TckSession session, long elements) {
            return subject.publisher(session, elements);
        }

        @Override
        public Publisher<T> failed(TckSession session) {
            var consumed = publisher(session, 1);
            Flux.from(consumed).blockLast();
            return consumed;
        }
    }

    @TestFactory
    Stream<DynamicTest> rowsOfAStream() {
        return rules(
                new Once<>((session, count) ->
                        RowPublisher.of(session.connection().stream(numbers(count)), row -> row.getLong(0))),
                Set.of());
    }

    @TestFactory
    Stream<DynamicTest> rowsOfAConnection() {
        return rules((session, count) -> session.reactive().query(numbers(count), row -> row.getLong(0)));
    }

    @TestFactory
    Stream<DynamicTest> rowsOfAPool() {
        return rules((session, count) -> session.pool().<Long>query(numbers(count), row -> row.getLong(0)));
    }

    @TestFactory
    Stream<DynamicTest> rowsOfATransaction() {
        return rules((session, count) ->
                session.pool().<Long>inTransaction(tx -> tx.query(numbers(count), row -> row.getLong(0))));
    }

    @TestFactory
    Stream<DynamicTest> resultsOfABatch() {
        return rules(
                new Bounded<>(10_000, (session, count) -> {
                    var batch = Batch.atomic();
                    for (var i = 0; i < count; i++) {
                        batch.add("select 1");
                    }
                    return session.reactive().batch(batch);
                }),
                Set.of(REJECTS, "required_spec317_mustNotSignalOnErrorWhenPendingAboveLongMaxValue"));
    }

    @TestFactory
    Stream<DynamicTest> bytesOfACopy() {
        return rules((session, count) -> session.reactive()
                .copyOut("copy (select generate_series(1, " + count + "), repeat('-', 1000)) to stdout"));
    }

    @TestFactory
    Stream<DynamicTest> theTagOfACopy() {
        return rules(
                new Bounded<>(1, (session, count) -> {
                    var connection = session.connection();
                    Await.get(connection.query("create temp table t(n int)"));
                    var reactive = session.reactive(connection);
                    return count == 0
                            ? Flux.from(reactive.cancel()).cast(CommandTag.class)
                            : reactive.copyIn("copy t from stdin", Flux.<ByteBuffer>empty());
                }),
                NEED_SEVERAL);
    }

    /** Speaks on a channel two hundred times a second for twenty seconds, unless its session ends before. */
    private static final String SPEAK = """
            do $$ begin
                for i in 1..4000 loop
                    perform pg_notify('orders', i::text);
                    commit;
                    perform pg_sleep(0.005);
                end loop;
            end $$
            """;

    /** What is heard of a channel does not end. */
    @TestFactory
    Stream<DynamicTest> eventsOfAChannel() {
        return rules(
                new Bounded<>(Long.MAX_VALUE, (session, endless) -> {
                    var speaker = session.connection();
                    Await.get(speaker.query("set client_connection_check_interval to 20"));
                    speaker.query(SPEAK);
                    return session.reactive().listen("orders");
                }),
                NEED_AN_END);
    }

    @TestFactory
    Stream<DynamicTest> anR2dbcResultOfAStatement() {
        return rules(
                new Bounded<>(1, (session, count) -> {
                    var spi = r2dbc(session);
                    return count == 0
                            ? Flux.from(spi.setAutoCommit(true)).cast(Result.class)
                            : results(spi.createStatement("select 1").execute());
                }),
                NEED_SEVERAL);
    }

    private static Connection r2dbc(TckSession session) {
        return Mono.from(PenstockConnectionFactory.of(session.client(), session.options())
                        .create())
                .block();
    }

    @SuppressWarnings("unchecked") // results come out of it alone
    private static Publisher<Result> results(Publisher<? extends Result> publisher) {
        return (Publisher<Result>) publisher;
    }

    private static Result result(TckSession session, long count) {
        return Mono.from(r2dbc(session)
                        .createStatement("select generate_series(1, $1::bigint), repeat('-', 1000)")
                        .bind(0, count)
                        .execute())
                .block();
    }

    @TestFactory
    Stream<DynamicTest> mappedRowsOfAnR2dbcResult() {
        return rules(
                new Once<>((session, count) -> result(session, count).map((row, metadata) -> row.get(0, Long.class))),
                Set.of());
    }

    @TestFactory
    Stream<DynamicTest> mappedSegmentsOfAnR2dbcResult() {
        return rules((session, count) ->
                result(session, count).<Object>flatMap(segment -> Flux.fromIterable(List.of(segment))));
    }
}
