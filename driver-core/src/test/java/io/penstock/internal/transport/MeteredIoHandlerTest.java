package io.penstock.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.penstock.testing.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeteredIoHandlerTest {

    private final FakeTicker ticker = new FakeTicker();
    private final MeteredIoHandler metered = new MeteredIoHandler(new WaitsAndWorks(), ticker);

    @BeforeEach
    void start() {
        metered.initialize();
    }

    @Test
    void countsTheTimeBetweenTwoRunsOfTheIoAsWork() {
        ticker.advance(Duration.ofMillis(3));

        assertThat(metered.busyNanos()).isEqualTo(Duration.ofMillis(3).toNanos());
    }

    @Test
    void countsOfTheIoWhatWasWorkAndNotWhatWasWaiting() {
        ticker.advance(Duration.ofMillis(3));
        metered.run(NOTHING_TO_DO);
        ticker.advance(Duration.ofMillis(4));
        metered.run(NOTHING_TO_DO);

        assertThat(metered.busyNanos())
                .isEqualTo(Duration.ofMillis(3 + 4)
                        .plus(WaitsAndWorks.WORK.multipliedBy(2))
                        .toNanos());
    }

    @Test
    void knowsWhoRunsTheLoop() {
        assertThat(metered.thread()).isEqualTo(Thread.currentThread());
    }

    private static final IoHandlerContext NOTHING_TO_DO = new IoHandlerContext() {
        @Override
        public boolean canBlock() {
            return true;
        }

        @Override
        public long delayNanos(long now) {
            return 0;
        }

        @Override
        public long deadlineNanos() {
            return -1;
        }
    };

    /** Waits for a second, then works. */
    private final class WaitsAndWorks implements IoHandler {

        static final Duration WORK = Duration.ofMillis(2);

        @Override
        public int run(IoHandlerContext context) {
            assertThat(context.canBlock()).isTrue();
            ticker.advance(Duration.ofSeconds(1));
            ticker.advance(WORK);
            if (context.shouldReportActiveIoTime()) {
                context.reportActiveIoTime(WORK.toNanos());
            }
            return 1;
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new AssertionError("nothing registers here");
        }

        @Override
        public void wakeup() {}

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return false;
        }
    }
}
