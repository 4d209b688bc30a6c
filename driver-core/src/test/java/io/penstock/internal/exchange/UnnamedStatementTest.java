package io.penstock.internal.exchange;

import static io.penstock.internal.exchange.ExchangeFixture.INT4;
import static io.penstock.internal.exchange.ExchangeFixture.TEXT;
import static io.penstock.internal.exchange.ExchangeFixture.cache;
import static io.penstock.internal.exchange.ExtendedQueryExchangeTest.prepare;
import static io.penstock.internal.exchange.ExtendedQueryExchangeTest.query;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.internal.exchange.StatementCache.Naming;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.WireFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Uses of the unnamed statement, which each parses anew. */
class UnnamedStatementTest {

    private final Recorder recorder = new Recorder();

    @ParameterizedTest
    @EnumSource
    void parsesTheUnnamedStatementInTheFlightOfEachUse(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding, cache(Naming.UNNAMED, 256))) {
            prepare(fixture, "select n");
            fixture.offer(query("select n", recorder));
            var flight = fixture.written();
            assertThat(((Parse) flight.get(0)).statement()).isEmpty();
            assertThat(((Bind) flight.get(2)).statement()).isEmpty();
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(column("n", INT4)),
                    bindComplete(),
                    dataRow(new byte[][] {{0, 0, 0, 7}}),
                    commandComplete("SELECT 1"),
                    readyForQuery());
            assertThat(recorder.events()).contains("row(0x00000007)");
        }
    }

    /** The formats were asked for in front of the new description: the rows come in those, whatever the types are now. */
    @ParameterizedTest
    @EnumSource
    void readsTheUnnamedStatementsRowsInTheFormatsThatItAskedFor(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding, cache(Naming.UNNAMED, 256))) {
            prepare(fixture, "select n");
            fixture.offer(query("select n", recorder));
            var asked = ((Bind) fixture.written().get(2)).resultFormats();
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(column("n", TEXT)),
                    bindComplete(),
                    dataRow("x"));
            var format = asked.isEmpty() || asked.get(0) == WireFormat.TEXT ? "TEXT" : "BINARY";
            assertThat(recorder.events()).first().isEqualTo("columns(n " + format + ")");
            fixture.feed(commandComplete("SELECT 1"), readyForQuery());
        }
    }

    /** The server refuses a Bind whose number of formats is not that of the columns (08P01). */
    @Test
    void doesNotAskForTheOldFormatsForEverWhenTheColumnsHaveChanged() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE, cache(Naming.UNNAMED, 256))) {
            fixture.offer(query("select *", new Recorder()));
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(column("n", INT4), column("t", TEXT)),
                    bindComplete(),
                    commandComplete("SELECT 0"),
                    readyForQuery());
            fixture.flight();
            fixture.offer(query("select *", recorder));
            var asked = ((Bind) fixture.written().get(2)).resultFormats();
            if (asked.size() > 1) {
                fixture.feed(
                        parseComplete(),
                        parameterDescription(),
                        rowDescription(column("n", INT4)),
                        error(
                                "08P01",
                                "bind message has 2 result formats but query has 1 columns",
                                "PortalSetResultFormat"),
                        readyForQuery());
                asked = ((Bind) fixture.written().get(2)).resultFormats();
            }
            assertThat(asked).hasSizeLessThan(2);
        }
    }
}
