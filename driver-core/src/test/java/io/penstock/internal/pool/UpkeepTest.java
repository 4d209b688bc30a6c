package io.penstock.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.LeakAction;
import io.penstock.observe.EvictionReason;
import io.penstock.observe.LeakSuspectedEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is done for connections that nobody needs, and for those that somebody has forgotten. Reliability.md, row 83. */
class UpkeepTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void closesWhatNobodyHasNeededForLong() {
        var fixture = PoolFixture.of(builder -> builder.minSize(1).idleTimeout(MINUTE));
        fixture.kind.openAll();
        var first = fixture.acquired();
        var second = fixture.acquired();
        var third = fixture.acquired();
        first.giveBack();
        second.giveBack();
        third.giveBack();

        fixture.timer.advance(MINUTE.plusSeconds(1));

        assertThat(fixture.evictions()).containsExactly(EvictionReason.IDLE, EvictionReason.IDLE);
        assertThat(fixture.counts()).containsExactly(0, 1, 0, 0, 0, 2);
        assertThat(fixture.kind.attempts).isEmpty();
    }

    @Test
    void keepsWhatIsNeededNowAndThen() {
        var fixture = PoolFixture.of(builder -> builder.idleTimeout(MINUTE));
        fixture.acquired().giveBack();
        for (var i = 0; i < 10; i++) {
            fixture.timer.advance(Duration.ofSeconds(50));
            fixture.acquire();
            fixture.kind.answer();
            fixture.pool.slots().get(0).lease().end();
        }
        assertThat(fixture.evictions()).isEmpty();
    }

    @Test
    void replacesWhatHasReachedItsLifetime() {
        var fixture = PoolFixture.of(builder ->
                builder.minSize(1).maxLifetime(Duration.ofMinutes(30)).idleTimeout(null));
        fixture.kind.openAll();
        // Chance, a half here, takes a twentieth off.
        fixture.timer.advance(Duration.ofSeconds(28 * 60 + 29));
        assertThat(fixture.evictions()).isEmpty();

        fixture.timer.advance(Duration.ofSeconds(2));

        assertThat(fixture.evictions()).containsExactly(EvictionReason.LIFETIME);
        assertThat(fixture.kind.attempts).hasSize(1);
    }

    @Test
    void letsABorrowerKeepWhatReachesItsLifetimeMeanwhile() {
        var fixture = PoolFixture.of(builder -> builder.maxLifetime(MINUTE));
        var caller = fixture.acquired();
        fixture.timer.advance(MINUTE.multipliedBy(2));
        assertThat(caller.isOver()).isFalse();

        caller.giveBack();

        assertThat(fixture.evictions()).containsExactly(EvictionReason.LIFETIME);
    }

    @Test
    void findsWithinASecondWhatTheServerHasClosed() {
        var fixture = PoolFixture.of(builder -> builder);
        var caller = fixture.acquired();
        caller.giveBack();
        caller.connection().inSight = false;

        fixture.timer.advance(Duration.ofSeconds(1));

        assertThat(fixture.evictions()).containsExactly(EvictionReason.LOST);
        assertThat(fixture.counts()).containsExactly(0, 0, 0, 0, 0, 3);
    }

    @Test
    void keepsTheOrderOfWhatItLooksAt() {
        var fixture = PoolFixture.of(builder -> builder);
        var first = fixture.acquired();
        var second = fixture.acquired();
        first.giveBack();
        second.giveBack();

        fixture.timer.advance(Duration.ofSeconds(2));

        assertThat(fixture.acquire().connection()).isSameAs(second.connection());
        assertThat(fixture.acquire().connection()).isSameAs(first.connection());
    }

    // ---- leaks

    @Test
    void tellsOnceOfSomebodyWhoHasForgottenWhatHeHas() {
        var fixture = PoolFixture.of(builder -> builder.leakThreshold(MINUTE));
        var caller = fixture.acquired();

        fixture.timer.advance(MINUTE.multipliedBy(3));

        assertThat(fixture.of(LeakSuspectedEvent.class)).singleElement().satisfies(event -> {
            assertThat(event.pool()).isEqualTo("p");
            assertThat(event.held()).isBetween(MINUTE, MINUTE.plusSeconds(2));
            assertThat(event.acquired().getStackTrace()).isNotEmpty();
        });
        assertThat(fixture.metrics().totals().leaks()).isOne();
        assertThat(caller.isOver()).isFalse();
    }

    @Test
    void tellsNothingOfWhoReturnsInTime() {
        var fixture = PoolFixture.of(builder -> builder.leakThreshold(MINUTE));
        for (var i = 0; i < 5; i++) {
            var caller = fixture.acquired();
            fixture.timer.advance(Duration.ofSeconds(50));
            caller.giveBack();
        }
        assertThat(fixture.of(LeakSuspectedEvent.class)).isEmpty();
    }

    @Test
    void takesBackWhatWasForgotten() {
        var fixture = PoolFixture.of(
                builder -> builder.maxSize(1).leakThreshold(MINUTE).leakAction(LeakAction.RECLAIM));
        var caller = fixture.acquired();
        var waiter = fixture.acquire(Duration.ofMinutes(5));

        fixture.timer.advance(MINUTE.plusSeconds(1));

        assertThat(caller.isOver()).isTrue();
        assertThat(fixture.evictions()).containsExactly(EvictionReason.LEAKED);
        assertThat(fixture.kind.opened.get(0).log).contains("abort");
        fixture.kind.open();
        assertThat(waiter.connection()).isNotNull();
        caller.giveBack();
        assertThat(fixture.counts()).containsExactly(1, 0, 0, 0, 0, 0);
    }
}
