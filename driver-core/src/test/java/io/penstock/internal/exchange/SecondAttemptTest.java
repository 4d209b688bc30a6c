package io.penstock.internal.exchange;

import static io.penstock.internal.exchange.ExchangeFixture.INT4;
import static io.penstock.internal.exchange.ExchangeFixture.TEXT;
import static io.penstock.internal.exchange.ExtendedQueryExchangeTest.prepare;
import static io.penstock.internal.exchange.ExtendedQueryExchangeTest.query;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.closeComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.internal.codec.ParameterEncoder;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.Close;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.FrontendMessage.Subject;
import io.penstock.internal.wire.ReadyStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A statement that the server has lost, or whose plan is stale: when it is run again, and when not. */
class SecondAttemptTest {

    private static final String FIRST_USE = "Parse Describe Bind Execute Sync";
    private static final String LATER_USE = "Bind Execute Sync";
    private static final String REVALIDATION = "RevalidateCachedQuery";

    private final Recorder recorder = new Recorder();

    @ParameterizedTest
    @EnumSource
    void runsAgainWhatTheServerHasLost(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            prepare(fixture, "select n");
            fixture.offer(query("select n", recorder));
            assertThat(fixture.flight()).isEqualTo(LATER_USE);
            fixture.feed(
                    error("26000", "prepared statement does not exist", "FetchPreparedStatement"), readyForQuery());
            assertThat(recorder.events()).isEmpty();

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
            assertThat(recorder.events())
                    .containsExactly("columns(n TEXT)", "row(1)", "tag(SELECT 1)", "succeeded(IDLE)");
        }
    }

    /** The second use was sent behind the first, whose Parse the server refused; it cannot run again, for a third is behind it already. */
    @ParameterizedTest
    @EnumSource
    void tellsWhyTheStatementThatItWasSentBehindDoesNotExist(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            var twin = new Recorder();
            fixture.offer(
                    query("select nothing", recorder), query("select nothing", twin), query("fine", new Recorder()));
            assertThat(fixture.flight()).isEqualTo(FIRST_USE + " " + LATER_USE + " " + FIRST_USE);
            fixture.feed(
                    error("42703", "column does not exist"),
                    readyForQuery(),
                    error("26000", "prepared statement does not exist", "FetchPreparedStatement"),
                    readyForQuery(),
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(column("n", INT4)),
                    bindComplete(),
                    commandComplete("SELECT 0"),
                    readyForQuery());
            assertThat(recorder.events()).containsExactly("failed(42703 NOT_EXECUTED)");
            assertThat(twin.events()).containsExactly("failed(42703 NOT_EXECUTED)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void runsAgainUnderANewNameWhatHasAStalePlanAndClosesTheOldOne(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            prepare(fixture, "select *");
            fixture.offer(query("select *", recorder));
            var stale = ((Bind) fixture.written().get(0)).statement();
            fixture.feed(error("0A000", "cached plan must not change result type", REVALIDATION), readyForQuery());

            var second = fixture.written();
            assertThat(second.get(0)).isEqualTo(new Close(Subject.STATEMENT, stale));
            assertThat(((Parse) second.get(1)).statement()).isNotEqualTo(stale);
            fixture.feed(
                    closeComplete(),
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(column("n", INT4), column("more", TEXT)),
                    bindComplete(),
                    dataRow("1", "x"),
                    commandComplete("SELECT 1"),
                    readyForQuery());
            assertThat(recorder.events())
                    .containsExactly("columns(n TEXT, more TEXT)", "row(1, x)", "tag(SELECT 1)", "succeeded(IDLE)");
        }
    }

    /** An error and the end of its statement may come in two reads, and a caller between them. */
    @Test
    void writesNothingBehindAnErrorThatASecondAttemptCures() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "select n");
            fixture.offer(query("select n", recorder));
            fixture.flight();
            fixture.feed(error("26000", "lost", "FetchPreparedStatement"));

            fixture.offer(query("behind", new Recorder()));
            assertThat(fixture.flight()).isEmpty();
            fixture.feed(readyForQuery());
            assertThat(fixture.flight()).isEqualTo("Close " + FIRST_USE + " " + FIRST_USE);
        }
    }

    @Test
    void runsAgainOnceOnly() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "select n");
            fixture.offer(query("select n", recorder));
            fixture.feed(error("26000", "lost", "FetchPreparedStatement"), readyForQuery());
            fixture.feed(
                    closeComplete(),
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(column("n", INT4)),
                    error("26000", "lost again", "FetchPreparedStatement"),
                    readyForQuery());
            assertThat(recorder.events()).containsExactly("failed(26000 NOT_EXECUTED)");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_TRANSACTION", "FAILED"})
    void doesNotRunAgainInsideATransaction(ReadyStatus status) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "select n");
            fixture.offer(query("select n", recorder));
            fixture.flight();
            fixture.feed(error("26000", "lost", "FetchPreparedStatement"), readyForQuery(status));
            assertThat(recorder.events()).containsExactly("failed(26000 NOT_EXECUTED)");

            fixture.offer(query("select n", new Recorder()));
            assertThat(fixture.flight()).isEqualTo("Close " + FIRST_USE);
        }
    }

    /** {@code EXECUTE gone}: the name is the user's, and our own statement is alive. */
    @Test
    void doesNotRunAgainForAnErrorOfTheStatementItself() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "execute gone");
            fixture.offer(query("execute gone", recorder));
            fixture.flight();
            fixture.feed(
                    bindComplete(),
                    error("26000", "\"gone\" does not exist", "FetchPreparedStatement"),
                    readyForQuery());
            assertThat(recorder.events()).containsExactly("columns(n BINARY)", "failed(26000 NOT_EXECUTED)");

            fixture.offer(query("execute gone", new Recorder()));
            assertThat(fixture.flight()).isEqualTo(LATER_USE);
        }
    }

    @Test
    void doesNotRunAgainForAnotherUnsupportedFeature() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "select n");
            fixture.offer(query("select n", recorder));
            fixture.feed(error("0A000", "not implemented", "ExecInitNode"), readyForQuery());
            assertThat(recorder.events()).containsExactly("failed(0A000 NOT_EXECUTED)");
        }
    }

    /** With the types of the first time: the values are encoded for them. */
    @ParameterizedTest
    @EnumSource
    void preparesAnewWhatTheCallerHasPrepared(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            var held = new HeldStatement("select n, $1");
            fixture.offer(PrepareExchange.held(held, new Recorder()));
            var first = ((Parse) fixture.written().get(0)).statement();
            fixture.feed(
                    parseComplete(), parameterDescription(INT4), rowDescription(column("n", INT4)), readyForQuery());
            var parameters = ParameterEncoder.encode(ExchangeFixture.CODECS, new Object[] {7}, held.parameterOids());
            fixture.offer(new ExtendedQueryExchange(new HeldRun(held, parameters, recorder), recorder));
            fixture.flight();
            fixture.feed(error("26000", "lost", "FetchPreparedStatement"), readyForQuery());

            var again = fixture.written();
            assertThat(again.get(0)).isEqualTo(new Close(Subject.STATEMENT, first));
            assertThat(((Parse) again.get(1)).typeOids()).containsExactly(INT4);
            assertThat(((Parse) again.get(1)).statement()).isNotEqualTo(first);
            fixture.feed(
                    closeComplete(),
                    parseComplete(),
                    parameterDescription(INT4),
                    rowDescription(column("n", INT4), column("t", TEXT)),
                    bindComplete(),
                    dataRow("1", "a"),
                    commandComplete("SELECT 1"),
                    readyForQuery());
            assertThat(recorder.events())
                    .containsExactly("columns(n TEXT, t TEXT)", "row(1, a)", "tag(SELECT 1)", "succeeded(IDLE)");
            assertThat(held.shape().size()).isEqualTo(2);
        }
    }

    /** Behind an open transaction it would wait for that one's end, whose work may in turn wait for this answer. */
    @Test
    void doesNotRunAgainBehindATransaction() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "select n");
            var scope = new TransactionScope("transaction 1");
            var begun = new Recorder();
            fixture.offer(
                    query("select n", recorder),
                    new SimpleQueryExchange("begin", "BEGIN", begun, begun).opening(scope));
            fixture.feed(
                    error("26000", "lost", "FetchPreparedStatement"),
                    readyForQuery(),
                    commandComplete("BEGIN"),
                    readyForQuery(ReadyStatus.IN_TRANSACTION));
            assertThat(begun.events()).containsExactly("tag(BEGIN)", "succeeded(IN_TRANSACTION)");
            assertThat(recorder.events()).containsExactly("failed(26000 NOT_EXECUTED)");
        }
    }
}
