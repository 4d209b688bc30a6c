package io.penstock.internal.exchange;

import static io.penstock.internal.exchange.ExchangeFixture.INT4;
import static io.penstock.internal.exchange.ExchangeFixture.TEXT;
import static io.penstock.internal.exchange.ExchangeFixture.cache;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.noData;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.error.PgCodecException;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.exchange.StatementCache.Naming;
import io.penstock.internal.wire.FrontendMessage.Parse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The beginning of a statement on the server. */
class PrepareExchangeTest {

    private static final String PREPARE = "Parse Describe Sync";

    private final Recorder recorder = new Recorder();

    @ParameterizedTest
    @EnumSource
    void learnsTheParametersAndColumns(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            var statement = new HeldStatement("select $1");
            fixture.offer(PrepareExchange.held(statement, recorder));
            assertThat(fixture.flight()).isEqualTo(PREPARE);
            fixture.feed(
                    parseComplete(),
                    parameterDescription(INT4, TEXT),
                    rowDescription(column("n", INT4)),
                    readyForQuery());
            assertThat(recorder.events()).containsExactly("succeeded(IDLE)");

            assertThat(statement.parameterOids()).containsExactly(INT4, TEXT);
            assertThat(statement.shape().size()).isOne();
            assertThat(statement.shape().indexOf("n")).isZero();
            assertThat(statement.shape().indexOf("m")).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void learnsThatThereAreNoColumns(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            var statement = new HeldStatement("insert");
            fixture.offer(PrepareExchange.held(statement, recorder));
            fixture.feed(parseComplete(), parameterDescription(), noData(), readyForQuery());
            assertThat(recorder.events()).containsExactly("succeeded(IDLE)");
            assertThat(statement.shape()).isSameAs(RowShape.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void failsWithTheServersError(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(PrepareExchange.cached("selec", new int[0], recorder));
            fixture.feed(error("42601", "syntax error"), readyForQuery());
            assertThat(recorder.events()).containsExactly("failed(42601 NOT_EXECUTED)");
            assertThat(fixture.statements().size()).isZero();
        }
    }

    @Test
    void sendsNothingButASyncForWhatIsThereAlready() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            ExtendedQueryExchangeTest.prepare(fixture, "select n");
            fixture.offer(PrepareExchange.cached("select n", new int[0], recorder));
            assertThat(fixture.flight()).isEqualTo("Sync");
            fixture.feed(readyForQuery());
            assertThat(recorder.events()).containsExactly("succeeded(IDLE)");
        }
    }

    @Test
    void preparesTheCallersStatementUnderANameOfItsOwn() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(
                    PrepareExchange.held(new HeldStatement("select n"), recorder),
                    PrepareExchange.held(new HeldStatement("select n"), new Recorder()));
            var names = fixture.written().stream()
                    .filter(Parse.class::isInstance)
                    .map(message -> ((Parse) message).statement())
                    .toList();
            assertThat(names).hasSize(2).doesNotHaveDuplicates().doesNotContain("");
        }
    }

    /** A pooler that changes the server underneath would not find a name again. */
    @Test
    void usesTheUnnamedStatementForTheCallersTooWhereNamesAreOff() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, cache(Naming.UNNAMED, 256))) {
            var statement = new HeldStatement("select n");
            fixture.offer(PrepareExchange.held(statement, recorder));
            fixture.flight();
            fixture.feed(parseComplete(), parameterDescription(), rowDescription(column("n", INT4)), readyForQuery());

            var run = new HeldRun(statement, EncodedParameters.NONE, new Recorder());
            fixture.offer(new ExtendedQueryExchange(run, new Recorder()));
            var flight = fixture.written();
            assertThat(flight.get(0)).isInstanceOf(Parse.class);
            assertThat(((Parse) flight.get(0)).statement()).isEmpty();
        }
    }

    /** A Describe that was cancelled: the statement is there. */
    @Test
    void closesAStatementThatWasParsedAndNotDescribed() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(PrepareExchange.held(new HeldStatement("select n"), recorder));
            fixture.flight();
            fixture.feed(parseComplete(), error("57014", "canceled"), readyForQuery());
            assertThat(recorder.events()).containsExactly("failed(57014 NOT_EXECUTED)");
            fixture.offer(PrepareExchange.held(new HeldStatement("select n"), new Recorder()));
            assertThat(fixture.flight()).isEqualTo("Close " + PREPARE);
        }
    }

    @Test
    void isNotSentIfItsTextCannotBe() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(PrepareExchange.held(new HeldStatement("select '\0'"), recorder));
            assertThat(fixture.written()).isEmpty();
            assertThat(recorder.events()).containsExactly("failed(22021 NOT_SENT)");
            assertThat(recorder.error()).isInstanceOf(PgCodecException.class);
        }
    }
}
