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
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.error.PgClosedException;
import io.penstock.error.PgProtocolException;
import io.penstock.internal.wire.FrontendMessage.CopyData;
import io.penstock.internal.wire.FrontendMessage.CopyFail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bulk data to the server (reliability.md, row 64). */
class CopyInExchangeTest {

    private static final int FLIGHT = 10_000;
    private static final byte[] DATA = "1\n2\n".getBytes(UTF_8);

    private final Recorder recorder = new Recorder();
    private final CopyInExchange exchange = new CopyInExchange("copy t from stdin", recorder);

    @ParameterizedTest
    @EnumSource
    void sendsDataWhenTheServerIsReady(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(exchange);
            assertThat(fixture.flight()).isEqualTo("Query");
            fixture.feed(copyInResponse());
            exchange.send(DATA, 0, 2);
            exchange.send(DATA, 2, 2);
            var data = fixture.written();
            assertThat(data).hasSize(2);
            assertThat(((CopyData) data.get(1)).data()).isEqualTo("2\n".getBytes(UTF_8));
            exchange.finish();
            assertThat(fixture.flight()).isEqualTo("CopyDone");
            fixture.feed(commandComplete("COPY 2"), readyForQuery());
            assertThat(recorder.events()).containsExactly("ready", "tag(COPY 2)", "succeeded(IDLE)");
        }
    }

    /** However it ends: the fixture counts what is left in buffers, and a buffer that was kept for ever would be. */
    @ParameterizedTest
    @ValueSource(strings = {"finished", "refused", "lost"})
    void keepsRoomForItsFlightsUntilItsEnd(String end) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var before = fixture.bytesInBuffers();
            fixture.offer(exchange);
            fixture.flight();
            fixture.feed(copyInResponse());
            exchange.sendsFlightsOf(FLIGHT);
            for (var i = 0; i < 3; i++) {
                exchange.send(DATA, 0, 2);
                assertThat(fixture.flight()).isEqualTo("CopyData");
                assertThat(fixture.bytesInBuffers() - before).isEqualTo(FLIGHT);
            }
            switch (end) {
                case "finished" -> {
                    exchange.finish();
                    fixture.flight();
                    fixture.feed(commandComplete("COPY 3"), readyForQuery());
                }
                case "refused" -> fixture.feed(error("22P02", "no"), readyForQuery());
                default -> fixture.lose();
            }
            assertThat(fixture.bytesInBuffers()).isEqualTo(before);
        }
    }

    /** Before the server is ready, and behind its refusal, there are no flights. */
    @Test
    void keepsNoRoomWhileItSendsNothing() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var before = fixture.bytesInBuffers();
            fixture.offer(exchange);
            fixture.flight();
            exchange.sendsFlightsOf(FLIGHT);
            fixture.feed(copyInResponse(), error("22P02", "no"));
            exchange.sendsFlightsOf(FLIGHT);
            assertThat(fixture.bytesInBuffers()).isEqualTo(before);
            fixture.feed(readyForQuery());
        }
    }

    @Test
    void sendsNothingBeforeTheServerIsReady() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(exchange);
            fixture.flight();
            exchange.send(DATA, 0, 2);
            exchange.finish();
            exchange.fail("no");
            assertThat(fixture.written()).isEmpty();
        }
    }

    /** As where there is no memory for the data: the message's header is in the buffer, and its bytes are not. */
    @Test
    void nothingIsSentBehindDataThatCouldNotBeWritten() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(exchange);
            fixture.flight();
            fixture.feed(copyInResponse());
            exchange.send(DATA, 0, DATA.length + 1);
            exchange.finish();
            assertThatThrownBy(() -> fixture.queue().writeAdmitted())
                    .isInstanceOf(PgClosedException.class)
                    .hasCauseInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void hasTheConnectionToItself() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(exchange, ExtendedQueryExchangeTest.query("select n", new Recorder()));
            assertThat(fixture.flight()).isEqualTo("Query");
            fixture.feed(copyInResponse());
            exchange.finish();
            assertThat(fixture.flight()).isEqualTo("CopyDone");
            fixture.feed(commandComplete("COPY 0"), readyForQuery());
            assertThat(fixture.flight()).startsWith("Parse");
        }
    }

    @ParameterizedTest
    @EnumSource
    void failsTheCopyWhenTheProducerDoes(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(exchange);
            fixture.flight();
            fixture.feed(copyInResponse());
            exchange.send(DATA, 0, 2);
            exchange.fail("the producer failed");
            exchange.send(DATA, 0, 2);
            var flight = fixture.written();
            assertThat(flight).hasSize(2).last().isEqualTo(new CopyFail("the producer failed"));
            fixture.feed(error("57014", "COPY from stdin failed: the producer failed"), readyForQuery());
            assertThat(recorder.events()).containsExactly("ready", "failed(57014 NOT_EXECUTED)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void stopsTheProducerWhenTheServerRefusesARow(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(exchange);
            fixture.flight();
            fixture.feed(copyInResponse());
            exchange.send(DATA, 0, 2);
            fixture.flight();
            fixture.feed(error("22P02", "invalid input syntax"));
            assertThat(recorder.events()).containsExactly("ready", "refused");

            exchange.send(DATA, 2, 2);
            exchange.finish();
            exchange.fail("late");
            assertThat(fixture.written()).isEmpty();
            fixture.feed(readyForQuery());
            assertThat(recorder.events()).containsExactly("ready", "refused", "failed(22P02 NOT_EXECUTED)");
        }
    }

    @Test
    void failsWhenTheServerRefusesAtTheEnd() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(exchange);
            fixture.feed(copyInResponse());
            exchange.finish();
            fixture.feed(error("23505", "duplicate key"), readyForQuery());
            assertThat(recorder.events()).containsExactly("ready", "failed(23505 NOT_EXECUTED)");
        }
    }

    @Test
    void failsWhenTheStatementIsWrong() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(exchange);
            fixture.feed(error("42P01", "no such table"), readyForQuery());
            assertThat(recorder.events()).containsExactly("failed(42P01 NOT_EXECUTED)");
        }
    }

    @Test
    void doesNotTakeATagForTheAnswerToCopyFail() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(exchange);
            fixture.feed(copyInResponse());
            exchange.fail("no");
            assertThat(fixture.violate(commandComplete("COPY 0"))).isInstanceOf(PgProtocolException.class);
            assertThat(recorder.events()).containsExactly("ready", "failed(08P01 UNKNOWN)");
        }
    }

    @Test
    void doesNotTakeATagBeforeItHasFinished() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(exchange);
            fixture.feed(copyInResponse());
            assertThat(fixture.violate(commandComplete("COPY 0"))).isInstanceOf(PgProtocolException.class);
        }
    }

    // ---- texts that are not one COPY … FROM STDIN (row 66): an error, and the connection is usable

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
    void dropsACopyInTheOtherDirection(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(exchange);
            fixture.feed(copyOutResponse(), copyData("1\n"), copyDone(), commandComplete("COPY 1"), readyForQuery());
            assertThat(recorder.events()).containsExactly("failed(0A000 UNKNOWN)");
            assertThat(exchange.discardedBytes()).isEqualTo(2);
            assertThat(fixture.queue().isClosed()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesACopyBehindAnotherStatement(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(exchange);
            fixture.flight();
            fixture.feed(commandComplete("BEGIN"), copyInResponse());
            assertThat(fixture.flight()).isEqualTo("CopyFail");
            fixture.feed(error("57014", "COPY from stdin failed"), readyForQuery());
            assertThat(recorder.events()).containsExactly("failed(0A000 UNKNOWN)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void runsWhatStandsBehindTheCopyToItsEnd(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(exchange);
            fixture.feed(copyInResponse());
            exchange.finish();
            fixture.feed(
                    commandComplete("COPY 0"),
                    rowDescription(column("n", INT4)),
                    dataRow("1"),
                    commandComplete("SELECT 1"),
                    commandComplete("INSERT 0 1"),
                    readyForQuery());
            assertThat(recorder.events()).containsExactly("ready", "tag(COPY 0)", "failed(0A000 UNKNOWN)");
        }
    }
}
