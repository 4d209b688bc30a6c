package io.penstock.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.error.Outcome;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgTimeoutException;
import io.penstock.observe.AcquireFailedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets which connection, and who gets none. Reliability.md, rows 79, 80 and 82. */
class BorrowingTest {

    private final PoolFixture fixture = PoolFixture.of(builder -> builder);

    @Test
    void opensAConnectionForWhoWaits() {
        var caller = fixture.acquire();
        assertThat(caller.waits()).isTrue();
        assertThat(fixture.counts()).containsExactly(0, 0, 1, 0, 0, 2);

        var connection = fixture.kind.open();

        assertThat(caller.connection()).isSameAs(connection);
        assertThat(fixture.counts()).containsExactly(1, 0, 0, 0, 0, 2);
    }

    @Test
    void lendsWhatWasUsedLastBeforeItOpensAnother() {
        var first = fixture.acquired();
        var second = fixture.acquired();
        first.giveBack();
        second.giveBack();

        assertThat(fixture.acquire().connection()).isSameAs(second.connection());
        assertThat(fixture.acquire().connection()).isSameAs(first.connection());
        assertThat(fixture.kind.opened).hasSize(2);
    }

    @Test
    void servesInTheOrderOfTheirComing() {
        var holder = fixture.acquired();
        fixture.acquired();
        fixture.acquired();
        var waiters = new ArrayList<PoolFixture.Caller>();
        for (var i = 0; i < 5; i++) {
            waiters.add(fixture.acquire());
        }

        for (var waiter : waiters) {
            assertThat(waiter.waits()).isTrue();
            holder.giveBack();
            assertThat(waiter.connection()).isSameAs(holder.connection());
            holder = waiter;
        }
        assertThat(waiters).allMatch(waiter -> waiter.told() == 1);
    }

    @Test
    void nobodyOvertakesWhoWaits() {
        var holder = fixture.acquired();
        fixture.acquired();
        fixture.acquired();
        var waiter = fixture.acquire();
        var latecomer = fixture.acquire();

        holder.giveBack();

        assertThat(waiter.waits()).isFalse();
        assertThat(latecomer.waits()).isTrue();
    }

    @Test
    void takesBackOnceWhatIsReturnedTwice() {
        var first = fixture.acquired();
        first.giveBack();
        var next = fixture.acquire();

        first.giveBack();

        assertThat(next.connection()).isSameAs(first.connection());
        assertThat(next.isOver()).isFalse();
        assertThat(fixture.acquire().waits()).isTrue();
        assertThat(fixture.counts()).containsExactly(1, 0, 1, 0, 0, 1);
    }

    // ---- who gives up

    @Test
    void passesOnAConnectionThatArrivesForSomebodyWhoHasLeft() {
        var gone = fixture.acquire();
        var next = fixture.acquire();
        gone.leave();

        fixture.kind.open();

        assertThat(gone.refusal()).isInstanceOf(PgRejectedException.class);
        assertThat(gone.refusal().sqlState()).isEqualTo("57014");
        assertThat(gone.told()).isOne();
        assertThat(next.waits()).isFalse();
    }

    @Test
    void lendsLaterWhatNobodyWaitsForAnyMore() {
        fixture.acquire().leave();

        var connection = fixture.kind.open();

        assertThat(fixture.acquire().connection()).isSameAs(connection);
    }

    @Test
    void leavingAfterHavingBeenServedChangesNothing() {
        var caller = fixture.acquired();

        caller.leave();

        assertThat(caller.told()).isOne();
        assertThat(caller.isOver()).isFalse();
    }

    @Test
    void givesEachWaiterItsOwnTime() {
        var patient = fixture.acquire(Duration.ofSeconds(20));
        var hasty = fixture.acquire(Duration.ofSeconds(5));
        var medium = fixture.acquire(Duration.ofSeconds(10));

        fixture.timer.advance(Duration.ofMillis(4_999));
        assertThat(List.of(patient, hasty, medium)).allMatch(PoolFixture.Caller::waits);

        fixture.timer.advance(Duration.ofMillis(11));
        assertThat(hasty.refusal()).isInstanceOf(PgTimeoutException.class);
        assertThat(hasty.refusal().sqlState()).isEqualTo("53300");
        assertThat(hasty.refusal().outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(hasty.refusal()).hasMessageContaining("1 on the way").hasMessageContaining("3 wait");
        assertThat(patient.waits()).isTrue();

        fixture.timer.advance(Duration.ofSeconds(5));
        assertThat(medium.waits()).isFalse();
        fixture.kind.open();
        assertThat(patient.connection()).isNotNull();
        assertThat(fixture.metrics().totals().timedOut()).isEqualTo(2);
        assertThat(fixture.of(AcquireFailedEvent.class)).hasSize(2);
    }

    @Test
    void waitersShareOneTimer() {
        var timers = fixture.timer.pending();
        for (var i = 0; i < 1_000; i++) {
            fixture.acquire();
        }
        assertThat(fixture.timer.pending()).isEqualTo(timers + 1);
    }

    // ---- bounds

    @Test
    void refusesAtOnceWhenTooManyWait() {
        var bounded = PoolFixture.of(builder -> builder.maxSize(1).maxPending(2));
        bounded.acquired();
        var first = bounded.acquire();
        var second = bounded.acquire();

        var third = bounded.acquire();

        assertThat(third.refusal()).isInstanceOf(PgRejectedException.class).hasMessageContaining("maxPending");
        assertThat(third.refusal().sqlState()).isEqualTo("53400");
        assertThat(third.refusal().outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(first.waits()).isTrue();
        assertThat(second.waits()).isTrue();
        assertThat(bounded.metrics().totals().rejected()).isOne();
        assertThat(bounded.metrics().pending()).isEqualTo(2);
    }

    @Test
    void doesNotCountThoseForWhomAConnectionIsOnTheWay() {
        var bounded = PoolFixture.of(builder -> builder.maxSize(1).maxPending(0));

        var first = bounded.acquire();
        assertThat(first.waits()).isTrue();
        assertThat(bounded.acquire().waits()).isFalse();

        bounded.kind.open();
        assertThat(first.connection()).isNotNull();
    }

    @Test
    void refusesAtOnceWhileTheFirstInTheQueueWaitsTooLong() {
        var bounded = PoolFixture.of(builder -> builder.maxSize(1).maxPendingAge(Duration.ofSeconds(1)));
        var holder = bounded.acquired();
        var oldest = bounded.acquire();
        bounded.timer.advance(Duration.ofMillis(500));
        assertThat(bounded.acquire().waits()).isTrue();
        bounded.timer.advance(Duration.ofMillis(501));

        assertThat(bounded.acquire().refusal()).hasMessageContaining("maxPendingAge");

        holder.giveBack();
        assertThat(oldest.waits()).isFalse();
        assertThat(bounded.acquire().waits()).isTrue();
    }

    // ---- numbers

    @Test
    void tellsWhatItHasAndWhatHasHappened() {
        var first = fixture.acquired();
        var second = fixture.acquired();
        fixture.timer.advance(Duration.ofSeconds(2));
        second.giveBack();
        fixture.acquire();
        fixture.acquired();
        fixture.acquire();
        fixture.timer.advance(Duration.ofSeconds(3));

        var metrics = fixture.metrics();

        assertThat(metrics.pool()).isEqualTo("penstock");
        assertThat(fixture.counts()).containsExactly(3, 0, 0, 0, 0, 0);
        assertThat(metrics.open()).isEqualTo(3);
        assertThat(metrics.pending()).isOne();
        assertThat(metrics.longestPending()).isEqualTo(Duration.ofSeconds(3));
        assertThat(metrics.totals().acquired()).isEqualTo(4);
        assertThat(metrics.totals().opened()).isEqualTo(3);
        assertThat(metrics.totals().used()).isEqualTo(Duration.ofSeconds(2));

        first.giveBack();
        assertThat(fixture.metrics().totals().waitedFor()).isEqualTo(Duration.ofSeconds(3));
        assertThat(fixture.metrics().totals().waited()).isEqualTo(4);
    }
}
