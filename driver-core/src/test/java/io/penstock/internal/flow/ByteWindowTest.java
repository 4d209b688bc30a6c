package io.penstock.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ByteWindowTest {
    private final ByteBudget budget = new ByteBudget(1_000);
    private final ByteWindow window = new ByteWindow(10, 100, budget);

    @Test
    void isOverAboveTheHighMark() {
        assertThat(window.add(100)).isFalse();
        assertThat(window.add(1)).isTrue();
        assertThat(window.add(50)).isTrue();
        assertThat(window.isOver()).isTrue();
        assertThat(window.heldBytes()).isEqualTo(151);
    }

    @Test
    void tellsOnceThatItIsDownAtTheLowMark() {
        window.add(150);
        assertThat(window.remove(139)).isFalse();
        assertThat(window.isOver()).isTrue();
        assertThat(window.remove(1)).isTrue();
        assertThat(window.isOver()).isFalse();
        assertThat(window.remove(10)).isFalse();
        assertThat(window.heldBytes()).isZero();
    }

    @Test
    void doesNotTellTheEndOfWhatHasNotBegun() {
        window.add(100);
        assertThat(window.remove(100)).isFalse();
    }

    @Test
    void holdsOneItemOfAnySize() {
        var small = new ByteWindow(0, 1, budget);
        assertThat(small.add(1L << 30)).isTrue();
        assertThat(small.remove(1L << 30)).isTrue();
    }

    @Test
    void isOverWithTheFirstItemWhileTheBudgetIsExceeded() {
        var glutton = new ByteWindow(0, 10_000, budget);
        assertThat(glutton.add(1_001)).isTrue();
        assertThat(window.add(1)).isTrue();
        assertThat(budget.heldBytes()).isEqualTo(1_002);
    }

    /** Its own consumer frees it, whatever others hold: nobody starves. */
    @Test
    void isNeverOverWhenItIsEmpty() {
        var glutton = new ByteWindow(0, 10_000, budget);
        glutton.add(5_000);
        window.add(20);
        assertThat(window.remove(15)).isFalse();
        assertThat(window.remove(5)).isTrue();
        assertThat(window.isOver()).isFalse();
        assertThat(budget.exceeded()).isTrue();
    }

    @Test
    void goesByItsOwnMarksAgainWhenTheBudgetIsKept() {
        var glutton = new ByteWindow(0, 10_000, budget);
        glutton.add(5_000);
        window.add(20);
        glutton.remove(5_000);
        assertThat(window.isOver()).isTrue();
        assertThat(window.remove(10)).isTrue();
        assertThat(window.add(80)).isFalse();
    }

    @Test
    void refusesToGoBelowZero() {
        window.add(5);
        assertThatThrownBy(() -> window.remove(6)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> window.add(-1)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> window.add(Long.MAX_VALUE)).isInstanceOf(AssertionError.class);
        assertThat(window.heldBytes()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"-1, 10", "10, 10", "11, 10"})
    void refusesMarksThatDoNotFit(long low, long high) {
        assertThatThrownBy(() -> new ByteWindow(low, high, budget)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesABudgetOfNothing() {
        assertThatThrownBy(() -> new ByteBudget(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Every time that the window was over is told to have ended, exactly once: else the producer would stand for ever. */
    @Test
    void noWakeUpIsLostBetweenTwoThreads() throws Exception {
        var raced = new ByteWindow(64, 512, new ByteBudget(1 << 20));
        var ended = new AtomicInteger();
        var available = new AtomicLong();
        int items = 50_000;
        var consumer = new Thread(() -> {
            for (int consumed = 0; consumed < items; ) {
                long n = available.getAndSet(0);
                if (n == 0) {
                    Thread.yield();
                }
                for (long i = 0; i < n; i++, consumed++) {
                    if (raced.remove(16)) {
                        ended.incrementAndGet();
                    }
                }
            }
        });
        consumer.start();
        int begun = 0;
        for (int i = 0; i < items; i++) {
            if (raced.add(16)) {
                begun++;
                available.incrementAndGet();
                while (ended.get() < begun) {
                    Thread.yield();
                }
            } else {
                available.incrementAndGet();
            }
            if (ThreadLocalRandom.current().nextInt(1_000) == 0) {
                Thread.yield();
            }
        }
        consumer.join();
        assertThat(raced.heldBytes()).isZero();
        assertThat(raced.isOver()).isFalse();
        assertThat(ended).hasValue(begun);
    }
}
