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
import static io.penstock.testing.ServerMessage.parameterStatus;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.exchange.StatementCache.Naming;
import io.penstock.internal.wire.FieldDescription;
import io.penstock.internal.wire.FrontendMessage;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.Close;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.ReadyStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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
        var statements = cache(Naming.NAMED, 1_000, 3_000);
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, statements)) {
            for (var i = 0; i < 20; i++) {
                fixture.offer(query(i + " ".repeat(400), new Recorder()));
            }
            assertThat(statements.size()).isBetween(1, 3);
        }
    }

    @Test
    void runsAStatementThatIsTooLargeToKeepAsTheUnnamedOne() {
        var statements = cache(Naming.NAMED, 1_000, 3_000);
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
            fixture.offer(SimpleQueryExchangeTest.script("deallocate penstock_x", new Recorder()));
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

    /** The user's own prepared statements come and go; ours stay. */
    @ParameterizedTest
    @ValueSource(strings = {"deallocate x", "deallocate prepare \"Mine\"", "prepare x as select 1; deallocate x"})
    void keepsAllWhenTheUserHasDroppedOneOfHisOwn(String sql) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "one");
            fixture.offer(SimpleQueryExchangeTest.script(sql, new Recorder()));
            fixture.feed(commandComplete("DEALLOCATE"), readyForQuery());
            fixture.flight();
            assertThat(run(fixture, "one")).isEqualTo(LATER_USE);
        }
    }

    @ParameterizedTest
    @CsvSource({"DISCARD ALL, discard all", "DEALLOCATE ALL, deallocate all", "DEALLOCATE, deallocate penstock_x"})
    void preparesTheCallersOwnAnewWhenItWasDropped(String tag, String sql) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var held = new HeldStatement("mine");
            fixture.offer(PrepareExchange.held(held, new Recorder()));
            fixture.flight();
            fixture.feed(parseComplete(), parameterDescription(), noData(), readyForQuery());
            fixture.offer(SimpleQueryExchangeTest.script(sql, new Recorder()));
            fixture.feed(commandComplete(tag), readyForQuery());
            fixture.flight();

            fixture.offer(heldQuery(held, new Recorder()));
            assertThat(fixture.flight()).isEqualTo("Close " + FIRST_USE);
        }
    }

    private static ExtendedQueryExchange heldQuery(HeldStatement held, Recorder recorder) {
        var run = new HeldRun(held, EncodedParameters.NONE, recorder);
        return new ExtendedQueryExchange(run, recorder);
    }

    /** The server skips to the Sync: what was to be closed behind the error is still there. */
    @Test
    void closesInTheNextFlightWhatTheServerHasSkipped() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, cache(Naming.NAMED, 2))) {
            prepare(fixture, "one");
            prepare(fixture, "two");
            var recorder = new Recorder();
            fixture.offer(new BatchExchange(
                    List.of(
                            new StatementRun("two", EncodedParameters.NONE, recorder),
                            new StatementRun("three", EncodedParameters.NONE, recorder)),
                    recorder));
            assertThat(fixture.flight()).isEqualTo("Bind Execute Close Parse Describe Bind Execute Sync");
            fixture.feed(bindComplete(), error("22012", "division by zero"), readyForQuery());

            assertThat(run(fixture, "three")).isEqualTo("Close " + FIRST_USE);
        }
    }

    // ---- names that mean something else

    @Test
    void keepsTheStatementsOfEachSearchPathThatTheServerReports() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.feed(parameterStatus("search_path", "a"));
            prepare(fixture, "one");
            fixture.feed(parameterStatus("search_path", "b"));
            prepare(fixture, "one");
            assertThat(run(fixture, "one")).isEqualTo(LATER_USE);
            fixture.feed(bindComplete(), commandComplete("OK"), readyForQuery());
            fixture.feed(parameterStatus("search_path", "a"));
            assertThat(run(fixture, "one")).isEqualTo(LATER_USE);
            assertThat(fixture.statements().size()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SET, set search_path to b, true",
        "SET, SET SCHEMA 'b', true",
        "SET, set role b, true",
        "SET, set session authorization b, true",
        "SET, set work_mem to '1MB', false",
        "RESET, reset all, true",
        "RESET, reset search_path, true",
        "RESET, reset work_mem, false",
        "SELECT 1, 'select set_config(''search_path'', ''b'', false)', true",
        "SELECT 1, 'select search_path', false",
        "UPDATE 1, 'update t set search_path = 1', false"
    })
    void givesAllUpWhereTheServerDoesNotReportThePathAndAStatementMayChangeIt(String tag, String sql, boolean givesUp) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "one");
            fixture.offer(SimpleQueryExchangeTest.script(sql, new Recorder()));
            if (tag.startsWith("SELECT")) {
                fixture.feed(rowDescription(column("n", INT4)));
            }
            fixture.feed(commandComplete(tag), readyForQuery());
            fixture.flight();
            assertThat(run(fixture, "one")).isEqualTo(givesUp ? "Close " + FIRST_USE : LATER_USE);
        }
    }

    @Test
    void keepsAllWhereTheServerReportsThePath() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.feed(parameterStatus("search_path", "a"));
            prepare(fixture, "one");
            fixture.offer(SimpleQueryExchangeTest.script("set search_path to a", new Recorder()));
            fixture.feed(commandComplete("SET"), readyForQuery());
            fixture.flight();
            assertThat(run(fixture, "one")).isEqualTo(LATER_USE);
        }
    }

    /** A rollback takes the SET back, and nothing tells. */
    @Test
    void givesAllUpOnceMoreAtTheEndOfTheTransactionThatSetThePath() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(SimpleQueryExchangeTest.script("begin; set local search_path to b", new Recorder()));
            fixture.feed(commandComplete("BEGIN"), commandComplete("SET"), readyForQuery(ReadyStatus.IN_TRANSACTION));
            fixture.flight();
            assertThat(run(fixture, "one")).isEqualTo(FIRST_USE);
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    noData(),
                    bindComplete(),
                    commandComplete("OK"),
                    readyForQuery(ReadyStatus.IN_TRANSACTION));
            assertThat(run(fixture, "one")).isEqualTo(LATER_USE);
            fixture.feed(bindComplete(), commandComplete("OK"), readyForQuery(ReadyStatus.IN_TRANSACTION));

            fixture.offer(SimpleQueryExchangeTest.script("rollback", new Recorder()));
            fixture.feed(commandComplete("ROLLBACK"), readyForQuery());
            fixture.flight();
            assertThat(run(fixture, "one")).isEqualTo("Close " + FIRST_USE);
        }
    }

    // ---- definitions that change

    @ParameterizedTest
    @CsvSource({
        "ALTER TABLE, true",
        "ALTER TYPE, true",
        "DROP TABLE, true",
        "DROP VIEW, true",
        "CREATE VIEW, true",
        "CREATE TABLE, false",
        "CREATE INDEX, false",
        "TRUNCATE TABLE, false",
        "INSERT 0 1, false"
    })
    void givesAllUpWhereColumnsMayHaveChanged(String tag, boolean givesUp) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.feed(parameterStatus("search_path", "a"));
            prepare(fixture, "one");
            fixture.offer(SimpleQueryExchangeTest.script("…", new Recorder()));
            fixture.feed(commandComplete(tag), readyForQuery());
            fixture.flight();
            assertThat(run(fixture, "one")).isEqualTo(givesUp ? "Close " + FIRST_USE : LATER_USE);
        }
    }

    // ---- names that are not there

    /** Reliability.md, row 54: one is lost, so none can be relied on. */
    @Test
    void preparesAllAnewWhenOneIsLost() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "one");
            prepare(fixture, "two");
            assertThat(run(fixture, "one")).isEqualTo(LATER_USE);
            fixture.feed(error("26000", "lost", "FetchPreparedStatement"), readyForQuery());
            assertThat(fixture.flight()).isEqualTo("Close Close " + FIRST_USE);
            fixture.feed(
                    closeComplete(),
                    closeComplete(),
                    parseComplete(),
                    parameterDescription(),
                    noData(),
                    bindComplete(),
                    commandComplete("OK"),
                    readyForQuery());
            assertThat(run(fixture, "two")).isEqualTo(FIRST_USE);
        }
    }

    @Test
    void goesOverToTheUnnamedStatementWhenOneIsLostThatNobodyHasDropped() {
        var told = new ArrayList<String>();
        var adaptive = cache(Naming.ADAPTIVE, 256, Long.MAX_VALUE, why -> told.add(why.sqlState()));
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, adaptive)) {
            prepare(fixture, "one");
            var held = new HeldStatement("mine");
            fixture.offer(PrepareExchange.held(held, new Recorder()));
            fixture.flight();
            fixture.feed(parseComplete(), parameterDescription(), noData(), readyForQuery());
            assertThat(run(fixture, "one")).isEqualTo(LATER_USE);
            fixture.feed(error("26000", "lost", "FetchPreparedStatement"), readyForQuery());

            assertThat(nameIn(fixture.written())).isEmpty();
            fixture.feed(
                    closeComplete(),
                    parseComplete(),
                    parameterDescription(),
                    noData(),
                    bindComplete(),
                    commandComplete("OK"),
                    readyForQuery());
            fixture.offer(heldQuery(held, new Recorder()));
            assertThat(nameIn(fixture.written())).isEmpty();
            assertThat(told).containsExactly("26000");
        }
    }

    @Test
    void staysWithNamesWhenTheUserHasDroppedThem() {
        var told = new ArrayList<String>();
        var adaptive = cache(Naming.ADAPTIVE, 256, Long.MAX_VALUE, why -> told.add(why.sqlState()));
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, adaptive)) {
            prepare(fixture, "one");
            var second = new Recorder();
            fixture.offer(SimpleQueryExchangeTest.script("discard all", new Recorder()), query("one", second));
            assertThat(fixture.flight()).isEqualTo("Query " + LATER_USE);
            fixture.feed(
                    commandComplete("DISCARD ALL"),
                    readyForQuery(),
                    error("26000", "lost", "FetchPreparedStatement"),
                    readyForQuery());
            assertThat(nameIn(fixture.written())).isNotEmpty();
            assertThat(told).isEmpty();
        }
    }

    /** The one behind binds what the one before it could not parse: that says nothing of the session. */
    @Test
    void staysWithNamesWhenTheStatementWasNeverThere() {
        var told = new ArrayList<String>();
        var adaptive = cache(Naming.ADAPTIVE, 256, Long.MAX_VALUE, why -> told.add(why.sqlState()));
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, adaptive)) {
            fixture.offer(query("one", new Recorder()), query("one", new Recorder()));
            fixture.flight();
            fixture.feed(
                    error("57014", "canceled"),
                    readyForQuery(),
                    error("26000", "lost", "FetchPreparedStatement"),
                    readyForQuery());
            assertThat(nameIn(fixture.written())).isNotEmpty();
            assertThat(told).isEmpty();
        }
    }

    /** Reliability.md, row 56: the name is taken, by a session that a pooler has given to somebody else before. */
    @ParameterizedTest
    @EnumSource(
            value = Naming.class,
            names = {"ADAPTIVE", "NAMED"})
    void takesAnotherNameWhereTheServerHasOneByIt(Naming naming) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, cache(naming, 256))) {
            var recorder = new Recorder();
            fixture.offer(query("one", recorder));
            var taken = nameIn(fixture.written());
            fixture.feed(
                    error("42P05", "prepared statement already exists", "StorePreparedStatement"), readyForQuery());

            var again = fixture.written();
            assertThat(again).noneMatch(Close.class::isInstance);
            assertThat(nameIn(again)).isNotEqualTo(taken);
            assertThat(nameIn(again).isEmpty()).isEqualTo(naming == Naming.ADAPTIVE);
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    noData(),
                    bindComplete(),
                    commandComplete("OK"),
                    readyForQuery());
            assertThat(recorder.events()).containsExactly("tag(OK)", "succeeded(IDLE)");
        }
    }

    // ---- what descriptions weigh

    @Test
    void countsTheColumnsOfWhatItKeeps() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, cache(Naming.NAMED, 1_000, 17_500))) {
            prepare(fixture, "one");
            prepare(fixture, "two");
            fixture.offer(query("wide", new Recorder()));
            fixture.flight();
            var columns = IntStream.range(0, 150)
                    .mapToObj(i -> column("column number " + i, INT4))
                    .toArray(FieldDescription[]::new);
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(columns),
                    bindComplete(),
                    commandComplete("SELECT 0"),
                    readyForQuery());
            assertThat(fixture.statements().size()).isLessThan(3);
            assertThat(run(fixture, "wide")).isEqualTo(LATER_USE);
        }
    }

    /** Those that were used later go all the same: the bound is on bytes, and this one's have come last. */
    @Test
    void makesRoomForTheColumnsOfTheOneThatWasUsedFirst() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, cache(Naming.NAMED, 1_000, 17_500))) {
            fixture.offer(query("wide", new Recorder()), query("two", new Recorder()), query("three", new Recorder()));
            fixture.flight();
            var columns = IntStream.range(0, 200)
                    .mapToObj(i -> column("column number " + i, INT4))
                    .toArray(FieldDescription[]::new);
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(columns),
                    bindComplete(),
                    commandComplete("SELECT 0"),
                    readyForQuery());
            assertThat(fixture.statements().size()).isOne();
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
