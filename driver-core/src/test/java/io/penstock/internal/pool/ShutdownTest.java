package io.penstock.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.observe.EvictionReason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The end of a pool, whatever it is at. Reliability.md, row 84. */
class ShutdownTest {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration CANCEL = Duration.ofSeconds(2);

    private final PoolFixture fixture = PoolFixture.of(builder -> builder);
    private final AtomicInteger ended = new AtomicInteger();

    private void close() {
        fixture.pool.submit(() -> fixture.pool.steward().shutdown().begin(GRACE, CANCEL, ended::incrementAndGet));
    }

    private void closeNow() {
        fixture.pool.submit(() -> fixture.pool.steward().shutdown().beginNow(ended::incrementAndGet));
    }

    @Test
    void endsAtOnceWhenThereIsNothing() {
        close();

        assertThat(ended).hasValue(1);
        assertThat(fixture.kind.shutDown).isTrue();
        assertThat(fixture.timer.pending()).isZero();
    }

    @Test
    void letsNobodyInAnyMore() {
        close();

        var late = fixture.acquire();

        assertThat(late.refusal()).isInstanceOf(PgClosedException.class).hasMessageContaining("is closed");
        assertThat(late.refusal().sqlState()).isEqualTo("08003");
        assertThat(late.refusal().outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void tellsThoseWhoWait() {
        fixture.acquired();
        fixture.acquired();
        fixture.acquired();
        var waiter = fixture.acquire();

        close();

        assertThat(waiter.refusal()).isInstanceOf(PgClosedException.class);
        assertThat(waiter.told()).isOne();
        assertThat(ended).hasValue(0);
    }

    @Test
    void closesWhatIsIdleAndWaitsForItsSockets() {
        fixture.kind.closesAtOnce = false;
        fixture.acquired().giveBack();

        close();

        assertThat(fixture.evictions()).containsExactly(EvictionReason.POOL_CLOSED);
        assertThat(ended).hasValue(0);
        fixture.kind.closeOne();
        assertThat(ended).hasValue(1);
    }

    @Test
    void waitsForWhatIsLent() {
        var caller = fixture.acquired();
        close();
        fixture.timer.advance(Duration.ofSeconds(9));
        assertThat(ended).hasValue(0);
        assertThat(caller.isOver()).isFalse();

        caller.giveBack();

        assertThat(ended).hasValue(1);
        assertThat(caller.told()).isOne();
        assertThat(fixture.timer.pending()).isZero();
    }

    @Test
    void cancelsWhatIsStillLentAfterTheGraceAndCutsItAfterThat() {
        var caller = fixture.acquired();
        var connection = caller.connection();
        close();

        fixture.timer.advance(GRACE);
        assertThat(connection.log).containsExactly("cancel");
        assertThat(caller.isOver()).isFalse();

        fixture.timer.advance(CANCEL);
        assertThat(connection.log).contains("abort");
        assertThat(caller.isOver()).isTrue();
        assertThat(ended).hasValue(1);
    }

    @Test
    void cutsWhatIsBetweenTwoBorrowers() {
        var caller = fixture.acquired();
        caller.connection().quiet = false;
        caller.giveBack();
        close();

        fixture.timer.advance(GRACE.plus(CANCEL));
        assertThat(fixture.kind.checks).hasSize(1);
        fixture.kind.answer();

        assertThat(ended).hasValue(1);
    }

    @Test
    void closesAConnectionThatArrivesTooLate() {
        fixture.acquire();
        close();
        assertThat(ended).hasValue(0);

        var connection = fixture.kind.open();

        assertThat(connection.gone).isTrue();
        assertThat(ended).hasValue(1);
    }

    @Test
    void endsWhenAnAttemptFails() {
        fixture.acquire();
        close();

        fixture.kind.fail("08001");

        assertThat(ended).hasValue(1);
    }

    @Test
    void mayBeClosedTwice() {
        var caller = fixture.acquired();
        close();
        close();
        assertThat(ended).hasValue(0);

        caller.giveBack();
        assertThat(ended).hasValue(2);

        close();
        assertThat(ended).hasValue(3);
    }

    @Test
    void endsAtOnceWithItsClient() {
        var caller = fixture.acquired();
        var other = fixture.acquired();
        other.giveBack();
        var waiting = fixture.acquire();
        waiting.giveBack();

        closeNow();

        assertThat(caller.isOver()).isTrue();
        assertThat(ended).hasValue(1);
        assertThat(fixture.timer.pending()).isZero();
    }
}
