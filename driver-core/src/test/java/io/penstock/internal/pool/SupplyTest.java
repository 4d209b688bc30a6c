package io.penstock.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.error.PgException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections are opened while all is well, and while it is not. Reliability.md, rows 9, 11, 31, 95. */
class SupplyTest {

    private static PoolFixture of(int maxSize) {
        return PoolFixture.of(builder -> builder.maxSize(maxSize));
    }

    private static List<PoolFixture.Caller> callers(PoolFixture fixture, int count) {
        var callers = new ArrayList<PoolFixture.Caller>();
        for (var i = 0; i < count; i++) {
            callers.add(fixture.acquire());
        }
        return callers;
    }

    @Test
    void opensOneThenTwoThenFourAtATime() {
        var fixture = of(20);
        callers(fixture, 20);

        for (var expected : List.of(1, 2, 4, 8)) {
            assertThat(fixture.kind.attempts).hasSize(expected);
            for (var i = 0; i < expected; i++) {
                fixture.kind.open();
            }
        }
        assertThat(fixture.kind.attempts).hasSize(5);
    }

    @Test
    void opensNoMoreThanThereAreWaiters() {
        var fixture = of(20);
        callers(fixture, 2);
        fixture.kind.openAll();

        assertThat(fixture.kind.opened).hasSize(2);
    }

    /** Fifty connections die at once, their sockets take their time to close, and the server has room for fifty. */
    @Test
    void neverHasMoreThanItsSizeWhenAllConnectionsDieAtOnce() {
        var fixture = of(50);
        fixture.kind.closesAtOnce = false;
        var holders = callers(fixture, 50);
        fixture.kind.openAll();
        var waiters = callers(fixture, 50);

        holders.forEach(holder -> holder.connection().ending = FakeKind.failure("57P01"));
        holders.forEach(PoolFixture.Caller::giveBack);
        assertThat(fixture.counts()).containsExactly(0, 0, 0, 0, 50, 0);
        fixture.kind.mostAttempts = 0;
        while (!fixture.kind.closing.isEmpty()) {
            fixture.kind.closeOne();
            fixture.counts();
            if (!fixture.kind.attempts.isEmpty()) {
                fixture.kind.open();
            }
        }
        fixture.kind.openAll();

        assertThat(waiters).noneMatch(PoolFixture.Caller::waits);
        assertThat(fixture.kind.opened).hasSize(100);
    }

    @Test
    void startsSlowlyAgainAfterAFailure() {
        var fixture = of(20);
        callers(fixture, 20);
        fixture.kind.open();
        fixture.kind.open();
        fixture.kind.open();
        assertThat(fixture.kind.attempts).hasSize(4);
        while (!fixture.kind.attempts.isEmpty()) {
            fixture.kind.fail("08001");
        }

        fixture.timer.advance(Duration.ofSeconds(1));

        assertThat(fixture.kind.attempts).hasSize(1);
    }

    @Test
    void pausesLongerAfterEachFailureButNeverForMoreThanHalfASecond() {
        var fixture = of(2);
        fixture.acquire();
        var pauses = new ArrayList<Long>();
        for (var i = 0; i < 7; i++) {
            fixture.kind.fail("08001");
            var pause = 0L;
            while (fixture.kind.attempts.isEmpty()) {
                fixture.timer.advance(Duration.ofMillis(1));
                pause++;
            }
            pauses.add(pause);
        }
        // Chance is a half here: three quarters of 40, 80, 160, 320, 500.
        assertThat(pauses).containsExactly(30L, 60L, 120L, 240L, 375L, 375L, 375L);
    }

    @Test
    void waitersLiveThroughFailuresThatPass() {
        var fixture = of(2);
        var caller = fixture.acquire();
        fixture.kind.fail("57P03");
        fixture.timer.advance(Duration.ofMillis(30));

        fixture.kind.open();

        assertThat(caller.connection()).isNotNull();
    }

    @Test
    void tellsWhoGivesUpWhyThereWasNoConnection() {
        var fixture = of(2);
        var caller = fixture.acquire(Duration.ofMillis(20));
        fixture.kind.fail("53300");

        fixture.timer.advance(Duration.ofMillis(20));

        assertThat(caller.refusal()).hasMessageContaining("the last attempt to connect failed: no connection");
        assertThat(((PgException) caller.refusal().getCause()).sqlState()).isEqualTo("53300");
    }

    /** The server has no more room: those that there are go on, and one attempt at a time finds out when there is. */
    @Test
    void keepsWhatItHasWhileTheServerTakesNoMore() {
        var fixture = of(10);
        var holder = fixture.acquired();
        var waiters = callers(fixture, 9);
        fixture.kind.mostAttempts = 0;
        while (!fixture.kind.attempts.isEmpty()) {
            fixture.kind.fail("53300");
        }
        fixture.kind.mostAttempts = 0;
        for (var i = 0; i < 20; i++) {
            fixture.timer.advance(Duration.ofMillis(500));
            if (!fixture.kind.attempts.isEmpty()) {
                fixture.kind.fail("53300");
            }
        }
        assertThat(fixture.kind.mostAttempts).isOne();

        for (var waiter : waiters) {
            holder.giveBack();
            assertThat(waiter.connection()).isSameAs(holder.connection());
            holder = waiter;
        }
    }

    // ---- what will not pass

    @ParameterizedTest
    @ValueSource(strings = {"28P01", "28000", "3D000"})
    void tellsEverybodyAtOnceWhatWillNotPass(String sqlState) {
        var fixture = of(2);
        var callers = callers(fixture, 3);

        fixture.kind.fail(sqlState);

        assertThat(callers).allMatch(caller -> caller.refusal().sqlState().equals(sqlState));
        assertThat(fixture.acquire().refusal().sqlState()).isEqualTo(sqlState);
        assertThat(fixture.kind.attempts).isEmpty();
    }

    @Test
    void asksEverLessOftenWhatWillNotPass() {
        var fixture = of(2);
        var attempts = 0;
        for (var second = 0; second < 300; second++) {
            fixture.acquire();
            if (!fixture.kind.attempts.isEmpty()) {
                attempts++;
                fixture.kind.fail("28P01");
            }
            fixture.timer.advance(Duration.ofSeconds(1));
        }
        // A second, two, four, … a minute, a quarter of it off by chance: nine attempts in five minutes, not three
        // hundred.
        assertThat(attempts).isBetween(6, 12);
    }

    @Test
    void opensAgainWhenThePasswordIsRightAgain() {
        var fixture = of(2);
        fixture.acquire();
        fixture.kind.fail("28P01");
        fixture.timer.advance(Duration.ofSeconds(1));

        var caller = fixture.acquire();
        fixture.kind.open();

        assertThat(caller.connection()).isNotNull();
        assertThat(fixture.acquired()).isNotNull();
    }

    /** Row 100: the password was changed; what is open lives on, and is worth waiting for. */
    @Test
    void lendsWhatIsOpenAlthoughNoMoreCanBeOpened() {
        var fixture = of(2);
        var holder = fixture.acquired();
        var waiter = fixture.acquire();
        fixture.kind.fail("28P01");
        assertThat(waiter.waits()).isTrue();

        holder.giveBack();

        assertThat(waiter.connection()).isSameAs(holder.connection());
    }

    // ---- what is kept open

    @Test
    void opensWhatIsToBeKeptOpenByItself() {
        var fixture = PoolFixture.of(builder -> builder.minSize(2));
        fixture.kind.openAll();

        assertThat(fixture.counts()).containsExactly(0, 2, 0, 0, 0, 1);
    }

    @Test
    void replacesWhatIsLostOfWhatIsToBeKeptOpen() {
        var fixture = PoolFixture.of(builder -> builder.minSize(2));
        fixture.kind.openAll();

        fixture.kind.opened.get(0).lose();

        assertThat(fixture.kind.attempts).hasSize(1);
    }

    @Test
    void triesAgainForWhatIsToBeKeptOpenAlthoughNobodyWaits() {
        var fixture = PoolFixture.of(builder -> builder.minSize(1));
        fixture.kind.fail("08001");
        assertThat(fixture.kind.attempts).isEmpty();

        fixture.timer.advance(Duration.ofMillis(30));

        assertThat(fixture.kind.attempts).hasSize(1);
    }
}
