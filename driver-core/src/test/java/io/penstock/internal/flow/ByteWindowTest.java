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
    @Test
    void pausesAboveTheHighMarkOnce() {
        var window = new ByteWindow(10, 100);
        assertThat(window.add(100)).isFalse();
        assertThat(window.add(1)).isTrue();
        assertThat(window.paused()).isTrue();
        assertThat(window.add(50)).isFalse();
        assertThat(window.buffered()).isEqualTo(151);
    }

    @Test
    void resumesAtTheLowMarkOnce() {
        var window = new ByteWindow(10, 100);
        window.add(150);
        assertThat(window.remove(139)).isFalse();
        assertThat(window.paused()).isTrue();
        assertThat(window.remove(1)).isTrue();
        assertThat(window.paused()).isFalse();
        assertThat(window.remove(10)).isFalse();
        assertThat(window.buffered()).isZero();
    }

    @Test
    void doesNotResumeWhatWasNotPaused() {
        var window = new ByteWindow(10, 100);
        window.add(100);
        assertThat(window.remove(100)).isFalse();
    }

    @Test
    void holdsOneItemOfAnySize() {
        var window = new ByteWindow(0, 1);
        assertThat(window.add(1L << 30)).isTrue();
        assertThat(window.remove(1L << 30)).isTrue();
    }

    @Test
    void openedForGoodItNeverPauses() {
        var window = new ByteWindow(10, 100);
        window.add(200);
        assertThat(window.openForGood()).isTrue();
        assertThat(window.openForGood()).isFalse();
        assertThat(window.add(1_000)).isFalse();
        assertThat(window.buffered()).isEqualTo(1_200);
        assertThat(window.remove(1_200)).isFalse();
    }

    @Test
    void refusesToGoBelowZero() {
        var window = new ByteWindow(10, 100);
        window.add(5);
        assertThatThrownBy(() -> window.remove(6)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> window.add(-1)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> window.add(Long.MAX_VALUE)).isInstanceOf(AssertionError.class);
        assertThat(window.buffered()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"-1, 10", "10, 10", "11, 10"})
    void refusesMarksThatDoNotFit(long low, long high) {
        assertThatThrownBy(() -> new ByteWindow(low, high)).isInstanceOf(IllegalArgumentException.class);
    }

    /**
     * Pauses and resumes alternate, and no pause is left behind without a resume: the producer would stand for ever.
     */
    @Test
    void noWakeUpIsLostBetweenTwoThreads() throws Exception {
        var window = new ByteWindow(64, 512);
        var reading = new AtomicInteger(1);
        var available = new AtomicLong();
        int items = 50_000;
        var consumer = new Thread(() -> {
            for (int consumed = 0; consumed < items; ) {
                long n = available.getAndSet(0);
                if (n == 0) {
                    Thread.yield();
                }
                for (long i = 0; i < n; i++, consumed++) {
                    if (window.remove(16)) {
                        reading.incrementAndGet();
                    }
                }
            }
        });
        consumer.start();
        for (int i = 0; i < items; i++) {
            while (reading.get() < 1) {
                Thread.yield();
            }
            if (window.add(16)) {
                reading.decrementAndGet();
            }
            available.incrementAndGet();
            if (ThreadLocalRandom.current().nextInt(1_000) == 0) {
                Thread.yield();
            }
        }
        consumer.join();
        assertThat(window.buffered()).isZero();
        assertThat(window.paused()).isFalse();
        assertThat(reading).hasValue(1);
    }
}
