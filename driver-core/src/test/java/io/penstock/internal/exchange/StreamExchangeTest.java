package io.penstock.internal.exchange;

import static io.penstock.internal.exchange.ExchangeFixture.INT4;
import static io.penstock.internal.exchange.ExtendedQueryExchangeTest.prepare;
import static io.penstock.internal.exchange.ExtendedQueryExchangeTest.query;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.exchange.StreamExchange.Sharing;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.WireFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a statement whose rows go at their taker's pace is sent, and what may be behind it. */
class StreamExchangeTest {

    private static final String LATER_USE = "Bind Execute Sync";

    private final Recorder recorder = new Recorder();

    private StreamExchange stream(Sharing sharing) {
        return new StreamExchange(new StatementRun("select n", EncodedParameters.NONE, recorder), sharing, recorder);
    }

    @ParameterizedTest
    @EnumSource
    void isPreparedInFrontThoughNothingElseIsUnderWay(Sharing sharing) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var stream = stream(sharing);
            assertThat(fixture.writeAtOnce(stream)).isFalse();
            fixture.offer(stream);
            assertThat(fixture.flight()).isEqualTo("Parse Describe Sync");
            fixture.feed(parseComplete(), parameterDescription(), rowDescription(column("n", INT4)), readyForQuery());
            assertThat(fixture.flight()).isEqualTo(LATER_USE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitsUntilItsColumnsAreKnown(Sharing sharing) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var prepared = new Recorder();
            fixture.offer(PrepareExchange.cached("select n", new int[0], prepared), stream(sharing));
            assertThat(fixture.flight()).isEqualTo("Parse Describe Sync");
            fixture.feed(parseComplete(), parameterDescription(), rowDescription(column("n", INT4)), readyForQuery());
            var bind = (Bind) fixture.written().get(0);
            assertThat(bind.resultFormats()).containsExactly(WireFormat.BINARY);
        }
    }

    @Test
    void keepsOthersBehindItUntilItHasEndedWhereItsCallerReads() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "select n");
            fixture.offer(stream(Sharing.EXCLUSIVE), query("select n", new Recorder()));
            assertThat(fixture.flight()).isEqualTo(LATER_USE);
            fixture.feed(bindComplete(), commandComplete("SELECT 0"), readyForQuery());
            assertThat(fixture.flight()).isEqualTo(LATER_USE);
        }
    }

    @Test
    void hasOthersPipelinedBehindItElse() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "select n");
            fixture.offer(stream(Sharing.PIPELINED), query("select n", new Recorder()));
            assertThat(fixture.flight()).isEqualTo(LATER_USE + " " + LATER_USE);
        }
    }

    @Test
    void waitsForRoomWhereOthersMayBeBehindIt() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "select n");
            var full = new Full();
            fixture.offer(full.stream(Sharing.PIPELINED));
            assertThat(fixture.flight()).isEmpty();
            full.room = true;
            fixture.queue().writeAdmitted();
            assertThat(fixture.flight()).isEqualTo(LATER_USE);
        }
    }

    @Test
    void waitsForNoRoomWhereItsCallerReads() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            prepare(fixture, "select n");
            fixture.offer(new Full().stream(Sharing.EXCLUSIVE));
            assertThat(fixture.flight()).isEqualTo(LATER_USE);
        }
    }

    /** A consumer who has no room, at first. */
    private final class Full implements ResultSink {

        private boolean room;

        StreamExchange stream(Sharing sharing) {
            return new StreamExchange(new StatementRun("select n", EncodedParameters.NONE, this), sharing, recorder);
        }

        @Override
        public boolean hasRoom() {
            return room;
        }

        @Override
        public void onColumns(RowShape shape) {}

        @Override
        public void onRows(DataRows rows) {}

        @Override
        public void onTag(String tag) {}
    }
}
