package io.penstock.internal.exchange;

import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.copyInResponse;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgServerException;
import io.penstock.error.PgTimeoutException;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.testing.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a connection writes while a cancel request may still arrive (reliability.md, row 74). */
class QuarantineTest {

    private static final ServerMessage CANCELLED = error("57014", "canceling statement due to user request");

    private final ExchangeFixture fixture = new ExchangeFixture(Feeding.WHOLE);
    private final Quarantine quarantine = fixture.queue().quarantine();

    private static Exchange script(String sql) {
        return SimpleQueryExchangeTest.script(sql, new Recorder());
    }

    private void run(Exchange exchange) {
        fixture.offer(exchange);
        fixture.flight();
    }

    private void proceed() {
        fixture.feed();
    }

    @Test
    void writesNothingNewWhileARequestIsInTheAir() {
        try (fixture) {
            run(script("target"));
            quarantine.requested();
            fixture.offer(script("next"));
            fixture.feed(commandComplete("OK"), readyForQuery());
            assertThat(fixture.flight()).isEmpty();

            quarantine.notSent();
            proceed();
            assertThat(fixture.flight()).isEqualTo("Query");
        }
    }

    @Test
    void sendsASentinelBehindWhatIsInFlightAndOthersBehindIt() {
        try (fixture) {
            run(script("target"));
            fixture.offer(script("pipelined"));
            assertThat(fixture.flight()).isEqualTo("Query");
            quarantine.requested();
            quarantine.delivered();
            fixture.offer(script("next"));
            fixture.feed(CANCELLED, readyForQuery());
            assertThat(fixture.flight()).as("one is still in flight").isEmpty();
            fixture.feed(commandComplete("OK"), readyForQuery());
            assertThat(fixture.flight()).isEqualTo("Sync");
            fixture.feed(readyForQuery());
            assertThat(fixture.flight()).isEqualTo("Query");
        }
    }

    /** A late signal hits the sentinel: that is nobody's error. */
    @ParameterizedTest
    @EnumSource(ReadyStatus.class)
    void swallowsWhatHitsTheSentinel(ReadyStatus status) {
        var next = new Recorder();
        try (fixture) {
            run(script("target"));
            quarantine.requested();
            fixture.feed(commandComplete("OK"), readyForQuery());
            quarantine.delivered();
            fixture.offer(SimpleQueryExchangeTest.script("next", next));
            assertThat(fixture.flight()).isEqualTo("Sync");
            fixture.feed(CANCELLED, readyForQuery(status));
            assertThat(fixture.flight()).isEqualTo("Query");
            fixture.feed(commandComplete("OK"), readyForQuery());
            assertThat(next.events()).containsExactly("tag(OK)", "succeeded(IDLE)");
        }
    }

    /** Whoever writes only where something is due must not forget it. */
    @Test
    void aSentinelIsDueThoughNothingWaits() {
        try (fixture) {
            run(script("target"));
            fixture.feed(commandComplete("OK"), readyForQuery());
            assertThat(fixture.queue().isAnythingDue()).isFalse();
            quarantine.requested();
            quarantine.delivered();
            assertThat(fixture.queue().isAnythingDue()).isTrue();
            proceed();
            assertThat(fixture.flight()).isEqualTo("Sync");
            assertThat(fixture.queue().isAnythingDue()).isFalse();
        }
    }

    @Test
    void sendsOneSentinelForSeveralRequests() {
        try (fixture) {
            run(script("target"));
            quarantine.requested();
            quarantine.requested();
            quarantine.delivered();
            fixture.feed(CANCELLED, readyForQuery());
            assertThat(fixture.flight()).as("the other may arrive yet").isEmpty();
            quarantine.notSent();
            proceed();
            assertThat(fixture.flight()).isEqualTo("Sync");
            fixture.feed(readyForQuery());
            assertThat(fixture.queue().idle()).isTrue();
        }
    }

    @Test
    void sendsAnotherSentinelForARequestBehindTheFirst() {
        try (fixture) {
            run(script("target"));
            quarantine.requested();
            quarantine.delivered();
            fixture.feed(CANCELLED, readyForQuery());
            assertThat(fixture.flight()).isEqualTo("Sync");
            quarantine.requested();
            quarantine.delivered();
            fixture.feed(readyForQuery());
            assertThat(fixture.flight()).isEqualTo("Sync");
            fixture.feed(readyForQuery());
            run(script("next"));
            assertThat(fixture.queue().inFlightCount()).isOne();
        }
    }

    /** A server that reads copy data skips a Sync. */
    @Test
    void doesNotSendTheSentinelIntoACopy() {
        try (fixture) {
            run(new CopyInExchange("copy t from stdin", new Copying()));
            fixture.feed(copyInResponse());
            quarantine.requested();
            quarantine.delivered();
            proceed();
            assertThat(fixture.flight()).isEmpty();
        }
    }

    @Test
    void endsTheSentinelWithTheConnection() {
        try (fixture) {
            run(script("target"));
            quarantine.requested();
            quarantine.delivered();
            fixture.feed(CANCELLED, readyForQuery());
            assertThat(fixture.flight()).isEqualTo("Sync");
            fixture.lose();
            assertThat(fixture.queue().isClosed()).isTrue();
        }
    }

    // ---- who has cancelled

    private PgServerException cancelled(Exchange exchange, List<PgException> errors) {
        fixture.offer(exchange);
        fixture.feed(CANCELLED, readyForQuery());
        return (PgServerException) errors.get(0);
    }

    private Exchange failing(List<PgException> errors) {
        return new SimpleQueryExchange("script", "select", ResultSink.DISCARD, new ExchangeEnd() {
            @Override
            public void succeeded(ReadyStatus status) {}

            @Override
            public void failed(PgException error) {
                errors.add(error);
            }
        });
    }

    @Test
    void tellsTheServersOwnTimeoutFromACancelOfOurs() {
        try (fixture) {
            var errors = new ArrayList<PgException>();
            assertThat(cancelled(failing(errors), errors).isAnswerToCancel()).isFalse();
        }
    }

    @Test
    void tellsACancelOfOurs() {
        try (fixture) {
            var errors = new ArrayList<PgException>();
            var exchange = failing(errors);
            run(exchange);
            quarantine.requested();
            fixture.feed(CANCELLED, readyForQuery());
            var error = (PgServerException) errors.get(0);
            assertThat(error.isAnswerToCancel()).isTrue();
            assertThat(error.withOutcome(Outcome.UNKNOWN))
                    .isInstanceOfSatisfying(
                            PgServerException.class,
                            copy -> assertThat(copy.isAnswerToCancel()).isTrue());
        }
    }

    // ---- what nobody waits for any more

    @Test
    void doesNotWriteWhatWasRevoked() {
        var recorder = new Recorder();
        try (fixture) {
            run(script("running"));
            quarantine.requested();
            var late = SimpleQueryExchangeTest.script("late", recorder);
            fixture.offer(late);
            late.revoke(new PgTimeoutException("late", "57014", Outcome.NOT_SENT));
            fixture.feed(commandComplete("OK"), readyForQuery());
            quarantine.notSent();
            proceed();
            assertThat(fixture.flight()).isEmpty();
            assertThat(recorder.events()).containsExactly("failed(57014 NOT_SENT)");
        }
    }

    @Test
    void withdrawsAllThatWaits() {
        var waiting = List.of(new Recorder(), new Recorder());
        try (fixture) {
            run(script("running"));
            quarantine.requested();
            waiting.forEach(recorder -> fixture.offer(SimpleQueryExchangeTest.script("waiting", recorder)));
            fixture.queue().withdrawAll(new PgTimeoutException("late", "57014", Outcome.NOT_SENT));
            assertThat(waiting)
                    .allSatisfy(recorder -> assertThat(recorder.events()).containsExactly("failed(57014 NOT_SENT)"));
            assertThat(fixture.queue().inFlightCount()).isOne();
        }
    }

    private static final class Copying implements CopyInExchange.Listener {
        @Override
        public void onReady() {}

        @Override
        public void onRefused(PgException why) {}

        @Override
        public void onTag(String tag) {}

        @Override
        public void succeeded(ReadyStatus status) {}

        @Override
        public void failed(PgException error) {}
    }
}
