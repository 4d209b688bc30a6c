package io.penstock.internal.exchange;

import static io.penstock.internal.exchange.ExchangeFixture.INT4;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.copyData;
import static io.penstock.testing.ServerMessage.copyDone;
import static io.penstock.testing.ServerMessage.copyInResponse;
import static io.penstock.testing.ServerMessage.copyOutResponse;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.noData;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.PgRejectedException;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.testing.ServerMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several statements with one Sync. */
class BatchExchangeTest {

    private static final String STATEMENT = "Parse Describe Bind Execute ";

    private final Recorder recorder = new Recorder();

    private BatchExchange batch(String... statements) {
        return new BatchExchange(
                Arrays.stream(statements)
                        .map(sql -> new StatementRun(sql, EncodedParameters.NONE, recorder))
                        .toList(),
                recorder);
    }

    private static ServerMessage[] firstUse(String tag) {
        return new ServerMessage[] {
            parseComplete(), parameterDescription(), noData(), bindComplete(), commandComplete(tag)
        };
    }

    @ParameterizedTest
    @EnumSource
    void runsItsStatementsInOneFlightWithOneSync(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            var exchange = batch("insert a", "insert b", "insert a");
            fixture.offer(exchange);
            assertThat(fixture.flight()).isEqualTo(STATEMENT + STATEMENT + "Bind Execute Sync");
            fixture.feed(firstUse("INSERT 0 1"));
            fixture.feed(firstUse("INSERT 0 2"));
            fixture.feed(bindComplete(), commandComplete("INSERT 0 3"), readyForQuery());
            assertThat(recorder.events())
                    .containsExactly("tag(INSERT 0 1)", "tag(INSERT 0 2)", "tag(INSERT 0 3)", "succeeded(IDLE)");
            assertThat(exchange.position()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void failsAsAWholeAtTheFirstError(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            var exchange = batch("insert a", "insert b", "insert c");
            fixture.offer(exchange);
            fixture.feed(firstUse("INSERT 0 1"));
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    noData(),
                    bindComplete(),
                    error("23505", "duplicate key"),
                    readyForQuery());
            assertThat(recorder.events()).containsExactly("tag(INSERT 0 1)", "failed(23505 NOT_EXECUTED)");
            assertThat(exchange.position()).isEqualTo(1);
        }
    }

    @Test
    void sendsTheBeginningOfALargeBatchWhileTheRestIsEncoded() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var spilled = fixture.spilling();
            var statements = new String[3_000];
            Arrays.fill(statements, "insert");
            fixture.offer(batch(statements));

            assertThat(spilled).hasSizeGreaterThan(5);
            var first = spilled.get(0);
            assertThat(first).as("a little of it goes at once").isBetween(1, statements.length / 40);
            assertThat(spilled.get(1) - first).as("and then twice as much").isBetween(first + 1, 3 * first);
            assertThat(spilled.get(spilled.size() - 1)).isBetween(statements.length / 2, 2 * statements.length + 2);
            assertThat(fixture.flight())
                    .isEqualTo("Parse Describe " + "Bind Execute ".repeat(statements.length) + "Sync");
        }
    }

    /** What is sent behind the first runs is made when those are on their way, and is there for a second attempt. */
    @Test
    void makesLateRunsWhileThoseBeforeThemAreSent() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var spilled = fixture.spilling();
            var sentBefore = new ArrayList<Integer>();
            var statements = new String[100];
            Arrays.fill(statements, "insert");
            var exchange = batch(statements).then(() -> {
                sentBefore.add(spilled.size());
                return sentBefore.size() > 100 ? null : new StatementRun("insert", EncodedParameters.NONE, recorder);
            });
            fixture.offer(exchange);

            assertThat(sentBefore).hasSize(101);
            assertThat(sentBefore.get(0))
                    .as("pieces sent before the first late run")
                    .isPositive();
            assertThat(sentBefore.get(100)).isGreaterThan(sentBefore.get(0));
            assertThat(fixture.flight()).isEqualTo("Parse Describe " + "Bind Execute ".repeat(200) + "Sync");

            fixture.feed(
                    parseComplete(), parameterDescription(), noData(), bindComplete(), commandComplete("INSERT 0 1"));
            for (var i = 1; i < 200; i++) {
                fixture.feed(bindComplete(), commandComplete("INSERT 0 1"));
            }
            fixture.feed(readyForQuery());
            assertThat(recorder.events()).hasSize(201).endsWith("succeeded(IDLE)");
        }
    }

    @Test
    void sendsASmallBatchInOnePiece() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var spilled = fixture.spilling();
            fixture.offer(batch("insert a", "insert b"));

            assertThat(spilled).isEmpty();
            assertThat(fixture.flight()).isEqualTo(STATEMENT + STATEMENT + "Sync");
        }
    }

    /** What stood behind the error was not looked at: it is not prepared. */
    @Test
    void parsesAgainWhatTheServerHasSkipped() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(batch("insert a", "insert b"));
            fixture.flight();
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    noData(),
                    bindComplete(),
                    error("23505", "duplicate key"),
                    readyForQuery());
            fixture.offer(ExtendedQueryExchangeTest.query("insert a", new Recorder()));
            assertThat(fixture.flight()).isEqualTo("Bind Execute Sync");
            fixture.offer(ExtendedQueryExchangeTest.query("insert b", new Recorder()));
            assertThat(fixture.flight()).isEqualTo(STATEMENT + "Sync");
        }
    }

    @Test
    void failsWhenTheCommitFailsBehindTheLastTag() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var exchange = batch("insert a");
            fixture.offer(exchange);
            fixture.feed(firstUse("INSERT 0 1"));
            fixture.feed(error("23503", "deferred constraint"), readyForQuery());
            assertThat(recorder.events()).containsExactly("tag(INSERT 0 1)", "failed(23503 ROLLED_BACK)");
            assertThat(exchange.position()).isZero();
        }
    }

    /** A procedure and a DO block may have committed inside. */
    @ParameterizedTest
    @ValueSource(strings = {"COMMIT", "CALL", "DO"})
    void doesNotCallABatchUndoneThatHasCommitted(String tag) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(batch("insert", tag, "bad"));
            fixture.feed(firstUse("INSERT 0 1"));
            fixture.feed(firstUse(tag));
            fixture.feed(error("42601", "syntax error"), readyForQuery());
            assertThat(recorder.error().outcome()).isEqualTo(Outcome.UNKNOWN);
        }
    }

    /** Inside a transaction block a procedure cannot commit. */
    @Test
    void callsABatchUndoneWhoseProcedureRanInATransaction() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(new SimpleQueryExchange("script", "begin", ResultSink.DISCARD, new Recorder()));
            fixture.feed(commandComplete("BEGIN"), readyForQuery(ReadyStatus.IN_TRANSACTION));
            fixture.offer(batch("insert", "call", "bad"));
            fixture.feed(firstUse("INSERT 0 1"));
            fixture.feed(firstUse("CALL"));
            fixture.feed(error("42601", "syntax error"), readyForQuery(ReadyStatus.FAILED));
            assertThat(recorder.error().outcome()).isEqualTo(Outcome.NOT_EXECUTED);
        }
    }

    /** Nothing of it left this process, so nothing of it is on the server: neither its first statement nor the Close in front. */
    @Test
    void takesBackAllOfAFlightThatCannotBeEncoded() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, ExchangeFixture.cache(StatementCache.Naming.NAMED, 2))) {
            ExtendedQueryExchangeTest.prepare(fixture, "one");
            ExtendedQueryExchangeTest.prepare(fixture, "two");
            fixture.offer(batch("three", "four \ud800"));
            assertThat(fixture.written()).isEmpty();
            assertThat(recorder.events()).containsExactly("failed(22021 NOT_SENT)");
            assertThat(recorder.error()).isInstanceOf(PgCodecException.class);

            fixture.offer(ExtendedQueryExchangeTest.query("three", new Recorder()));
            assertThat(fixture.flight()).isEqualTo("Close Close " + STATEMENT + "Sync");
        }
    }

    /** Its statement's Parse is in flight in another exchange and may fail there: the batch must not be hit by that. */
    @Test
    void waitsForStatementsThatOthersArePreparing() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var other = new Recorder();
            var failing = new BatchExchange(
                    List.of(
                            new StatementRun("bad", EncodedParameters.NONE, other),
                            new StatementRun("insert", EncodedParameters.NONE, other)),
                    other);
            fixture.offer(failing, batch("insert"));
            assertThat(fixture.flight()).isEqualTo(STATEMENT + STATEMENT + "Sync");
            fixture.feed(error("42601", "syntax error"), readyForQuery());
            assertThat(other.events()).containsExactly("failed(42601 NOT_EXECUTED)");

            assertThat(fixture.flight()).isEqualTo(STATEMENT + "Sync");
            fixture.feed(firstUse("INSERT 0 1"));
            fixture.feed(readyForQuery());
            assertThat(recorder.events()).containsExactly("tag(INSERT 0 1)", "succeeded(IDLE)");
        }
    }

    // ---- copies (reliability.md, row 66)

    @ParameterizedTest
    @EnumSource
    void dropsACopyToTheClientAndGoesOn(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(batch("insert", "copy t to stdout"));
            fixture.feed(firstUse("INSERT 0 1"));
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    noData(),
                    bindComplete(),
                    copyOutResponse(),
                    copyData("1\n"),
                    copyDone(),
                    commandComplete("COPY 1"),
                    readyForQuery());
            assertThat(recorder.events()).containsExactly("tag(INSERT 0 1)", "tag(COPY 1)", "failed(0A000 UNKNOWN)");
            assertThat(fixture.queue().isClosed()).isFalse();
        }
    }

    @Test
    void refusesACopyFromTheClientAtItsEndWithASyncOfItsOwn() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(batch("insert", "copy t from stdin"));
            fixture.flight();
            fixture.feed(firstUse("INSERT 0 1"));
            fixture.feed(parseComplete(), parameterDescription(), noData(), bindComplete(), copyInResponse());
            assertThat(fixture.flight()).isEqualTo("CopyFail Sync");
            fixture.feed(error("57014", "COPY from stdin failed"), readyForQuery());
            assertThat(recorder.error()).isInstanceOf(PgRejectedException.class);
            assertThat(fixture.queue().isClosed()).isFalse();
        }
    }

    /** The server fails over the next statement's Parse, and skips to our Sync. */
    @Test
    void letsTheNextStatementEndACopyFromTheClientInItsMiddle() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(batch("copy t from stdin", "insert"));
            fixture.flight();
            fixture.feed(parseComplete(), parameterDescription(), noData(), bindComplete(), copyInResponse());
            assertThat(fixture.written()).isEmpty();
            fixture.feed(error("08P01", "unexpected message type 0x50 during COPY from stdin"), readyForQuery());
            assertThat(recorder.events()).containsExactly("failed(0A000 NOT_EXECUTED)");
        }
    }

    @Test
    void dropsAndCountsTheRowsOfAllStatementsAfterItWasAbandoned() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var exchange = batch("select", "select");
            fixture.offer(exchange);
            exchange.abandon();
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(column("n", INT4)),
                    bindComplete(),
                    dataRow("1"),
                    commandComplete("SELECT 1"),
                    bindComplete(),
                    dataRow("1"),
                    commandComplete("SELECT 1"),
                    readyForQuery());
            assertThat(recorder.events()).containsExactly("succeeded(IDLE)");
            assertThat(exchange.discardedBytes()).isEqualTo(2L * ServerMessage.bytes(dataRow("1")).length);
        }
    }
}
