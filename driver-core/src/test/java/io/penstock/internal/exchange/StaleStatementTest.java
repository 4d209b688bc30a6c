package io.penstock.internal.exchange;

import static io.penstock.internal.exchange.ExchangeFixture.INT4;
import static io.penstock.internal.exchange.ExchangeFixture.cache;
import static io.penstock.internal.exchange.ExtendedQueryExchangeTest.prepare;
import static io.penstock.internal.exchange.ExtendedQueryExchangeTest.query;
import static io.penstock.internal.exchange.ExtendedQueryExchangeTest.stream;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.closeComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.noData;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.error.Outcome;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.exchange.StatementCache.Naming;
import io.penstock.internal.wire.FrontendMessage;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.testing.ServerMessage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is prepared anew and run once more behind the caller's back: never what was executed, and never out of order (reliability.md, rows 54 to
 * 56).
 */
class StaleStatementTest {

    private static final String FIRST_USE = "Parse Describe Bind Execute Sync";
    private static final String LATER_USE = "Bind Execute Sync";
    private static final ServerMessage LOST = error("26000", "does not exist", "FetchPreparedStatement");
    private static final ServerMessage STALE =
            error("0A000", "cached plan must not change result type", "RevalidateCachedQuery");

    private final Recorder first = new Recorder();
    private final Recorder second = new Recorder();

    private static ServerMessage[] answer(int closes, String tag) {
        var messages = new ServerMessage[closes + 6];
        Arrays.fill(messages, 0, closes, closeComplete());
        messages[closes] = parseComplete();
        messages[closes + 1] = parameterDescription();
        messages[closes + 2] = rowDescription(column("n", INT4));
        messages[closes + 3] = bindComplete();
        messages[closes + 4] = commandComplete(tag);
        messages[closes + 5] = readyForQuery();
        return messages;
    }

    private static BatchExchange batch(Recorder recorder, String... statements) {
        return new BatchExchange(
                Arrays.stream(statements)
                        .map(sql -> new StatementRun(sql, EncodedParameters.NONE, recorder))
                        .toList(),
                recorder);
    }

    private static List<String> parsed(List<FrontendMessage> flight) {
        return flight.stream()
                .filter(Parse.class::isInstance)
                .map(message -> ((Parse) message).sql())
                .toList();
    }

    // ---- order

    /** They were all prepared before the table changed: a whole pipeline is stale, and is run again as it was. */
    @ParameterizedTest
    @EnumSource
    void keepsTheOrderOfAPipelineThatIsStaleAsAWhole(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            prepare(fixture, "update a");
            prepare(fixture, "update b");
            fixture.offer(query("update a", first), query("update b", second));
            fixture.flight();
            fixture.feed(STALE, readyForQuery(), STALE, readyForQuery());

            assertThat(parsed(fixture.written())).containsExactly("update a", "update b");
            fixture.feed(answer(2, "UPDATE 1"));
            fixture.feed(answer(0, "UPDATE 2"));
            assertThat(first.events()).endsWith("tag(UPDATE 1)", "succeeded(IDLE)");
            assertThat(second.events()).endsWith("tag(UPDATE 2)", "succeeded(IDLE)");
        }
    }

    /** The one behind runs: the one in front would come too late. It fails, says that nothing was done, and works the next time. */
    @ParameterizedTest
    @EnumSource
    void doesNotRunBehindWhatWasToRunBehindIt(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            prepare(fixture, "update a");
            prepare(fixture, "update b");
            fixture.offer(query("update a", first), query("update b", second));
            fixture.flight();
            fixture.feed(STALE, readyForQuery());
            assertThat(first.events()).isEmpty();
            fixture.feed(bindComplete());
            assertThat(first.events()).containsExactly("failed(0A000 NOT_EXECUTED)");
            assertThat(first.error().isTransient()).isTrue();
            fixture.feed(commandComplete("UPDATE 1"), readyForQuery());
            assertThat(second.events()).endsWith("succeeded(IDLE)");

            fixture.offer(query("update a", new Recorder()));
            assertThat(fixture.flight()).isEqualTo("Close " + FIRST_USE);
        }
    }

    @Test
    void failsBeforeTheFailureThatComesBehindIt() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "update a");
            fixture.offer(query("update a", first), query("selec", second));
            fixture.feed(STALE, readyForQuery(), error("42601", "syntax error"), readyForQuery());
            assertThat(first.events()).containsExactly("failed(0A000 NOT_EXECUTED)");
            assertThat(second.events()).containsExactly("failed(42601 NOT_EXECUTED)");
        }
    }

    @Test
    void doesNotRunBehindAScript() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "update a");
            fixture.offer(query("update a", first), SimpleQueryExchangeTest.script("update b", second));
            fixture.feed(STALE, readyForQuery());
            assertThat(first.events()).containsExactly("failed(0A000 NOT_EXECUTED)");
        }
    }

    /** What is offered meanwhile is written behind the second attempt. */
    @Test
    void writesNothingBetweenTheTwoAttempts() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "update a");
            prepare(fixture, "update b");
            fixture.offer(query("update a", first), query("update b", second));
            fixture.flight();
            fixture.feed(STALE, readyForQuery());
            fixture.offer(query("update c", new Recorder()));
            assertThat(fixture.flight()).isEmpty();
            fixture.feed(STALE, readyForQuery());
            assertThat(parsed(fixture.written())).containsExactly("update a", "update b", "update c");
        }
    }

    /** Nobody waits for a stream's rows before they come: one that begins behind a stale statement decides about it. */
    @Test
    void doesNotWaitForTheEndOfAStreamBehindIt() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "update a");
            prepare(fixture, "select n");
            fixture.offer(query("update a", first), stream("select n", second));
            fixture.feed(STALE, readyForQuery(), bindComplete());
            assertThat(first.events()).containsExactly("failed(0A000 NOT_EXECUTED)");
            assertThat(second.ended()).isFalse();
        }
    }

    @Test
    void endsWithItsConnectionWhileItWaits() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "update a");
            prepare(fixture, "update b");
            fixture.offer(query("update a", first), query("update b", second));
            fixture.feed(STALE, readyForQuery());
            fixture.lose();
            assertThat(first.events()).containsExactly("failed(0A000 NOT_EXECUTED)");
            assertThat(second.events()).containsExactly("failed(08006 UNKNOWN)");
        }
    }

    @Test
    void doesNotRunAgainWhatNobodyWantsAnyMore() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "update a");
            var abandoned = query("update a", first);
            fixture.offer(abandoned);
            fixture.flight();
            fixture.queue().abandon(abandoned);
            fixture.feed(STALE, readyForQuery());
            assertThat(first.events()).containsExactly("failed(0A000 NOT_EXECUTED)");
            assertThat(fixture.flight()).isEmpty();
            fixture.offer(query("behind", second));
            assertThat(fixture.flight()).isNotEmpty();
        }
    }

    // ---- streams

    @ParameterizedTest
    @EnumSource
    void runsAStreamAgainBeforeItsFirstRow(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            prepare(fixture, "select n");
            fixture.offer(stream("select n", first), query("behind", second));
            assertThat(fixture.flight()).isEqualTo(LATER_USE);
            fixture.feed(STALE, readyForQuery());
            assertThat(fixture.flight()).isEqualTo("Close " + FIRST_USE);
            fixture.feed(
                    closeComplete(),
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(column("n", INT4)),
                    bindComplete(),
                    dataRow("1"),
                    commandComplete("SELECT 1"),
                    readyForQuery());
            assertThat(first.events()).containsExactly("columns(n TEXT)", "row(1)", "tag(SELECT 1)", "succeeded(IDLE)");
            assertThat(parsed(fixture.written())).containsExactly("behind");
        }
    }

    @Test
    void doesNotRunAStreamAgainBehindItsFirstRow() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "select n");
            fixture.offer(stream("select n", first));
            fixture.feed(bindComplete(), dataRow(new byte[][] {{0, 0, 0, 1}}), STALE, readyForQuery());
            assertThat(first.events())
                    .containsExactly("columns(n BINARY)", "row(0x00000001)", "failed(0A000 NOT_EXECUTED)");
        }
    }

    // ---- batches

    @ParameterizedTest
    @CsvSource({"26000, FetchPreparedStatement", "0A000, RevalidateCachedQuery"})
    void runsABatchAgainWhoseFirstStatementIsLostAndPreparesAllOfItAnew(String sqlState, String routine) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "insert a");
            prepare(fixture, "insert b");
            fixture.offer(batch(first, "insert a", "insert b", "insert a"));
            assertThat(fixture.flight()).isEqualTo("Bind Execute Bind Execute Bind Execute Sync");
            fixture.feed(error(sqlState, "lost", routine), readyForQuery());
            assertThat(first.events()).isEmpty();

            assertThat(fixture.flight())
                    .isEqualTo("Close Close Parse Describe Bind Execute Parse Describe Bind Execute Bind Execute Sync");
            fixture.feed(closeComplete(), closeComplete());
            for (var i = 0; i < 2; i++) {
                fixture.feed(parseComplete(), parameterDescription(), noData(), bindComplete(), commandComplete("OK"));
            }
            fixture.feed(bindComplete(), commandComplete("OK"), readyForQuery());
            assertThat(first.events()).containsExactly("tag(OK)", "tag(OK)", "tag(OK)", "succeeded(IDLE)");
        }
    }

    /** The first has been executed, and a function in it may have been felt outside: that is not done twice unasked. */
    @Test
    void doesNotRunABatchAgainThatHasExecutedAStatement() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "insert a");
            prepare(fixture, "insert b");
            fixture.offer(batch(first, "insert a", "insert b"));
            fixture.flight();
            fixture.feed(bindComplete(), commandComplete("INSERT 0 1"), STALE, readyForQuery());
            assertThat(first.events()).endsWith("failed(0A000 NOT_EXECUTED)");

            fixture.offer(batch(new Recorder(), "insert a", "insert b"));
            assertThat(fixture.flight()).isEqualTo("Bind Execute Close Parse Describe Bind Execute Sync");
        }
    }

    @Test
    void runsABatchAgainOnceOnly() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "insert a");
            fixture.offer(batch(first, "insert a"));
            fixture.feed(LOST, readyForQuery());
            fixture.feed(
                    closeComplete(),
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(column("n", INT4)),
                    LOST,
                    readyForQuery());
            assertThat(first.events()).containsExactly("failed(26000 NOT_EXECUTED)");
        }
    }

    // ---- inside a transaction

    @ParameterizedTest
    @CsvSource({
        "26000, FetchPreparedStatement",
        "0A000, RevalidateCachedQuery",
        "42883, op_error",
        "42P01, parserOpenTable",
        "XX000, get_typeinfo"
    })
    void tellsThatTheTransactionMayBeRepeatedAndWorksThen(String sqlState, String routine) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "select n");
            fixture.offer(SimpleQueryExchangeTest.script("begin", new Recorder()));
            fixture.feed(commandComplete("BEGIN"), readyForQuery(ReadyStatus.IN_TRANSACTION));
            fixture.offer(query("select n", first));
            fixture.flight();
            fixture.feed(error(sqlState, "lost", routine), readyForQuery(ReadyStatus.FAILED));
            assertThat(first.events()).containsExactly("failed(" + sqlState + " ROLLED_BACK)");
            assertThat(first.error().outcome()).isEqualTo(Outcome.ROLLED_BACK);

            fixture.offer(SimpleQueryExchangeTest.script("rollback", new Recorder()));
            fixture.feed(commandComplete("ROLLBACK"), readyForQuery());
            fixture.flight();
            fixture.offer(query("select n", second));
            assertThat(fixture.flight()).isEqualTo("Close " + FIRST_USE);
        }
    }

    // ---- which errors

    /** The server had accepted it once, and has analysed it anew: the tables or the path have changed. */
    @ParameterizedTest
    @CsvSource({
        "42P01, parserOpenTable, true",
        "42703, errorMissingColumn, true",
        "42883, op_error, true",
        "42704, typenameType, true",
        "XX000, get_typeinfo, true",
        "42501, aclcheck_error, false",
        "22P02, pg_strtoint32_safe, false",
        "57014, ProcessInterrupts, false",
        "25P02, exec_bind_message, false"
    })
    void runsAgainWhatTheServerAnalysedAnewInVain(String sqlState, String routine, boolean again) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "select n");
            fixture.offer(query("select n", first));
            fixture.flight();
            fixture.feed(error(sqlState, "failed", routine), readyForQuery());
            assertThat(fixture.flight()).isEqualTo(again ? "Close " + FIRST_USE : "");
        }
    }

    @Test
    void doesNotRunAgainWhatWasParsedInTheSameFlight() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(query("select n", first));
            fixture.flight();
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(column("n", INT4)),
                    error("42P01", "dropped in between", "parserOpenTable"),
                    readyForQuery());
            assertThat(first.events()).containsExactly("failed(42P01 NOT_EXECUTED)");
        }
    }

    /** Where every use parses, nothing can be lost. */
    @Test
    void doesNotRunTheUnnamedStatementAgainForALostName() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, cache(Naming.UNNAMED, 256))) {
            prepare(fixture, "select n");
            fixture.offer(query("execute gone", first));
            fixture.flight();
            fixture.feed(LOST, readyForQuery());
            assertThat(first.events()).containsExactly("failed(26000 NOT_EXECUTED)");
        }
    }
}
