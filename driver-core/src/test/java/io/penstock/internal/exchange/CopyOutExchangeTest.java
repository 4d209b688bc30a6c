package io.penstock.internal.exchange;

import static io.penstock.internal.exchange.ExchangeFixture.INT4;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.copyData;
import static io.penstock.testing.ServerMessage.copyDone;
import static io.penstock.testing.ServerMessage.copyInResponse;
import static io.penstock.testing.ServerMessage.copyOutResponse;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.emptyQueryResponse;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.notice;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bulk data from the server (reliability.md, row 65; the cancel and the bound of the drain are the session's). */
class CopyOutExchangeTest {

    private final Recorder recorder = new Recorder();
    private final CopyOutExchange exchange = new CopyOutExchange("copy t to stdout", recorder);

    @ParameterizedTest
    @EnumSource
    void handsOnTheData(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(exchange);
            assertThat(fixture.flight()).isEqualTo("Query");
            fixture.feed(
                    copyOutResponse(),
                    copyData("1\n"),
                    copyData(""),
                    notice("slow"),
                    copyData("2\n"),
                    copyDone(),
                    commandComplete("COPY 2"),
                    readyForQuery());
            assertThat(recorder.events())
                    .containsExactly("data(1\n)", "data()", "data(2\n)", "tag(COPY 2)", "succeeded(IDLE)");
        }
    }

    @Test
    void hasTheConnectionToItself() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(exchange, ExtendedQueryExchangeTest.query("select n", new Recorder()));
            assertThat(fixture.flight()).isEqualTo("Query");
            fixture.feed(copyOutResponse(), copyDone(), commandComplete("COPY 0"), readyForQuery());
            assertThat(fixture.flight()).startsWith("Parse");
        }
    }

    @ParameterizedTest
    @EnumSource
    void failsInTheMiddleOfTheData(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(exchange);
            fixture.feed(copyOutResponse(), copyData("1\n"), error("22012", "division by zero"), readyForQuery());
            assertThat(recorder.events()).containsExactly("data(1\n)", "failed(22012 NOT_EXECUTED)");
        }
    }

    @Test
    void dropsAndCountsWhatComesAfterItWasAbandoned() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(exchange);
            fixture.feed(copyOutResponse(), copyData("1\n"));
            exchange.abandon();
            fixture.feed(copyData("22\n"), error("57014", "canceled"), readyForQuery());
            assertThat(recorder.events()).containsExactly("data(1\n)", "failed(57014 NOT_EXECUTED)");
            assertThat(exchange.discardedBytes()).isEqualTo(3);
        }
    }

    // ---- texts that are not one COPY … TO STDOUT (row 66): an error, and the connection is usable

    @ParameterizedTest
    @EnumSource
    void runsAnotherStatementToItsEnd(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(exchange);
            fixture.feed(rowDescription(column("n", INT4)), dataRow("1"), commandComplete("SELECT 1"), readyForQuery());
            assertThat(recorder.events()).containsExactly("failed(0A000 UNKNOWN)");
            assertThat(exchange.discardedBytes()).isPositive();
        }
    }

    @Test
    void runsAnEmptyTextToItsEnd() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(exchange);
            fixture.feed(emptyQueryResponse(), readyForQuery());
            assertThat(recorder.events()).containsExactly("failed(0A000 UNKNOWN)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesACopyInTheOtherDirection(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(exchange);
            fixture.flight();
            fixture.feed(copyInResponse());
            assertThat(fixture.flight()).isEqualTo("CopyFail");
            fixture.feed(error("57014", "COPY from stdin failed"), readyForQuery());
            assertThat(recorder.events()).containsExactly("failed(0A000 UNKNOWN)");
            assertThat(fixture.queue().isClosed()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void dropsASecondCopy(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(exchange);
            fixture.feed(
                    copyOutResponse(),
                    copyData("1\n"),
                    copyDone(),
                    commandComplete("COPY 1"),
                    copyOutResponse(),
                    copyData("22\n"),
                    copyDone(),
                    commandComplete("COPY 1"),
                    readyForQuery());
            assertThat(recorder.events()).containsExactly("data(1\n)", "tag(COPY 1)", "failed(0A000 UNKNOWN)");
            assertThat(exchange.discardedBytes()).isEqualTo(3);
        }
    }
}
