package io.penstock.internal.exchange;

import static io.penstock.internal.exchange.ExchangeFixture.cache;
import static io.penstock.testing.ServerMessage.closeComplete;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.noData;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.internal.exchange.StatementCache.Naming;
import io.penstock.internal.wire.FrontendMessage.Close;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a statement on the server. */
class CloseExchangeTest {

    private final Recorder recorder = new Recorder();

    private static HeldStatement prepared(ExchangeFixture fixture) {
        var statement = new HeldStatement("select n");
        fixture.offer(PrepareExchange.held(statement, new Recorder()));
        fixture.flight();
        fixture.feed(parseComplete(), parameterDescription(), noData(), readyForQuery());
        return statement;
    }

    @ParameterizedTest
    @EnumSource
    void closesItsStatement(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            var statement = prepared(fixture);
            var name = statement.on(fixture.statements()).name();
            fixture.offer(new CloseExchange(statement, recorder));
            var flight = fixture.written();
            assertThat(((Close) flight.get(0)).name()).isEqualTo(name);
            assertThat(flight).hasSize(2);
            fixture.feed(closeComplete(), readyForQuery());
            assertThat(recorder.events()).containsExactly("succeeded(IDLE)");
        }
    }

    @Test
    void closesWhatTheCacheHasGivenUpAsWell() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, cache(Naming.NAMED, 1))) {
            var statement = prepared(fixture);
            ExtendedQueryExchangeTest.prepare(fixture, "one");
            var tag = new Recorder();
            fixture.offer(SimpleQueryExchangeTest.script("deallocate penstock_x", tag));
            fixture.feed(commandComplete("DEALLOCATE"), readyForQuery());
            fixture.flight();

            fixture.offer(new CloseExchange(statement, recorder));
            assertThat(fixture.flight()).isEqualTo("Close Close Sync");
            fixture.feed(closeComplete(), closeComplete(), readyForQuery());
            assertThat(recorder.events()).containsExactly("succeeded(IDLE)");
        }
    }

    @Test
    void sendsNothingButASyncTheSecondTime() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var statement = prepared(fixture);
            fixture.offer(new CloseExchange(statement, new Recorder()), new CloseExchange(statement, recorder));
            assertThat(fixture.flight()).isEqualTo("Close Sync Sync");
            fixture.feed(closeComplete(), readyForQuery(), readyForQuery());
            assertThat(recorder.events()).containsExactly("succeeded(IDLE)");
        }
    }

    @Test
    void failsWithTheServersError() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(new CloseExchange(prepared(fixture), recorder));
            fixture.feed(error("57014", "canceled"), readyForQuery());
            assertThat(recorder.events()).containsExactly("failed(57014 NOT_EXECUTED)");
        }
    }
}
