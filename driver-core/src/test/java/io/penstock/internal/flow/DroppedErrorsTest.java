package io.penstock.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.observe.DriverListener;
import io.penstock.observe.DroppedErrorEvent;
import io.penstock.testing.FakeLoop;
import io.penstock.testing.FakeTicker;
import io.penstock.testing.ManualExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DroppedErrorsTest {
    private final FakeTicker ticker = new FakeTicker();
    private final RecordingLogger logger = new RecordingLogger();
    private final ManualExecutor offLoop = new ManualExecutor();
    private final ManualExecutor fallback = new ManualExecutor();
    private final List<DroppedErrorEvent> events = new ArrayList<>();
    private final DriverListener listener = new DriverListener() {
        @Override
        public void errorDropped(DroppedErrorEvent event) {
            events.add(event);
        }
    };
    private final DroppedErrors errors = new DroppedErrors(listener, offLoop, fallback, ticker, logger);
    private final Throwable error = new IllegalStateException("nobody wants me");

    @Test
    void countsLogsAndTells() {
        errors.report("row callback", error);
        assertThat(errors.count()).isEqualTo(1);
        assertThat(logger.messages)
                .containsExactly("WARNING: Penstock: an error of row callback was received by nobody");
        assertThat(events).containsExactly(new DroppedErrorEvent("row callback", error));
    }

    @Test
    void logsOneASecondAndSaysHowManyItLeftOut() {
        for (int i = 0; i < 5; i++) {
            errors.report("listener", error);
        }
        ticker.advance(Duration.ofMillis(999));
        errors.report("listener", error);
        ticker.advance(Duration.ofMillis(1));
        errors.report("listener", error);
        assertThat(logger.messages).hasSize(2);
        assertThat(logger.messages.get(1)).contains("5 more not logged");
        assertThat(errors.count()).isEqualTo(7);
        assertThat(events).hasSize(7);
    }

    @Test
    void aThrowingListenerIsLoggedAndCounted() {
        var hostile = new DroppedErrors(
                new DriverListener() {
                    @Override
                    public void errorDropped(DroppedErrorEvent event) {
                        throw new IllegalStateException("listener");
                    }
                },
                offLoop,
                fallback,
                ticker,
                logger);
        hostile.report("x", error);
        assertThat(hostile.count()).isEqualTo(2);
    }

    @Test
    void leavesTheLoopToLogAndTell() {
        try (var loop = new FakeLoop()) {
            loop.run(() -> errors.report("callback", error));
        }
        assertThat(errors.count()).isEqualTo(1);
        assertThat(logger.messages).isEmpty();
        offLoop.runAll();
        assertThat(logger.messages).hasSize(1);
        assertThat(events).hasSize(1);
    }

    @Test
    void boundsWhatWaitsForAThread() {
        try (var loop = new FakeLoop()) {
            loop.run(() -> {
                for (int i = 0; i < DroppedErrors.MAX_WAITING + 100; i++) {
                    errors.report("callback", error);
                }
            });
        }
        assertThat(offLoop.pending()).isEqualTo(DroppedErrors.MAX_WAITING);
        assertThat(errors.count()).isEqualTo(DroppedErrors.MAX_WAITING + 100);
        offLoop.runAll();
        try (var loop = new FakeLoop()) {
            loop.run(() -> errors.report("callback", error));
        }
        assertThat(offLoop.pending()).isEqualTo(1);
    }

    @Test
    void takesTheFallbackWhenRefused() {
        offLoop.refuse();
        try (var loop = new FakeLoop()) {
            loop.run(() -> errors.report("callback", error));
        }
        fallback.runAll();
        assertThat(events).hasSize(1);
    }

    @Test
    void neverThrowsEvenWithoutAThread() {
        offLoop.refuse();
        fallback.refuse();
        try (var loop = new FakeLoop()) {
            for (int i = 0; i < 2 * DroppedErrors.MAX_WAITING; i++) {
                loop.run(() -> errors.report("callback", error));
            }
            assertThat(errors.count()).isEqualTo(2 * DroppedErrors.MAX_WAITING);
            fallback.accept();
            loop.run(() -> errors.report("callback", error));
        }
        assertThat(fallback.pending()).isEqualTo(1);
    }
}
