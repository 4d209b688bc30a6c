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

import io.penstock.internal.exchange.StatementCache.Naming;
import io.penstock.internal.wire.FrontendMessage;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.Close;
import io.penstock.internal.wire.FrontendMessage.Parse;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session keeps prepared: bounds, eviction, and how the server hears of it. */
class StatementCacheTest {

    private static final String FIRST_USE = "Parse Describe Bind Execute Sync";
    private static final String LATER_USE = "Bind Execute Sync";

    private static String run(ExchangeFixture fixture, String sql) {
        fixture.offer(query(sql, new Recorder()));
        return fixture.flight();
    }

    private static String nameIn(List<FrontendMessage> flight) {
        return flight.stream()
                .filter(Bind.class::isInstance)
                .map(message -> ((Bind) message).statement())
                .findFirst()
                .orElseThrow();
    }

    private static void prepareAndClose(ExchangeFixture fixture, String sql, int closes) {
        fixture.offer(query(sql, new Recorder()));
        fixture.flight();
        for (var i = 0; i < closes; i++) {
            fixture.feed(closeComplete());
        }
        fixture.feed(
                parseComplete(),
                parameterDescription(),
                noData(),
                bindComplete(),
                commandComplete("OK"),
                readyForQuery());
    }

    // ---- bounds

    @Test
    void closesTheLeastRecentlyUsedInFrontOfTheNextParse() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, cache(Naming.NAMED, 2))) {
            fixture.offer(query("one", new Recorder()));
            var first = nameIn(fixture.written());
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    noData(),
                    bindComplete(),
                    commandComplete("OK"),
                    readyForQuery());
            prepare(fixture, "two");
            prepareAndClose(fixture, "three", 1);
            assertThat(fixture.statements().size()).isEqualTo(2);

            fixture.offer(query("one", new Recorder()));
            var flight = fixture.written();
            assertThat(flight.get(0)).isInstanceOf(Close.class);
            assertThat(nameIn(flight)).isNotEqualTo(first);
        }
    }

    @Test
    void sendsTheCloseInTheFlightThatEvicts() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, cache(Naming.NAMED, 1))) {
            fixture.offer(query("one", new Recorder()));
            var first = nameIn(fixture.written());
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    noData(),
                    bindComplete(),
                    commandComplete("OK"),
                    readyForQuery());
            fixture.offer(query("two", new Recorder()));
            var flight = fixture.written();
            assertThat(((Close) flight.get(0)).name()).isEqualTo(first);
            assertThat(flight.get(1)).isInstanceOf(Parse.class);
        }
    }

    @Test
    void countsAUseForTheOrderOfEviction() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, cache(Naming.NAMED, 2))) {
            prepare(fixture, "one");
            prepare(fixture, "two");
            assertThat(run(fixture, "one")).isEqualTo(LATER_USE);
            fixture.feed(bindComplete(), commandComplete("OK"), readyForQuery());
            prepareAndClose(fixture, "three", 1);
            assertThat(run(fixture, "one")).isEqualTo(LATER_USE);
        }
    }

    @Test
    void isBoundedInBytes() {
        var statements = new StatementCache(ExchangeFixture.CODECS, Naming.NAMED, 1_000, 3_000);
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, statements)) {
            for (var i = 0; i < 20; i++) {
                fixture.offer(query(i + " ".repeat(400), new Recorder()));
            }
            assertThat(statements.size()).isBetween(1, 3);
        }
    }

    @Test
    void runsAStatementThatIsTooLargeToKeepAsTheUnnamedOne() {
        var statements = new StatementCache(ExchangeFixture.CODECS, Naming.NAMED, 1_000, 3_000);
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, statements)) {
            var large = "x".repeat(3_000);
            fixture.offer(query(large, new Recorder()), query(large, new Recorder()));
            var flight = fixture.written();
            assertThat(flight).hasSize(10);
            assertThat(nameIn(flight)).isEmpty();
            assertThat(statements.size()).isZero();
        }
    }

    @Test
    void keepsNothingWhereNothingMayBeKept() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, cache(Naming.NAMED, 0))) {
            prepare(fixture, "one");
            assertThat(run(fixture, "one")).isEqualTo(FIRST_USE);
            assertThat(fixture.statements().size()).isZero();
        }
    }

    /** Ten thousand different texts leave ten on the server, and every name is used once. */
    @Test
    void closesAllThatItEvicts() {
        try (var fixture =
                new ExchangeFixture(Feeding.WHOLE, cache(Naming.NAMED, 10), Integer.MAX_VALUE, Long.MAX_VALUE)) {
            var onServer = new HashSet<String>();
            for (var i = 0; i < 10_000; i++) {
                fixture.offer(query("select " + i, new Recorder()));
            }
            for (var message : fixture.written()) {
                if (message instanceof Parse parse) {
                    assertThat(onServer.add(parse.statement())).isTrue();
                } else if (message instanceof Close close) {
                    assertThat(onServer.remove(close.name())).isTrue();
                }
            }
            assertThat(onServer).hasSize(10);
        }
    }

    /** The Close of one whose Parse is still in flight comes behind it; its answers are taken all the same. */
    @Test
    void evictsAStatementWhoseParseIsInFlight() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, cache(Naming.NAMED, 1))) {
            var first = new Recorder();
            var second = new Recorder();
            fixture.offer(query("one", first), query("two", second));
            assertThat(fixture.flight()).isEqualTo(FIRST_USE + " Close " + FIRST_USE);
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(column("n", INT4)),
                    bindComplete(),
                    dataRow("1"),
                    commandComplete("SELECT 1"),
                    readyForQuery(),
                    closeComplete(),
                    parseComplete(),
                    parameterDescription(),
                    noData(),
                    bindComplete(),
                    commandComplete("OK"),
                    readyForQuery());
            assertThat(first.events()).containsExactly("columns(n TEXT)", "row(1)", "tag(SELECT 1)", "succeeded(IDLE)");
            assertThat(second.events()).containsExactly("tag(OK)", "succeeded(IDLE)");
            assertThat(run(fixture, "one")).isEqualTo("Close " + FIRST_USE);
        }
    }

    // ---- sharing

    @Test
    void usesAStatementWhoseParseIsInFlight() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var second = new Recorder();
            fixture.offer(query("one", new Recorder()), query("one", second));
            assertThat(fixture.flight()).isEqualTo(FIRST_USE + " " + LATER_USE);
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(column("n", INT4)),
                    bindComplete(),
                    commandComplete("SELECT 0"),
                    readyForQuery(),
                    bindComplete(),
                    dataRow("7"),
                    commandComplete("SELECT 1"),
                    readyForQuery());
            assertThat(second.events())
                    .containsExactly("columns(n TEXT)", "row(7)", "tag(SELECT 1)", "succeeded(IDLE)");
        }
    }

    /** Reliability.md, row 62: the one behind must not be hit by the error of the one that was to prepare for both. */
    @Test
    void preparesForItselfWhatAnotherFailedToPrepare() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var first = new Recorder();
            var second = new Recorder();
            fixture.offer(query("one", first), query("one", second));
            fixture.flight();
            fixture.feed(
                    error("57014", "canceled"),
                    readyForQuery(),
                    error("26000", "prepared statement does not exist", "FetchPreparedStatement"),
                    readyForQuery());
            assertThat(first.events()).containsExactly("failed(57014 NOT_EXECUTED)");
            assertThat(fixture.flight()).endsWith(FIRST_USE);
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    noData(),
                    bindComplete(),
                    commandComplete("OK"),
                    readyForQuery());
            assertThat(second.events()).containsExactly("tag(OK)", "succeeded(IDLE)");
        }
    }

    // ---- what the user drops

    @ParameterizedTest
    @ValueSource(strings = {"DEALLOCATE ALL", "DISCARD ALL"})
    void forgetsAllThatTheSessionHasDropped(String tag) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "one");
            fixture.offer(SimpleQueryExchangeTest.script("…", new Recorder()));
            fixture.feed(commandComplete(tag), readyForQuery());
            fixture.flight();
            assertThat(run(fixture, "one")).isEqualTo(FIRST_USE);
        }
    }

    @Test
    void hearsOfADropByAnExtendedQueryToo() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "one");
            fixture.offer(query("discard all", new Recorder()));
            fixture.flight();
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    noData(),
                    bindComplete(),
                    commandComplete("DISCARD ALL"),
                    readyForQuery());
            assertThat(run(fixture, "one")).isEqualTo(FIRST_USE);
        }
    }

    /** The tag does not tell which: all are prepared anew, so all are closed. */
    @Test
    void closesAllWhenTheUserHasDroppedOne() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "one");
            prepare(fixture, "two");
            fixture.offer(SimpleQueryExchangeTest.script("deallocate x", new Recorder()));
            fixture.feed(commandComplete("DEALLOCATE"), readyForQuery());
            fixture.flight();
            assertThat(run(fixture, "one")).isEqualTo("Close Close " + FIRST_USE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DISCARD PLANS", "DISCARD TEMP", "DEALLOCATED", "RESET", ""})
    void keepsAllBehindOtherTags(String tag) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "one");
            fixture.offer(SimpleQueryExchangeTest.script("…", new Recorder()));
            fixture.feed(commandComplete(tag), readyForQuery());
            fixture.flight();
            assertThat(run(fixture, "one")).isEqualTo(LATER_USE);
        }
    }

    // ---- the unnamed mode

    @Test
    void putsEveryUseIntoOneFlightWithoutAName() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, cache(Naming.UNNAMED, 1))) {
            prepare(fixture, "one");
            prepare(fixture, "two");
            fixture.offer(query("one", new Recorder()), query("two", new Recorder()), stream("one", new Recorder()));
            var flight = fixture.written();
            assertThat(flight).noneMatch(Close.class::isInstance);
            assertThat(flight.stream().filter(Parse.class::isInstance))
                    .hasSize(3)
                    .allMatch(message -> ((Parse) message).statement().isEmpty());
        }
    }
}
