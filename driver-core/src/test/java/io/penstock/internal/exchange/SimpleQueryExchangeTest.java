package io.penstock.internal.exchange;

import static io.penstock.internal.exchange.ExchangeFixture.INT4;
import static io.penstock.internal.exchange.ExchangeFixture.TEXT;
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
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.error.Outcome;
import io.penstock.error.PgProtocolException;
import io.penstock.error.PgRejectedException;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.testing.ServerMessage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One Query message of any number of statements (reliability.md, rows 38, 63 and 66). */
class SimpleQueryExchangeTest {

    private final Recorder recorder = new Recorder();

    static SimpleQueryExchange script(String sql, Recorder recorder) {
        return new SimpleQueryExchange("script", sql, recorder, recorder);
    }

    @ParameterizedTest
    @EnumSource
    void tellsOneStatementBehindTheOther(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(script("select; insert; select", recorder));
            assertThat(fixture.written()).containsExactly(new Query("select; insert; select"));
            fixture.feed(
                    rowDescription(column("n", INT4)),
                    dataRow("1"),
                    dataRow("2"),
                    commandComplete("SELECT 2"),
                    commandComplete("INSERT 0 1"),
                    rowDescription(column("t", TEXT)),
                    commandComplete("SELECT 0"),
                    readyForQuery());
            assertThat(recorder.events())
                    .containsExactly(
                            "columns(n TEXT)",
                            "row(1)",
                            "row(2)",
                            "tag(SELECT 2)",
                            "tag(INSERT 0 1)",
                            "columns(t TEXT)",
                            "tag(SELECT 0)",
                            "succeeded(IDLE)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsAnEmptyTagOfAnEmptyText(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(script("", recorder));
            fixture.feed(emptyQueryResponse(), readyForQuery());
            assertThat(recorder.events()).containsExactly("tag()", "succeeded(IDLE)");
        }
    }

    @Test
    void takesTenThousandResults() {
        try (var fixture = new ExchangeFixture(Feeding.RANDOMLY_SPLIT)) {
            fixture.offer(script("…", recorder));
            fixture.feed(IntStream.range(0, 10_000)
                    .mapToObj(i -> commandComplete("INSERT 0 " + i))
                    .toArray(ServerMessage[]::new));
            fixture.feed(readyForQuery());
            assertThat(recorder.events()).hasSize(10_001).endsWith("tag(INSERT 0 9999)", "succeeded(IDLE)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MERGE", "SELECT", "SELECT 9223372036854775808", "INSERT 0 -1", "é€😀", "A B C D E"})
    void handsOnOddTagsAsTheyAre(String tag) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(script("…", recorder));
            fixture.feed(commandComplete(tag), readyForQuery());
            assertThat(recorder.events()).containsExactly("tag(" + tag + ")", "succeeded(IDLE)");
        }
    }

    // ---- errors

    @ParameterizedTest
    @EnumSource
    void tellsTheResultsInFrontOfAnError(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(script("insert; bad; insert", recorder));
            fixture.feed(commandComplete("INSERT 0 1"), error("42601", "syntax error"), readyForQuery());
            assertThat(recorder.events()).containsExactly("tag(INSERT 0 1)", "failed(42601 NOT_EXECUTED)");
        }
    }

    @Test
    void failsInTheMiddleOfRows() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(script("select", recorder));
            fixture.feed(
                    rowDescription(column("n", INT4)),
                    dataRow("1"),
                    error("22012", "division by zero"),
                    readyForQuery(ReadyStatus.FAILED));
            assertThat(recorder.events()).containsExactly("columns(n TEXT)", "row(1)", "failed(22012 NOT_EXECUTED)");
            assertThat(fixture.queue().status()).isEqualTo(ReadyStatus.FAILED);
        }
    }

    /** What the COMMIT has made last stays, whatever fails behind it. */
    @ParameterizedTest
    @CsvSource({
        "COMMIT, UNKNOWN",
        "COMMIT PREPARED, UNKNOWN",
        "PREPARE TRANSACTION, UNKNOWN",
        "ROLLBACK, NOT_EXECUTED",
        "INSERT 0 1, NOT_EXECUTED"
    })
    void doesNotCallAScriptUndoneThatHasCommitted(String tag, Outcome outcome) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(script("…", recorder));
            fixture.feed(commandComplete(tag), error("22012", "division by zero"), readyForQuery());
            assertThat(recorder.error().outcome()).isEqualTo(outcome);
        }
    }

    // ---- copies

    @ParameterizedTest
    @EnumSource
    void refusesACopyFromTheClient(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(script("copy t from stdin", recorder));
            fixture.flight();
            fixture.feed(copyInResponse());
            assertThat(fixture.flight()).isEqualTo("CopyFail");
            fixture.feed(error("57014", "COPY from stdin failed: COPY needs copyIn"), readyForQuery());
            assertThat(recorder.events()).containsExactly("failed(0A000 NOT_EXECUTED)");
            assertThat(recorder.error()).isInstanceOf(PgRejectedException.class).hasMessageContaining("copyIn");
            assertThat(recorder.error().getSuppressed()).hasSize(1);
        }
    }

    @Test
    void doesNotCallARefusedCopyUndoneBehindACommit() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(script("insert; commit; copy t from stdin", recorder));
            fixture.feed(commandComplete("INSERT 0 1"), commandComplete("COMMIT"), copyInResponse());
            fixture.feed(error("57014", "COPY from stdin failed"), readyForQuery());
            assertThat(recorder.error().outcome()).isEqualTo(Outcome.UNKNOWN);
        }
    }

    @ParameterizedTest
    @EnumSource
    void dropsACopyToTheClientAndGoesOn(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            var exchange = script("copy t to stdout; insert", recorder);
            fixture.offer(exchange);
            fixture.feed(
                    copyOutResponse(),
                    copyData("1\n"),
                    copyDone(),
                    commandComplete("COPY 1"),
                    commandComplete("INSERT 0 1"),
                    readyForQuery());
            assertThat(recorder.events()).containsExactly("tag(COPY 1)", "tag(INSERT 0 1)", "failed(0A000 UNKNOWN)");
            assertThat(exchange.discardedBytes()).isEqualTo(2);
        }
    }

    @Test
    void dropsAndCountsWhatComesAfterItWasAbandoned() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var exchange = script("select; select", recorder);
            fixture.offer(exchange);
            fixture.feed(rowDescription(column("n", INT4)), dataRow("1"));
            exchange.abandon();
            fixture.feed(
                    dataRow("2"),
                    commandComplete("SELECT 2"),
                    rowDescription(column("m", INT4)),
                    dataRow("3"),
                    commandComplete("SELECT 1"),
                    readyForQuery());
            assertThat(recorder.events()).containsExactly("columns(n TEXT)", "row(1)", "succeeded(IDLE)");
            assertThat(exchange.discardedBytes()).isEqualTo(ServerMessage.bytes(dataRow("2"), dataRow("3")).length);
        }
    }

    @Test
    void rejectsARowOfAnotherNumberOfColumns() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(script("select", recorder));
            fixture.feed(rowDescription(column("n", INT4)));
            assertThat(fixture.violate(dataRow("1", "2"))).isInstanceOf(PgProtocolException.class);
            assertThat(recorder.events()).containsExactly("columns(n TEXT)", "failed(08P01 UNKNOWN)");
        }
    }
}
