package io.penstock.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testing.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private final FakeTicker ticker = new FakeTicker();

    @Test
    void runsDownAcrossTheClocksWrapAround() {
        var deadline = Deadline.after(Duration.ofMillis(5), ticker);
        assertThat(deadline.remaining()).isEqualTo(Duration.ofMillis(5));
        ticker.advance(Duration.ofMillis(4));
        assertThat(deadline.expired()).isFalse();
        assertThat(deadline.remainingNanos()).isEqualTo(1_000_000);
        ticker.advance(Duration.ofMillis(1));
        assertThat(deadline.expired()).isTrue();
        ticker.advance(Duration.ofDays(1));
        assertThat(deadline.remainingNanos()).isZero();
    }

    @Test
    void nothingLeftIsExpiredAtOnce() {
        assertThat(Deadline.after(Duration.ZERO, ticker).expired()).isTrue();
        assertThat(Deadline.after(Duration.ofSeconds(-1), ticker).expired()).isTrue();
        assertThat(Deadline.after(Duration.ofSeconds(Long.MIN_VALUE), ticker).expired())
                .isTrue();
    }

    @Test
    void whatIsTooFarNeverComes() {
        var deadline = Deadline.after(Duration.ofSeconds(Long.MAX_VALUE), ticker);
        assertThat(deadline).isSameAs(Deadline.never());
        assertThat(deadline.expired()).isFalse();
        assertThat(deadline.isBounded()).isFalse();
        assertThat(deadline.remainingNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theEarlierOfTwo() {
        var soon = Deadline.after(Duration.ofSeconds(1), ticker);
        var late = Deadline.after(Duration.ofSeconds(2), ticker);
        assertThat(soon.earlier(late)).isSameAs(soon);
        assertThat(late.earlier(soon)).isSameAs(soon);
        assertThat(Deadline.never().earlier(late)).isSameAs(late);
    }
}
