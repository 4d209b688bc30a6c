package io.penstock.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.TransactionStatus;
import io.penstock.config.ResetPolicy;
import io.penstock.observe.EvictionReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to a connection from its return to its next use. Reliability.md, rows 22, 42, 52, 53, 81. */
class BetweenBorrowersTest {

    private final PoolFixture fixture = PoolFixture.of(builder -> builder);

    private static PoolFixture with(ResetPolicy policy) {
        return PoolFixture.of(builder -> builder.maxSize(1).resetPolicy(policy));
    }

    // ---- resets

    @ParameterizedTest
    @EnumSource(value = TransactionStatus.class, names = "IDLE", mode = EnumSource.Mode.EXCLUDE)
    void rollsBackWhatWasLeftOpenAheadOfTheNextFlight(TransactionStatus left) {
        var caller = fixture.acquired();
        caller.connection().status = left;

        caller.giveBack();

        assertThat(caller.connection().log).containsExactly("ahead [ROLLBACK]");
        assertThat(fixture.acquire().connection()).isSameAs(caller.connection());
        assertThat(fixture.metrics().totals().resets()).isOne();
    }

    @Test
    void leavesACleanSessionAlone() {
        var caller = fixture.acquired();

        caller.giveBack();

        assertThat(caller.connection().log).isEmpty();
        assertThat(fixture.counts()).containsExactly(0, 1, 0, 0, 0, 2);
    }

    @Test
    void stopsListeningForTheLastBorrower() {
        var caller = fixture.acquired();
        caller.connection().listening = true;

        caller.giveBack();

        assertThat(caller.connection().log).containsExactly("ahead [UNLISTEN *]");
    }

    /** Nobody has a flight for it to go ahead of, and the transaction's locks are not to be kept meanwhile. */
    @Test
    void resetsHereAndNowWhereNobodyWaitsAndNothingIsSentByItself() {
        fixture.kind.sendsByItself = false;
        var caller = fixture.acquired();
        caller.connection().status = TransactionStatus.IN_TRANSACTION;

        caller.giveBack();

        assertThat(fixture.counts()).containsExactly(0, 0, 0, 1, 0, 2);
        assertThat(fixture.kind.checks.element().what()).isEqualTo("reset [ROLLBACK]");
        caller.connection().status = TransactionStatus.IDLE;
        fixture.kind.answer();
        assertThat(fixture.counts()).containsExactly(0, 1, 0, 0, 0, 2);
    }

    @Test
    void resetsInTheFlightOfWhoWaits() {
        var busy = with(ResetPolicy.TRANSACTION);
        busy.kind.sendsByItself = false;
        var caller = busy.acquired();
        var waiter = busy.acquire();
        caller.connection().status = TransactionStatus.FAILED;

        caller.giveBack();

        assertThat(waiter.connection().log).containsExactly("ahead [ROLLBACK]");
        assertThat(busy.kind.checks).isEmpty();
    }

    @Test
    void partsWithASessionThatCannotBeReset() {
        fixture.kind.sendsByItself = false;
        var caller = fixture.acquired();
        caller.connection().status = TransactionStatus.IN_TRANSACTION;
        caller.giveBack();

        fixture.kind.answerByClosing();

        assertThat(fixture.evictions()).containsExactly(EvictionReason.UNSETTLED);
        assertThat(fixture.counts()).containsExactly(0, 0, 0, 0, 0, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "SESSION, CLOSE ALL",
        "SESSION, RESET ALL",
        "SESSION, DISCARD TEMP",
        "SESSION, pg_advisory_unlock_all",
        "SESSION, RESET SESSION AUTHORIZATION"
    })
    void undoesWhatThePolicySays(ResetPolicy policy, String statement) {
        var pool = with(policy);
        var caller = pool.acquired();

        caller.giveBack();

        assertThat(caller.connection().log).singleElement().asString().contains(statement);
    }

    @Test
    void waitsForTheEndOfDiscardAllBeforeItLends() {
        var pool = with(ResetPolicy.DISCARD_ALL);
        var caller = pool.acquired();
        caller.connection().status = TransactionStatus.IN_TRANSACTION;
        var waiter = pool.acquire();
        caller.giveBack();

        assertThat(waiter.waits()).isTrue();
        assertThat(pool.kind.checks.element().what()).isEqualTo("reset [ROLLBACK, DISCARD ALL]");
        caller.connection().status = TransactionStatus.IDLE;
        pool.kind.answer();

        assertThat(waiter.connection()).isSameAs(caller.connection());
    }

    @Test
    void resetsASessionOnceForEachUse() {
        var pool = with(ResetPolicy.SESSION);
        pool.acquired().giveBack();
        pool.timer.advance(Duration.ofMinutes(1));

        assertThat(pool.kind.opened.get(0).log).hasSize(1);
    }

    // ---- settling

    @Test
    void neverLendsAConnectionWithAReplyOutstanding() {
        var caller = fixture.acquired();
        caller.connection().quiet = false;
        caller.giveBack();

        assertThat(fixture.counts()).containsExactly(0, 0, 0, 1, 0, 2);
        assertThat(fixture.kind.checks.element().what()).isEqualTo("settle");
        var next = fixture.acquire();
        assertThat(next.waits()).isTrue();
        assertThat(fixture.kind.attempts).hasSize(1);

        caller.connection().quiet = true;
        fixture.kind.answer();
        assertThat(next.connection()).isSameAs(caller.connection());
    }

    @Test
    void partsWithAConnectionThatDoesNotSettle() {
        var caller = fixture.acquired();
        caller.connection().quiet = false;
        caller.giveBack();

        fixture.kind.answerByClosing();

        assertThat(fixture.evictions()).containsExactly(EvictionReason.UNSETTLED);
    }

    // ---- signs of life

    @Test
    void asksForASignOfLifeOnlyAfterLongIdleness() {
        fixture.acquired().giveBack();
        fixture.timer.advance(Duration.ofSeconds(5));
        var caller = fixture.acquire();
        assertThat(caller.waits()).isFalse();
        caller.giveBack();
        fixture.timer.advance(Duration.ofMillis(5_001));

        var next = fixture.acquire();

        assertThat(next.waits()).isTrue();
        assertThat(fixture.kind.checks.element().what()).isEqualTo("probe");
        assertThat(fixture.kind.attempts).isEmpty();
        fixture.kind.answer();
        assertThat(next.connection()).isSameAs(caller.connection());
    }

    @Test
    void opensAnotherWhereThereIsNoSignOfLife() {
        fixture.acquired().giveBack();
        fixture.timer.advance(Duration.ofSeconds(10));
        var caller = fixture.acquire();

        fixture.kind.answerByClosing();

        assertThat(fixture.evictions()).containsExactly(EvictionReason.UNRESPONSIVE);
        assertThat(caller.waits()).isTrue();
        assertThat(caller.waits()).isTrue();
        assertThat(fixture.kind.open()).isSameAs(caller.connection());
    }

    @Test
    void asksAsManyAsThereAreWaiters() {
        var first = fixture.acquired();
        var second = fixture.acquired();
        var third = fixture.acquired();
        first.giveBack();
        second.giveBack();
        third.giveBack();
        fixture.timer.advance(Duration.ofSeconds(10));

        fixture.acquire();
        fixture.acquire();

        assertThat(fixture.counts()).containsExactly(0, 1, 0, 2, 0, 0);
    }

    @Test
    void seesAtAGlanceWhatTheServerHasClosed() {
        var caller = fixture.acquired();
        caller.giveBack();
        caller.connection().inSight = false;
        fixture.timer.advance(Duration.ofMillis(100));

        var next = fixture.acquire();

        assertThat(fixture.evictions()).containsExactly(EvictionReason.LOST);
        assertThat(next.waits()).isTrue();
        assertThat(fixture.kind.attempts).hasSize(1);
    }

    @Test
    void doesNotLookAtWhatWasInUseAMomentAgo() {
        var caller = fixture.acquired();
        caller.giveBack();
        caller.connection().inSight = false;

        assertThat(fixture.acquire().connection()).isSameAs(caller.connection());
    }

    // ---- losses

    @Test
    void partsWithAnIdleConnectionInTheMomentItIsLost() {
        var first = fixture.acquired();
        var second = fixture.acquired();
        first.giveBack();
        second.giveBack();

        first.connection().lose();

        assertThat(fixture.evictions()).containsExactly(EvictionReason.LOST);
        assertThat(fixture.counts()).containsExactly(0, 1, 0, 0, 0, 2);
        assertThat(fixture.acquire().connection()).isSameAs(second.connection());
    }

    @Test
    void freesTheSlotOfALentConnectionInTheMomentItIsLost() {
        var single = with(ResetPolicy.TRANSACTION);
        var caller = single.acquired();
        var waiter = single.acquire();

        caller.connection().lose();

        assertThat(caller.isOver()).isTrue();
        assertThat(single.kind.attempts).hasSize(1);
        single.kind.open();
        assertThat(waiter.connection()).isNotNull();
        caller.giveBack();
        assertThat(single.counts()).containsExactly(1, 0, 0, 0, 0, 0);
    }

    @Test
    void doesNotLendWhatIsEndingAlthoughItsSocketIsOpen() {
        var caller = fixture.acquired();
        caller.giveBack();
        caller.connection().ending = FakeKind.failure("57P01");

        var next = fixture.acquire();

        assertThat(next.waits()).isTrue();
        assertThat(fixture.evictions()).containsExactly(EvictionReason.LOST);
    }

    @Test
    void countsASocketThatIsBeingClosedUntilItIsClosed() {
        var single = with(ResetPolicy.TRANSACTION);
        single.kind.closesAtOnce = false;
        var caller = single.acquired();
        caller.connection().ending = FakeKind.failure("57P01");
        caller.giveBack();
        var waiter = single.acquire();

        assertThat(single.counts()).containsExactly(0, 0, 0, 0, 1, 0);
        assertThat(single.kind.attempts).isEmpty();

        single.kind.closeOne();
        assertThat(single.counts()).containsExactly(0, 0, 1, 0, 0, 0);
        single.kind.open();
        assertThat(waiter.waits()).isFalse();
    }

    // ---- servers that do not write

    @Test
    void avoidsAServerThatDoesNotWrite() {
        var witness = fixture.acquired();
        var idle = fixture.acquired();
        fixture.kind.address = "other";
        var elsewhere = fixture.acquired();
        idle.giveBack();
        witness.connection().refusesWrites = true;

        witness.giveBack();

        assertThat(fixture.evictions()).containsExactly(EvictionReason.READ_ONLY, EvictionReason.READ_ONLY);
        elsewhere.giveBack();
        assertThat(fixture.acquire().connection()).isSameAs(elsewhere.connection());
    }

    @Test
    void partsWithWhatIsLentWhenItComesBackFromAServerThatDoesNotWrite() {
        var witness = fixture.acquired();
        var lent = fixture.acquired();
        witness.connection().refusesWrites = true;
        witness.giveBack();
        assertThat(lent.isOver()).isFalse();

        lent.giveBack();

        assertThat(fixture.evictions()).hasSize(2).containsOnly(EvictionReason.READ_ONLY);
        assertThat(fixture.counts()).containsExactly(0, 0, 0, 0, 0, 3);
    }

    @Test
    void keepsAStandbyThatWasAskedFor() {
        fixture.kind.wantsWriter = false;
        var caller = fixture.acquired();
        caller.connection().refusesWrites = true;

        caller.giveBack();

        assertThat(fixture.acquire().connection()).isSameAs(caller.connection());
    }
}
