package io.penstock.internal.exchange;

import static io.penstock.internal.exchange.ExchangeFixture.INT4;
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
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.UntypedTimestamp;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.internal.codec.ParameterEncoder;
import io.penstock.internal.wire.FrontendMessage.Bind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A statement that one run uses several times in a row. */
class SeveralUsesTest {

    private static final String FIRST_USE = "Parse Describe Bind Execute ";
    private static final String USE = "Bind Execute ";

    private final Recorder recorder = new Recorder();

    private static StatementRun run(String sql, Recorder recorder, Object... values) {
        var encoder = new ParameterEncoder(BuiltinCodecs.REGISTRY);
        var gathered = encoder.gather(encoder.encodeNext(new Object[] {values[0]}), values.length);
        for (var i = 1; i < values.length; i++) {
            assertThat(gathered.add(encoder.encodeNext(new Object[] {values[i]})))
                    .isTrue();
        }
        return new StatementRun(sql, gathered.all(), recorder);
    }

    private BatchExchange batch(StatementRun... runs) {
        return new BatchExchange(List.of(runs), recorder);
    }

    private static void answerFirstUse(ExchangeFixture fixture, String tag) {
        fixture.feed(parseComplete(), parameterDescription(INT4), noData(), bindComplete(), commandComplete(tag));
    }

    @ParameterizedTest
    @EnumSource
    void sendsAllUsesInOneFlightAndTellsOfEach(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            var exchange = batch(run("insert a", recorder, 1, 2, 3), run("insert b", recorder, 4));
            fixture.offer(exchange);
            assertThat(fixture.flight()).isEqualTo(FIRST_USE + USE + USE + FIRST_USE + "Sync");
            answerFirstUse(fixture, "INSERT 0 1");
            fixture.feed(bindComplete(), commandComplete("INSERT 0 2"));
            assertThat(exchange.position()).isEqualTo(2);
            fixture.feed(bindComplete(), commandComplete("INSERT 0 3"));
            answerFirstUse(fixture, "INSERT 0 4");
            fixture.feed(readyForQuery());
            assertThat(recorder.events())
                    .containsExactly(
                            "tag(INSERT 0 1)",
                            "tag(INSERT 0 2)",
                            "tag(INSERT 0 3)",
                            "tag(INSERT 0 4)",
                            "succeeded(IDLE)");
            assertThat(exchange.position()).isEqualTo(3);
        }
    }

    @Test
    void tellsTheColumnsAndRowsOfEachUse() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(batch(run("select", recorder, 1, 2)));
            fixture.feed(
                    parseComplete(),
                    parameterDescription(INT4),
                    rowDescription(column("n", INT4)),
                    bindComplete(),
                    dataRow("1"),
                    commandComplete("SELECT 1"),
                    bindComplete(),
                    commandComplete("SELECT 0"),
                    readyForQuery());
            assertThat(recorder.events())
                    .containsExactly(
                            "columns(n TEXT)",
                            "row(1)",
                            "tag(SELECT 1)",
                            "columns(n TEXT)",
                            "tag(SELECT 0)",
                            "succeeded(IDLE)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void failsAsAWholeAtAnyUse(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            var exchange = batch(run("insert a", recorder, 1, 2, 3), run("insert b", recorder, 4));
            fixture.offer(exchange);
            fixture.flight();
            answerFirstUse(fixture, "INSERT 0 1");
            fixture.feed(bindComplete(), error("23505", "duplicate key"), readyForQuery());
            assertThat(recorder.events()).containsExactly("tag(INSERT 0 1)", "failed(23505 NOT_EXECUTED)");
            assertThat(exchange.position()).isEqualTo(1);

            fixture.offer(ExtendedQueryExchangeTest.query("insert b", new Recorder()));
            assertThat(fixture.flight()).isEqualTo(FIRST_USE + "Sync");
        }
    }

    @Test
    void runsAgainWhenTheStatementIsLostAtItsFirstUse() {
        try (var fixture = prepared("insert a")) {
            fixture.offer(batch(run("insert a", recorder, 1, 2)));
            assertThat(fixture.flight()).isEqualTo(USE + USE + "Sync");
            fixture.feed(error("26000", "does not exist", "FetchPreparedStatement"), readyForQuery());
            assertThat(fixture.flight()).isEqualTo("Close " + FIRST_USE + USE + "Sync");
            fixture.feed(closeComplete());
            answerFirstUse(fixture, "INSERT 0 1");
            fixture.feed(bindComplete(), commandComplete("INSERT 0 2"), readyForQuery());
            assertThat(recorder.events()).containsExactly("tag(INSERT 0 1)", "tag(INSERT 0 2)", "succeeded(IDLE)");
        }
    }

    /** The first use has been executed, and may have been felt elsewhere. */
    @Test
    void doesNotRunAgainWhenTheStatementIsLostAtALaterUse() {
        try (var fixture = prepared("insert a")) {
            fixture.offer(batch(run("insert a", recorder, 1, 2)));
            fixture.flight();
            fixture.feed(
                    bindComplete(),
                    commandComplete("INSERT 0 1"),
                    error("26000", "does not exist", "FetchPreparedStatement"),
                    readyForQuery());
            assertThat(fixture.written()).isEmpty();
            assertThat(recorder.events()).containsExactly("tag(INSERT 0 1)", "failed(26000 NOT_EXECUTED)");
        }
    }

    @Test
    void failsWhenTheCommitFailsBehindTheLastUse() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var exchange = batch(run("insert a", recorder, 1, 2));
            fixture.offer(exchange);
            answerFirstUse(fixture, "INSERT 0 1");
            fixture.feed(bindComplete(), commandComplete("INSERT 0 1"), error("23503", "deferred"), readyForQuery());
            assertThat(recorder.error().outcome().name()).isEqualTo("ROLLED_BACK");
            assertThat(exchange.position()).isEqualTo(1);
        }
    }

    private static ExchangeFixture prepared(String sql) {
        var fixture = new ExchangeFixture(Feeding.WHOLE);
        fixture.offer(batchOf(sql, 0));
        fixture.flight();
        answerFirstUse(fixture, "INSERT 0 0");
        fixture.feed(readyForQuery());
        return fixture;
    }

    private static BatchExchange batchOf(String sql, Object value) {
        var other = new Recorder();
        return new BatchExchange(List.of(run(sql, other, value)), other);
    }

    // ---- timestamps whose type is the server's choice

    private static final UntypedTimestamp TIME = new UntypedTimestamp(946_684_801L, 0, 0);

    /** Of each Bind, its value's format and length. */
    private static List<String> sent(ExchangeFixture fixture) {
        return fixture.written().stream()
                .filter(Bind.class::isInstance)
                .map(Bind.class::cast)
                .map(bind -> bind.formats().get(0) + " "
                        + requireNonNull(bind.values().get(0)).length)
                .toList();
    }

    private static void offerTimes(ExchangeFixture fixture) {
        var other = new Recorder();
        fixture.offer(new BatchExchange(List.of(run("insert", other, TIME, TIME)), other));
    }

    private static void answerTimes(ExchangeFixture fixture, PgType described) {
        fixture.feed(
                parseComplete(),
                parameterDescription(described.oid()),
                noData(),
                bindComplete(),
                commandComplete("INSERT 0 1"),
                bindComplete(),
                commandComplete("INSERT 0 1"),
                readyForQuery());
    }

    private static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of(PgTypes.TIMESTAMPTZ, "BINARY 8"),
                Arguments.of(PgTypes.TIMESTAMP, "BINARY 8"),
                Arguments.of(PgTypes.DATE, "TEXT 22"),
                Arguments.of(PgTypes.TEXT, "TEXT 22"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void sendsTimestampsInBinaryOnceTheServerHasSaidThatItTakesThem(PgType described, String known) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            offerTimes(fixture);
            assertThat(sent(fixture)).containsExactly("TEXT 22", "TEXT 22");
            answerTimes(fixture, described);

            offerTimes(fixture);
            assertThat(sent(fixture)).containsExactly(known, known);
        }
    }

    /** The Parse in front of each use may find other types than the one before. */
    @Test
    void sendsTimestampsOfTheUnnamedStatementAsText() {
        try (var fixture =
                new ExchangeFixture(Feeding.WHOLE, ExchangeFixture.cache(StatementCache.Naming.UNNAMED, 2))) {
            for (var i = 0; i < 2; i++) {
                var other = new Recorder();
                fixture.offer(new BatchExchange(List.of(run("insert", other, TIME)), other));
                assertThat(sent(fixture)).containsExactly("TEXT 22");
                fixture.feed(
                        parseComplete(),
                        parameterDescription(PgTypes.TIMESTAMP.oid()),
                        noData(),
                        bindComplete(),
                        commandComplete("INSERT 0 1"),
                        readyForQuery());
            }
        }
    }

    @Test
    void sendsTimestampsAsTextAgainWhereTheStatementIsPreparedAnew() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            offerTimes(fixture);
            fixture.flight();
            answerTimes(fixture, PgTypes.TIMESTAMP);
            offerTimes(fixture);
            assertThat(sent(fixture)).containsExactly("BINARY 8", "BINARY 8");
            fixture.feed(error("26000", "does not exist", "FetchPreparedStatement"), readyForQuery());

            assertThat(sent(fixture)).containsExactly("TEXT 22", "TEXT 22");
        }
    }
}
