package io.penstock.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.LoopMonitoring;
import io.penstock.testing.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {

    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final Duration THRESHOLD = Duration.ofMillis(200);

    private final FakeTicker ticker = new FakeTicker();
    private final FakeMonitoredLoop loop = new FakeMonitoredLoop(ticker);
    private final LoopProbe probe = new LoopProbe(loop, PERIOD.toNanos(), ticker, () -> 0.5, nanos -> {});
    private final WatchedLoop watched = new WatchedLoop(loop, probe);
    private final List<Long> stalls = new ArrayList<>();
    private final Watchdog watchdog = new Watchdog(
            LoopMonitoring.defaults().withBlockedAfter(THRESHOLD),
            (stuck, nanos) -> stalls.add(Duration.ofNanos(nanos).toMillis()));

    @BeforeEach
    void watch() {
        watchdog.add(watched);
        probe.start();
    }

    @Test
    void seesNothingInALoopThatRuns() {
        for (var i = 0; i < 50; i++) {
            loop.idle(Duration.ofNanos(watchdog.look(ticker.getAsLong())));
        }

        assertThat(stalls).isEmpty();
    }

    @Test
    void countsOneStallOnceHoweverOftenItLooks() {
        for (var i = 0; i < 20; i++) {
            loop.beStuck(Duration.ofNanos(watchdog.look(ticker.getAsLong())));
        }

        assertThat(stalls).hasSize(1);
        assertThat(watched.metrics(ticker.getAsLong()).blocks()).isEqualTo(1);
    }

    @Test
    void findsAStallSoonAfterTheThreshold() {
        while (stalls.isEmpty()) {
            loop.beStuck(Duration.ofNanos(watchdog.look(ticker.getAsLong())));
        }

        assertThat(stalls.get(0)).isBetween(THRESHOLD.toMillis(), THRESHOLD.toMillis() + 50);
    }

    @Test
    void countsTheNextStallAnew() {
        for (var i = 0; i < 2; i++) {
            for (var looks = 0; looks < 5; looks++) {
                loop.beStuck(Duration.ofNanos(watchdog.look(ticker.getAsLong())));
            }
            loop.goOn();
            loop.idle(Duration.ofNanos(watchdog.look(ticker.getAsLong())));
        }

        assertThat(stalls).hasSize(2);
    }

    @Test
    void doesNotTakeAPauseOfTheWholeProcessForAStall() {
        var pause = Duration.ofNanos(watchdog.look(ticker.getAsLong()));
        loop.beStuck(pause.plusSeconds(3));

        var next = Duration.ofNanos(watchdog.look(ticker.getAsLong()));
        loop.goOn();
        loop.idle(next);
        watchdog.look(ticker.getAsLong());

        assertThat(stalls).isEmpty();
    }

    @Test
    void seesALoopThatIsStuckBeyondAPauseOfTheProcess() {
        var pause = Duration.ofNanos(watchdog.look(ticker.getAsLong()));
        loop.beStuck(pause.plusSeconds(3));

        loop.beStuck(Duration.ofNanos(watchdog.look(ticker.getAsLong())));
        watchdog.look(ticker.getAsLong());

        assertThat(stalls).hasSize(1);
    }
}
