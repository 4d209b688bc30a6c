package io.penstock.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testing.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopProbeTest {

    private static final Duration PERIOD = Duration.ofMillis(100);

    private final FakeTicker ticker = new FakeTicker();
    private final FakeMonitoredLoop loop = new FakeMonitoredLoop(ticker);
    private final List<Long> lags = new ArrayList<>();
    private double chance = 0.5;
    private final LoopProbe probe = new LoopProbe(
            loop,
            PERIOD.toNanos(),
            ticker,
            () -> chance,
            nanos -> lags.add(Duration.ofNanos(nanos).toMillis()));

    @Test
    void measuresNothingOnALoopThatIsPunctual() {
        probe.start();

        loop.idle(PERIOD.multipliedBy(10));

        assertThat(lags).hasSize(10).containsOnly(0L);
        assertThat(probe.stallNanos(ticker.getAsLong())).isZero();
    }

    @Test
    void countsAStallAsAllProbesThatItKeptFromRunning() {
        probe.start();
        loop.idle(PERIOD);
        lags.clear();

        loop.beStuck(PERIOD.plusMillis(450));
        loop.goOn();

        assertThat(lags).containsExactly(450L, 350L, 250L, 150L, 50L);
    }

    @Test
    void doesNotCatchUpAfterAStall() {
        probe.start();
        loop.beStuck(Duration.ofSeconds(1));
        loop.goOn();
        lags.clear();

        loop.idle(PERIOD.multipliedBy(3));

        assertThat(lags).containsExactly(0L, 0L, 0L);
    }

    @Test
    void boundsTheSamplesOfOneStall() {
        probe.start();

        loop.beStuck(Duration.ofHours(1));
        loop.goOn();

        assertThat(lags).hasSize(LoopProbe.MAX_SAMPLES);
    }

    @Test
    void showsAStallWhileItLasts() {
        probe.start();

        loop.beStuck(PERIOD.plusMillis(30));
        assertThat(probe.stallNanos(ticker.getAsLong()))
                .isEqualTo(Duration.ofMillis(30).toNanos());
        loop.beStuck(Duration.ofMillis(40));
        assertThat(probe.stallNanos(ticker.getAsLong()))
                .isEqualTo(Duration.ofMillis(70).toNanos());
        assertThat(lags).isEmpty();

        loop.goOn();
        assertThat(probe.stallNanos(ticker.getAsLong())).isZero();
        assertThat(probe.lastLagNanos()).isEqualTo(Duration.ofMillis(70).toNanos());
    }

    @ParameterizedTest
    @CsvSource({"0, 90", "0.5, 100", "1, 110"})
    void variesItsPauseByATenth(double draw, long millis) {
        chance = draw;

        probe.start();

        assertThat(loop.pause()).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void tellsHowBusyTheLoopWasInTheLastSecond() {
        probe.start();

        loop.beStuck(Duration.ofMillis(300));
        loop.goOn();
        loop.idle(Duration.ofMillis(900));

        assertThat(probe.utilization(ticker.getAsLong())).isBetween(0.2, 0.3);
        loop.idle(Duration.ofSeconds(2));
        assertThat(probe.utilization(ticker.getAsLong())).isZero();
    }

    @Test
    void callsALoopThatIsStuckForLongFullyBusy() {
        probe.start();

        loop.beStuck(Duration.ofSeconds(2));

        assertThat(probe.utilization(ticker.getAsLong())).isEqualTo(1);
    }

    @Test
    void isNotArmedAgainOnceItIsStopped() {
        probe.start();

        probe.stop();
        loop.idle(PERIOD.multipliedBy(2));

        assertThat(loop.isArmed()).isFalse();
        assertThat(lags).isEmpty();
        assertThat(probe.stallNanos(ticker.getAsLong())).isZero();
    }

    @Test
    void endsWithItsLoop() {
        probe.start();
        loop.end();

        loop.idle(PERIOD.multipliedBy(5));

        assertThat(loop.isArmed()).isFalse();
        assertThat(probe.stallNanos(ticker.getAsLong())).isZero();
    }
}
