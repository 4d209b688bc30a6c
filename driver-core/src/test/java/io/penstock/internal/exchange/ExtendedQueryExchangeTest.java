package io.penstock.internal.exchange;

import static io.penstock.internal.exchange.ExchangeFixture.INT4;
import static io.penstock.internal.exchange.ExchangeFixture.TEXT;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.copyData;
import static io.penstock.testing.ServerMessage.copyDone;
import static io.penstock.testing.ServerMessage.copyInResponse;
import static io.penstock.testing.ServerMessage.copyOutResponse;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.emptyQueryResponse;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.fatal;
import static io.penstock.testing.ServerMessage.noData;
import static io.penstock.testing.ServerMessage.notice;
import static io.penstock.testing.ServerMessage.notification;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parameterStatus;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.error.Outcome;
import io.penstock.error.PgProtocolException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgServerException;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.codec.ParameterEncoder;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.internal.wire.WireFormat;
import io.penstock.testing.ServerMessage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One statement with its own Sync. */
class ExtendedQueryExchangeTest {

    private static final String FIRST_USE = "Parse Describe Bind Execute Sync";
    private static final String LATER_USE = "Bind Execute Sync";

    private final Recorder recorder = new Recorder();

    static ExtendedQueryExchange query(String sql, Recorder recorder) {
        return new ExtendedQueryExchange(new StatementRun(sql, EncodedParameters.NONE, recorder), recorder);
    }

    static ExtendedQueryExchange stream(String sql, Recorder recorder) {
        return new StreamExchange(
                new StatementRun(sql, EncodedParameters.NONE, recorder), StreamExchange.Sharing.EXCLUSIVE, recorder);
    }

    /** Runs {@code select n} to its end, so that its statement is known. */
    static void prepare(ExchangeFixture fixture, String sql) {
        var ignored = new Recorder();
        fixture.offer(query(sql, ignored));
        fixture.flight();
        fixture.feed(
                parseComplete(),
                parameterDescription(),
                rowDescription(column("n", INT4)),
                bindComplete(),
                commandComplete("SELECT 0"),
                readyForQuery());
        assertThat(ignored.events()).last().isEqualTo("succeeded(IDLE)");
    }

    // ---- the conversation

    @ParameterizedTest
    @EnumSource
    void preparesAndRunsAFirstUseInOneFlightAndInText(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(query("select n, t", recorder));
            assertThat(fixture.flight()).isEqualTo(FIRST_USE);
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(column("n", INT4), column("t", TEXT)),
                    bindComplete(),
                    dataRow("1", "a"),
                    dataRow("2", null),
                    commandComplete("SELECT 2"),
                    readyForQuery());
            assertThat(recorder.events())
                    .containsExactly(
                            "columns(n TEXT, t TEXT)", "row(1, a)", "row(2, null)", "tag(SELECT 2)", "succeeded(IDLE)");
        }
    }

    /** What is in front of a stream in its own name takes the error, and leaves it a dead transaction. */
    @Test
    void tellsWhyTheTransactionOfAStreamIsDead() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(stream("select nothing", recorder));
            assertThat(fixture.flight()).isEqualTo("Parse Describe Sync");
            fixture.feed(error("42703", "column does not exist"), readyForQuery(ReadyStatus.FAILED));
            assertThat(fixture.flight()).isEqualTo(FIRST_USE);
            fixture.feed(error("25P02", "current transaction is aborted"), readyForQuery(ReadyStatus.FAILED));
            assertThat(recorder.events()).containsExactly("failed(42703 NOT_EXECUTED)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void asksForEachColumnInItsBestFormatOnALaterUse(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(query("select n, t", new Recorder()));
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(column("n", INT4), column("t", TEXT)),
                    bindComplete(),
                    commandComplete("SELECT 0"),
                    readyForQuery());
            fixture.flight();

            fixture.offer(query("select n, t", recorder));
            var bind = (Bind) fixture.written().get(0);
            assertThat(bind.resultFormats()).containsExactly(WireFormat.BINARY, WireFormat.TEXT);
            fixture.feed(
                    bindComplete(),
                    dataRow(new byte[][] {{0, 0, 0, 7}, {'x'}}),
                    commandComplete("SELECT 1"),
                    readyForQuery());
            assertThat(recorder.events())
                    .containsExactly(
                            "columns(n BINARY, t TEXT)", "row(0x00000007, x)", "tag(SELECT 1)", "succeeded(IDLE)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsNoColumnsOfAStatementThatReturnsNone(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(query("insert", recorder));
            fixture.feed(
                    parseComplete(),
                    parameterDescription(INT4),
                    noData(),
                    bindComplete(),
                    commandComplete("INSERT 0 1"),
                    readyForQuery(ReadyStatus.IN_TRANSACTION));
            assertThat(recorder.events()).containsExactly("tag(INSERT 0 1)", "succeeded(IN_TRANSACTION)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsRowsThatHaveNoColumns(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(query("select from t", recorder));
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(),
                    bindComplete(),
                    dataRow(new byte[0][]),
                    dataRow(new byte[0][]),
                    commandComplete("SELECT 2"),
                    readyForQuery());
            assertThat(recorder.events())
                    .containsExactly("columns()", "row()", "row()", "tag(SELECT 2)", "succeeded(IDLE)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsAnEmptyTagOfAnEmptyQuery(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(query("", recorder));
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    noData(),
                    bindComplete(),
                    emptyQueryResponse(),
                    readyForQuery());
            assertThat(recorder.events()).containsExactly("tag()", "succeeded(IDLE)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void liftsWhatTheServerSaysUnaskedOutOfTheConversation(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(query("select n", recorder));
            fixture.feed(
                    notice("a"),
                    parseComplete(),
                    parameterDescription(),
                    parameterStatus("TimeZone", "UTC"),
                    rowDescription(column("n", INT4)),
                    bindComplete(),
                    dataRow("1"),
                    notification(7, "channel", "payload"),
                    dataRow("2"),
                    notice("b"),
                    commandComplete("SELECT 2"),
                    readyForQuery());
            assertThat(recorder.events())
                    .containsExactly("columns(n TEXT)", "row(1)", "row(2)", "tag(SELECT 2)", "succeeded(IDLE)");
            assertThat(fixture.sessionEvents())
                    .containsExactly(
                            "notice(a)", "parameter(TimeZone, UTC)", "notification(channel, payload)", "notice(b)");
        }
    }

    @Test
    void dropsAndCountsWhatComesAfterItWasAbandoned() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var exchange = query("select n", recorder);
            fixture.offer(exchange);
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(column("n", INT4)),
                    bindComplete(),
                    dataRow("1"));
            exchange.abandon();
            fixture.feed(dataRow("2"), dataRow("3"), commandComplete("SELECT 3"), readyForQuery());
            assertThat(recorder.events()).containsExactly("columns(n TEXT)", "row(1)", "succeeded(IDLE)");
            assertThat(exchange.discardedBytes()).isEqualTo(ServerMessage.bytes(dataRow("2"), dataRow("3")).length);
        }
    }

    // ---- errors

    @ParameterizedTest
    @EnumSource
    void parsesAgainWhatTheServerRefusedToParse(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(query("selec", recorder));
            fixture.flight();
            fixture.feed(error("42601", "syntax error"), readyForQuery());
            assertThat(recorder.events()).containsExactly("failed(42601 NOT_EXECUTED)");

            fixture.offer(query("selec", new Recorder()));
            assertThat(fixture.flight()).isEqualTo(FIRST_USE);
        }
    }

    @Test
    void eachSendsItsOwnOfValuesThatLieTogetherAndSendsThemAgain() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var encoder = new ParameterEncoder(BuiltinCodecs.REGISTRY);
            for (var value : List.of(11, 22, 33)) {
                var parameters = encoder.shared(encoder.encodeNext(new Object[] {value}));
                var own = new Recorder();
                var run = new StatementRun("select $1", parameters, own);
                fixture.offer(new ExtendedQueryExchange(run, encoder.sharedUse(), own));
            }
            assertThat(valuesOf(fixture)).containsExactly(11, 22, 33);

            fixture.feed(
                    parseComplete(),
                    parameterDescription(INT4),
                    rowDescription(column("n", INT4)),
                    error("26000", "does not exist", "FetchPreparedStatement"),
                    readyForQuery());
            for (var i = 0; i < 2; i++) {
                fixture.feed(error("26000", "does not exist", "FetchPreparedStatement"), readyForQuery());
            }
            assertThat(valuesOf(fixture)).containsExactly(11, 22, 33);
        }
    }

    /** Of each Bind, its only value, in binary. */
    private static List<Integer> valuesOf(ExchangeFixture fixture) {
        return fixture.written().stream()
                .filter(Bind.class::isInstance)
                .map(bind -> ByteBuffer.wrap(
                                requireNonNull(((Bind) bind).values().get(0)))
                        .getInt())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void keepsAStatementWhoseRunFailed(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            prepare(fixture, "select 1/0");
            fixture.offer(query("select 1/0", recorder));
            fixture.flight();
            fixture.feed(bindComplete(), error("22012", "division by zero"), readyForQuery());
            assertThat(recorder.events()).containsExactly("columns(n BINARY)", "failed(22012 NOT_EXECUTED)");

            fixture.offer(query("select 1/0", new Recorder()));
            assertThat(fixture.flight()).isEqualTo(LATER_USE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void failsWhenTheCommitFailsBehindTheTag(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            prepare(fixture, "insert");
            fixture.offer(query("insert", recorder));
            fixture.feed(
                    bindComplete(),
                    commandComplete("INSERT 0 1"),
                    error("23503", "deferred constraint"),
                    readyForQuery());
            assertThat(recorder.events())
                    .containsExactly("columns(n BINARY)", "tag(INSERT 0 1)", "failed(23503 ROLLED_BACK)");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "23505, NOT_EXECUTED",
        "42P01, NOT_EXECUTED",
        "57014, NOT_EXECUTED",
        "25P02, NOT_EXECUTED",
        "40001, ROLLED_BACK",
        "40P01, ROLLED_BACK",
        "40003, UNKNOWN",
        "08007, UNKNOWN"
    })
    void tellsWhatAnErrorMeansForTheStatement(String sqlState, Outcome outcome) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(query("insert", recorder));
            fixture.feed(error(sqlState, "failed"), readyForQuery());
            assertThat(recorder.error()).isInstanceOf(PgServerException.class);
            assertThat(recorder.error().outcome()).isEqualTo(outcome);
        }
    }

    @Test
    void attachesABoundedNumberOfFurtherErrorsToTheFirst() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(query("insert", recorder));
            var errors = IntStream.range(0, 1_000)
                    .mapToObj(i -> error("XX000", "error " + i))
                    .toArray(ServerMessage[]::new);
            fixture.feed(errors);
            fixture.feed(readyForQuery());
            assertThat(recorder.error().problem()).contains("error 0");
            assertThat(recorder.error().getSuppressed().length).isBetween(1, 16);
        }
    }

    // ---- copies (reliability.md, row 66)

    @ParameterizedTest
    @EnumSource
    void refusesACopyFromTheClientAndStaysUsable(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(query("copy t from stdin", recorder));
            fixture.flight();
            fixture.feed(parseComplete(), parameterDescription(), noData(), bindComplete(), copyInResponse());
            assertThat(fixture.flight()).isEqualTo("CopyFail Sync");
            fixture.feed(error("57014", "COPY from stdin failed: COPY needs copyIn"), readyForQuery());
            assertThat(recorder.events()).containsExactly("failed(0A000 NOT_EXECUTED)");
            assertThat(recorder.error()).isInstanceOf(PgRejectedException.class).hasMessageContaining("copyIn");

            var next = new Recorder();
            fixture.offer(query("select n", next));
            assertThat(fixture.flight()).isEqualTo(FIRST_USE);
        }
    }

    /** It has run: a {@code COPY (DELETE … RETURNING …) TO STDOUT} has deleted. */
    @ParameterizedTest
    @EnumSource
    void dropsACopyToTheClientAndSaysThatItHasRun(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            var exchange = query("copy t to stdout", recorder);
            fixture.offer(exchange);
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    noData(),
                    bindComplete(),
                    copyOutResponse(),
                    copyData("1\n"),
                    copyData("2\n"),
                    copyDone(),
                    commandComplete("COPY 2"),
                    readyForQuery());
            assertThat(recorder.error()).isInstanceOf(PgRejectedException.class).hasMessageContaining("copyOut");
            assertThat(recorder.error().outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(exchange.discardedBytes()).isEqualTo(4);
            assertThat(fixture.queue().isClosed()).isFalse();
        }
    }

    // ---- violations (reliability.md, rows 34 and 35)

    @ParameterizedTest
    @CsvSource({"0", "1", "3", "1600"})
    void rejectsARowOfAnotherNumberOfColumns(int columns) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(query("select a, b", recorder));
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(column("a", INT4), column("b", INT4)),
                    bindComplete());
            var violation = fixture.violate(dataRow(new byte[columns][0]));
            assertThat(violation).isInstanceOf(PgProtocolException.class);
            assertThat(recorder.events()).containsExactly("columns(a TEXT, b TEXT)", "failed(08P01 UNKNOWN)");
        }
    }

    @Test
    void endsTheSessionWithTheServersWordsWhenItSaysFatal() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(query("select n", recorder));
            fixture.feed(fatal("57P01", "terminating connection due to administrator command"));
            fixture.lose();
            assertThat(recorder.events()).containsExactly("failed(57P01 UNKNOWN)");
            assertThat(fixture.sessionEvents()).containsExactly("session error(57P01)");
        }
    }
}
