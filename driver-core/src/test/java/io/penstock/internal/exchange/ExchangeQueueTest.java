package io.penstock.internal.exchange;

import static io.penstock.internal.exchange.ExchangeFixture.INT4;
import static io.penstock.internal.exchange.ExchangeFixture.cache;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.copyInResponse;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.fatal;
import static io.penstock.testing.ServerMessage.notice;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgProtocolException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgServerException;
import io.penstock.error.PgTimeoutException;
import io.penstock.internal.exchange.StatementCache.Naming;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.testing.ServerMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The order of exchanges, their bounds, and their ends. */
class ExchangeQueueTest {

    private final TransactionScope transaction = new TransactionScope("transaction 1");

    private static Exchange script(String sql, Recorder recorder) {
        return SimpleQueryExchangeTest.script(sql, recorder);
    }

    private static Exchange script(String sql) {
        return script(sql, new Recorder());
    }

    private static ServerMessage[] done(String tag) {
        return new ServerMessage[] {commandComplete(tag), readyForQuery()};
    }

    private static List<String> texts(ExchangeFixture fixture) {
        return fixture.written().stream()
                .map(message -> message instanceof Query query ? query.sql() : message.toString())
                .toList();
    }

    private static ExchangeFixture bounded(int maxInFlight, long maxInFlightBytes) {
        return new ExchangeFixture(Feeding.WHOLE, cache(Naming.NAMED, 256), maxInFlight, maxInFlightBytes);
    }

    // ---- what nothing is in front of

    private static Exchange plain(String sql) {
        return ExtendedQueryExchangeTest.query(sql, new Recorder());
    }

    @Test
    void writesALoneStatementAtOnce() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var lone = plain("select 1");
            assertThat(fixture.writeAtOnce(lone)).isTrue();
            assertThat(fixture.queue().head()).isSameAs(lone);
            assertThat(fixture.queue().writtenCount()).isEqualTo(1);
            assertThat(fixture.queue().waitingCount()).isZero();
        }
    }

    /** Why a statement is not written at once, and waits like others. */
    private enum Obstacle {
        ONE_IN_FLIGHT {
            @Override
            void arise(ExchangeFixture fixture) {
                fixture.offer(script("before"));
            }
        },
        A_SCOPE_IS_OPEN {
            @Override
            void arise(ExchangeFixture fixture) {
                fixture.offer(script("begin").opening(new TransactionScope("transaction 1")));
                fixture.feed(done("BEGIN"));
            }
        },
        A_CANCEL_REQUEST {
            @Override
            void arise(ExchangeFixture fixture) {
                fixture.queue().quarantine().requested();
            }
        },
        A_SENTINEL_IS_DUE {
            @Override
            void arise(ExchangeFixture fixture) {
                fixture.queue().quarantine().requested();
                fixture.queue().quarantine().delivered();
            }
        },
        CLOSED {
            @Override
            void arise(ExchangeFixture fixture) {
                fixture.lose();
            }
        };

        abstract void arise(ExchangeFixture fixture);
    }

    @ParameterizedTest
    @EnumSource
    void writesNothingAtOnceWhereSomethingIsInFront(Obstacle obstacle) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            obstacle.arise(fixture);
            fixture.dropWritten();
            assertThat(fixture.writeAtOnce(plain("select 1"))).isFalse();
            assertThat(fixture.written()).isEmpty();
        }
    }

    @Test
    void writesNothingAtOnceThatIsRevokedOrScopedOrHasAConversationOfItsOwn() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var revoked = plain("select 1");
            revoked.revoke(new PgTimeoutException("late", "57014", Outcome.NOT_SENT));
            assertThat(fixture.writeAtOnce(revoked)).isFalse();
            assertThat(fixture.writeAtOnce(plain("select 1").within(transaction)))
                    .isFalse();
            assertThat(fixture.writeAtOnce(ExtendedQueryExchangeTest.stream("select 1", new Recorder())))
                    .isFalse();
            assertThat(fixture.writeAtOnce(script("select 1"))).isFalse();
            assertThat(fixture.written()).isEmpty();
        }
    }

    // ---- pipelining

    @ParameterizedTest
    @EnumSource
    void answersSixtyFourPipelinedExchangesInTheirOrder(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            var recorders = IntStream.range(0, 64).mapToObj(i -> new Recorder()).toList();
            fixture.offer(recorders.stream()
                    .map(recorder -> script("q" + recorders.indexOf(recorder), recorder))
                    .toArray(Exchange[]::new));
            assertThat(texts(fixture))
                    .isEqualTo(IntStream.range(0, 64).mapToObj(i -> "q" + i).toList());
            assertThat(fixture.queue().inFlightCount()).isEqualTo(64);

            fixture.feed(IntStream.range(0, 64)
                    .boxed()
                    .flatMap(i -> Arrays.stream(done("nonce " + i)))
                    .toArray(ServerMessage[]::new));
            for (var i = 0; i < 64; i++) {
                assertThat(recorders.get(i).events()).containsExactly("tag(nonce " + i + ")", "succeeded(IDLE)");
            }
            assertThat(fixture.queue().idle()).isTrue();
        }
    }

    /** Reliability.md, row 62. */
    @ParameterizedTest
    @EnumSource
    void givesAnErrorInThePipelineToItsOwnerAlone(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            var before = new Recorder();
            var hit = new Recorder();
            var behind = new Recorder();
            fixture.offer(script("a", before), script("b", hit), script("c", behind));
            fixture.feed(
                    commandComplete("A"),
                    readyForQuery(),
                    error("22012", "division by zero"),
                    readyForQuery(),
                    commandComplete("C"),
                    readyForQuery());
            assertThat(before.events()).containsExactly("tag(A)", "succeeded(IDLE)");
            assertThat(hit.events()).containsExactly("failed(22012 NOT_EXECUTED)");
            assertThat(behind.events()).containsExactly("tag(C)", "succeeded(IDLE)");
        }
    }

    @Test
    void writesNoMoreThanMayBeInFlight() {
        try (var fixture = bounded(2, Long.MAX_VALUE)) {
            fixture.offer(script("a"), script("b"), script("c"), script("d"));
            assertThat(texts(fixture)).containsExactly("a", "b");
            fixture.feed(done("A"));
            assertThat(texts(fixture)).containsExactly("c");
            fixture.feed(done("B"));
            assertThat(texts(fixture)).containsExactly("d");
        }
    }

    @Test
    void writesNoMoreBytesThanMayBeInFlightButOneLargeRequestAlone() {
        try (var fixture = bounded(64, 100)) {
            var large = "x".repeat(1_000);
            fixture.offer(script("a"), script(large), script("b"), script(large), script("c"));
            assertThat(texts(fixture)).containsExactly("a", large);
            fixture.feed(done("A"));
            assertThat(texts(fixture)).isEmpty();
            fixture.feed(done("X"));
            assertThat(texts(fixture)).containsExactly("b", large);
            fixture.feed(done("B"));
            fixture.feed(done("X"));
            assertThat(texts(fixture)).containsExactly("c");
        }
    }

    /** A cancel request for it could hit what is behind it. */
    @Test
    void writesNothingBehindWhatNobodyWantsAnyMore() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var unwanted = script("b");
            fixture.offer(script("a"), unwanted, script("c"));
            assertThat(texts(fixture)).containsExactly("a", "b", "c");
            fixture.queue().abandon(unwanted);
            fixture.queue().abandon(unwanted);
            fixture.offer(script("d"));
            fixture.feed(done("A"));
            assertThat(texts(fixture)).isEmpty();
            fixture.feed(done("B"));
            assertThat(texts(fixture)).containsExactly("d");
            fixture.feed(done("C"));
            fixture.feed(done("D"));
        }
    }

    @Test
    void leavesTheOthersOfAFlightAloneWhenOneCannotBeEncoded() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var refused = new Recorder();
            fixture.offer(script("a"), script("b\0", refused), script("c"));
            assertThat(texts(fixture)).containsExactly("a", "c");
            assertThat(refused.events()).containsExactly("failed(22021 NOT_SENT)");
            assertThat(fixture.queue().inFlightCount()).isEqualTo(2);
        }
    }

    /** Memory runs out, for one: it is told who it was, and whoever has it written closes the connection. Nothing half-written is left. */
    @Test
    void endsWhatFailsWhileItIsWrittenAsNobodyExpects() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var failing = new Recorder();
            assertThatThrownBy(() -> fixture.offer(script("a"), new OutOfMemory(failing)))
                    .isInstanceOf(PgClosedException.class)
                    .hasCauseInstanceOf(OutOfMemoryError.class);
            assertThat(failing.events()).containsExactly("failed(XX000 UNKNOWN)");
            assertThat(texts(fixture)).containsExactly("a");
            assertThat(fixture.queue().inFlightCount()).isEqualTo(1);
        }
    }

    /** What an end makes its receiver submit at once joins the queue's end. */
    @Test
    void takesAnExchangeThatIsOfferedFromAnEnd() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var next = script("next");
            fixture.offer(
                    new SimpleQueryExchange("script", "first", ResultSink.DISCARD, new ExchangeEnd() {
                        @Override
                        public void succeeded(ReadyStatus status) {
                            fixture.offer(next);
                        }

                        @Override
                        public void failed(PgException error) {
                            throw new AssertionError(error);
                        }
                    }),
                    script("second"));
            fixture.flight();
            fixture.feed(done("FIRST"));
            assertThat(texts(fixture)).containsExactly("next");
            assertThat(fixture.queue().inFlightCount()).isEqualTo(2);
        }
    }

    @Test
    void tellsTheStatusOfTheLastAnswer() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            for (var status : ReadyStatus.values()) {
                var recorder = new Recorder();
                fixture.offer(script("a", recorder));
                fixture.feed(commandComplete("A"), readyForQuery(status));
                assertThat(fixture.queue().status()).isEqualTo(status);
                assertThat(recorder.events()).last().isEqualTo("succeeded(" + status + ")");
            }
        }
    }

    // ---- transactions

    @Test
    void keepsOthersOutOfATransactionUntilItHasEnded() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(script("before"), script("begin").opening(transaction), script("other"));
            fixture.offer(script("in").within(transaction));
            assertThat(texts(fixture)).containsExactly("before", "begin", "in");
            fixture.offer(script("late other"), script("commit").closing(transaction));
            assertThat(texts(fixture)).containsExactly("commit");
            fixture.feed(done("BEFORE"));
            fixture.feed(done("BEGIN"));
            fixture.feed(done("IN"));
            assertThat(texts(fixture)).isEmpty();
            fixture.feed(done("COMMIT"));
            assertThat(texts(fixture)).containsExactly("other", "late other");
        }
    }

    @Test
    void nestsASavepointInItsTransaction() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var savepoint = new TransactionScope("savepoint 2");
            fixture.offer(script("begin").opening(transaction));
            fixture.offer(
                    script("savepoint").within(transaction).opening(savepoint),
                    script("outer").within(transaction));
            fixture.offer(script("inner").within(savepoint), script("release").closing(savepoint));
            assertThat(texts(fixture)).containsExactly("begin", "savepoint", "inner", "release");
            for (var tag : List.of("BEGIN", "SAVEPOINT", "INNER", "RELEASE")) {
                fixture.feed(done(tag));
            }
            assertThat(texts(fixture)).containsExactly("outer");
        }
    }

    @Test
    void refusesWhatIsOfferedToATransactionThatIsOver() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(script("begin").opening(transaction));
            fixture.offer(script("commit").closing(transaction));
            fixture.feed(done("BEGIN"));
            fixture.feed(done("COMMIT"));
            fixture.flight();
            var late = new Recorder();
            fixture.offer(script("late", late).within(transaction));
            assertThat(late.events()).containsExactly("failed(25P01 NOT_SENT)");
            assertThat(late.error()).isInstanceOf(PgRejectedException.class);
            assertThat(fixture.written()).isEmpty();
        }
    }

    /** Written behind the COMMIT, it would run outside of the transaction. */
    @Test
    void doesNotWriteBehindACommitWhatBelongsInFrontOfIt() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var late = new Recorder();
            fixture.offer(script("begin").opening(transaction));
            fixture.offer(script("commit").closing(transaction));
            assertThat(texts(fixture)).containsExactly("begin", "commit");
            fixture.offer(script("late", late).within(transaction));
            assertThat(fixture.written()).isEmpty();
            fixture.feed(done("BEGIN"));
            fixture.feed(done("COMMIT"));
            assertThat(late.events()).containsExactly("failed(25P01 NOT_SENT)");
            assertThat(fixture.written()).isEmpty();
        }
    }

    @Test
    void refusesATransactionsWorkWhenItCouldNotBegin() {
        try (var fixture = bounded(1, Long.MAX_VALUE)) {
            var waiting = new Recorder();
            var other = new Recorder();
            fixture.offer(script("begin").opening(transaction), script("other", other));
            fixture.offer(script("in", waiting).within(transaction));
            fixture.flight();
            fixture.feed(error("57014", "canceled"), readyForQuery());
            assertThat(waiting.events()).containsExactly("failed(25P01 NOT_SENT)");
            assertThat(texts(fixture)).containsExactly("other");
        }
    }

    // ---- withdrawal

    @Test
    void withdrawsWhatWasNotWritten() {
        try (var fixture = bounded(1, Long.MAX_VALUE)) {
            var recorder = new Recorder();
            var waiting = script("b", recorder);
            fixture.offer(script("a"), waiting, script("c"));
            fixture.flight();
            var why = new PgTimeoutException("too late", "57014", Outcome.NOT_SENT);
            assertThat(fixture.queue().withdraw(waiting, why)).isTrue();
            assertThat(recorder.error()).isSameAs(why);
            assertThat(fixture.queue().withdraw(waiting, why)).isFalse();
            fixture.feed(done("A"));
            assertThat(texts(fixture)).containsExactly("c");
        }
    }

    /** What waits behind its own operation does not wait for room; what waits for that, and an operation that has not begun, does. */
    @Test
    void failsWhatHasWaitedTooLongUnlessItsOperationHasBegun() {
        try (var fixture = bounded(1, Long.MAX_VALUE)) {
            var under = new Operation();
            var still = new Operation();
            var rest = new Recorder();
            var others = List.of(new Recorder(), new Recorder(), new Recorder());
            fixture.offer(
                    part(under, "a", new Recorder()),
                    part(under, "b", rest),
                    script("c", others.get(0)),
                    part(still, "d", others.get(1)),
                    part(still, "e", others.get(2)));
            fixture.flight();

            fixture.queue().expire(1, new PgTimeoutException("too late", "55P03", Outcome.NOT_SENT));

            assertThat(others)
                    .allSatisfy(other -> assertThat(other.events()).containsExactly("failed(55P03 NOT_SENT)"));
            assertThat(rest.events()).isEmpty();
            fixture.feed(done("A"));
            assertThat(texts(fixture)).containsExactly("b");
        }
    }

    private static Exchange part(Operation whole, String text, Recorder recorder) {
        var exchange = script(text, recorder);
        exchange.partOf(whole);
        return exchange;
    }

    @Test
    void doesNotWithdrawWhatWasWritten() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var recorder = new Recorder();
            var written = script("a", recorder);
            fixture.offer(written);
            var why = new PgTimeoutException("too late", "57014", Outcome.NOT_SENT);
            assertThat(fixture.queue().withdraw(written, why)).isFalse();
            assertThat(recorder.events()).isEmpty();
        }
    }

    // ---- the end of the connection

    /** Reliability.md, row 21. */
    @Test
    void endsEveryExchangeWithWhatTheLossMeansForIt() {
        try (var fixture = bounded(3, Long.MAX_VALUE)) {
            var recorders = IntStream.range(0, 6).mapToObj(i -> new Recorder()).toList();
            fixture.offer(
                    recorders.stream().map(recorder -> script("…", recorder)).toArray(Exchange[]::new));
            fixture.feed(done("FIRST"));
            fixture.feed(error("22012", "division by zero"));
            fixture.lose();
            fixture.lose();

            assertThat(recorders.get(0).events()).last().isEqualTo("succeeded(IDLE)");
            assertThat(recorders.get(1).events()).containsExactly("failed(22012 NOT_EXECUTED)");
            assertThat(recorders.get(2).events()).containsExactly("failed(08006 UNKNOWN)");
            assertThat(recorders.get(3).events()).containsExactly("failed(08006 UNKNOWN)");
            assertThat(recorders.get(4).events()).containsExactly("failed(08006 NOT_SENT)");
            assertThat(recorders.get(5).events()).containsExactly("failed(08006 NOT_SENT)");

            var late = new Recorder();
            fixture.offer(script("late", late));
            assertThat(late.events()).containsExactly("failed(08006 NOT_SENT)");
            assertThat(late.error()).isInstanceOf(PgClosedException.class);
            assertThat(fixture.written()).isEmpty();
        }
    }

    @Test
    void endsWhatWaitsInEveryLane() {
        try (var fixture = bounded(1, Long.MAX_VALUE)) {
            var in = new Recorder();
            var out = new Recorder();
            fixture.offer(script("begin").opening(transaction), script("out", out));
            fixture.offer(script("in", in).within(transaction));
            fixture.lose();
            assertThat(in.events()).containsExactly("failed(08006 NOT_SENT)");
            assertThat(out.events()).containsExactly("failed(08006 NOT_SENT)");
        }
    }

    /** Reliability.md, rows 19, 42 and 43: the server's own words explain the loss. */
    @Test
    void explainsTheLossWithWhatTheServerSaidAtLast() {
        try (var fixture = bounded(2, Long.MAX_VALUE)) {
            var head = new Recorder();
            var behind = new Recorder();
            var waiting = new Recorder();
            fixture.offer(script("a", head), script("b", behind), script("c", waiting));
            fixture.feed(fatal("57P01", "terminating connection"), fatal("57P02", "crash of another process"));
            fixture.lose();
            assertThat(head.events()).containsExactly("failed(57P01 UNKNOWN)");
            assertThat(head.error()).isInstanceOf(PgServerException.class);
            assertThat(head.error().getSuppressed()).hasSize(1);
            assertThat(behind.events()).containsExactly("failed(57P01 UNKNOWN)");
            assertThat(behind.error()).hasCauseInstanceOf(PgServerException.class);
            assertThat(waiting.events()).containsExactly("failed(57P01 NOT_SENT)");
            assertThat(fixture.sessionEvents()).containsExactly("session error(57P01)", "session error(57P02)");
        }
    }

    /**
     * Reliability.md, row 20: three pipelined statements, cut behind every byte of the answers. What had its ReadyForQuery has succeeded,
     * the others have failed, and each ended once.
     */
    @Test
    void endsEveryExchangeOnceWhereverTheConnectionIsCut() {
        var answers = ServerMessage.bytes(
                rowDescription(column("n", INT4)),
                dataRow("1"),
                commandComplete("SELECT 1"),
                readyForQuery(),
                error("22012", "division by zero"),
                readyForQuery(),
                notice("almost"),
                commandComplete("INSERT 0 1"),
                readyForQuery());
        var first = ServerMessage.bytes(
                        rowDescription(column("n", INT4)), dataRow("1"), commandComplete("SELECT 1"), readyForQuery())
                .length;
        for (var cut = 0; cut <= answers.length; cut++) {
            try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
                var recorders = List.of(new Recorder(), new Recorder(), new Recorder());
                fixture.offer(recorders.stream()
                        .map(recorder -> script("…", recorder))
                        .toArray(Exchange[]::new));
                fixture.feed(ServerMessage.raw("cut answers", Arrays.copyOf(answers, cut)));
                fixture.lose();

                assertThat(recorders).as("cut behind %d bytes", cut).allMatch(Recorder::ended);
                assertThat(recorders.get(0).events())
                        .last()
                        .isEqualTo(cut >= first ? "succeeded(IDLE)" : "failed(08006 UNKNOWN)");
                assertThat(recorders.get(2).events())
                        .last()
                        .isEqualTo(cut == answers.length ? "succeeded(IDLE)" : "failed(08006 UNKNOWN)");
                var middle = recorders.get(1).error();
                assertThat(middle.outcome())
                        .isEqualTo(middle instanceof PgServerException ? Outcome.NOT_EXECUTED : Outcome.UNKNOWN);
            }
        }
    }

    // ---- violations

    /** A text in which no COPY was seen is one: nothing can be said any more about which answer belongs to whom. */
    @Test
    void closesWhenACopyHitsAPipeline() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var copy = new Recorder();
            var behind = new Recorder();
            fixture.offer(script("a", copy), script("b", behind));
            assertThat(fixture.violate(copyInResponse()))
                    .isInstanceOf(PgProtocolException.class)
                    .hasMessageContaining("copyIn");
            assertThat(copy.events()).containsExactly("failed(08P01 UNKNOWN)");
            assertThat(behind.events()).containsExactly("failed(08P01 UNKNOWN)");
        }
    }

    @Test
    void tellsEveryReceiverOfAViolationInErrorsOfTheirOwn() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var recorders = new ArrayList<Recorder>();
            for (var i = 0; i < 3; i++) {
                recorders.add(new Recorder());
                fixture.offer(script("…", recorders.get(i)));
            }
            fixture.violate(bindComplete());
            assertThat(recorders.stream().map(Recorder::error).distinct()).hasSize(3);
        }
    }
}
