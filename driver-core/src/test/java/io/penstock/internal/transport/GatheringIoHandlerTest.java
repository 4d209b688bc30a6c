package io.penstock.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GatheringIoHandlerTest {

    private static final Duration FOREVER = Duration.ofHours(1);

    private final Counts io = new Counts();
    private final GatheringIoHandler handler = new GatheringIoHandler(io);

    /** A loop whose tasks and timers are as told. */
    private record Loop(boolean canBlock, long delayNanos, CountDownLatch looked) implements IoHandlerContext {

        @Override
        public boolean canBlock() {
            looked.countDown();
            return canBlock;
        }

        @Override
        public long delayNanos(long now) {
            return delayNanos;
        }

        @Override
        public long deadlineNanos() {
            return -1;
        }
    }

    private static Loop loop(boolean canBlock, Duration timer) {
        return new Loop(canBlock, timer.toNanos(), new CountDownLatch(1));
    }

    private void agree(Duration pause) {
        handler.gathering().agree(pause.toNanos());
    }

    @Test
    void pausesBeforeTheIoOnceForAsLongAsWasAgreed() {
        agree(Duration.ofMillis(20));
        var began = System.nanoTime();
        handler.run(loop(true, FOREVER));
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(io.runs).hasValue(1);

        assertThat(handler.gathering().take()).isZero();
    }

    @Test
    void doesNotPauseWhileThereAreTasks() {
        agree(FOREVER);
        handler.run(loop(false, FOREVER));
        assertThat(io.runs).hasValue(1);
    }

    @Test
    void pausesNoLongerThanUntilTheNextTimer() {
        agree(FOREVER);
        handler.run(loop(true, Duration.ofMillis(1)));
        assertThat(io.runs).hasValue(1);
    }

    @Test
    void endsThePauseWhenItIsWoken() throws InterruptedException {
        var loop = loop(true, FOREVER);
        agree(FOREVER);
        var thread = new Thread(() -> handler.run(loop));
        thread.start();
        loop.looked().await();
        handler.wakeup();
        thread.join();
        assertThat(io.runs).hasValue(1);
        assertThat(io.wakeUps).hasValue(1);
    }

    /** Counts what it is asked for. */
    private static final class Counts implements IoHandler {

        private final AtomicInteger runs = new AtomicInteger();
        private final AtomicInteger wakeUps = new AtomicInteger();

        @Override
        public int run(IoHandlerContext context) {
            return runs.incrementAndGet();
        }

        @Override
        public void wakeup() {
            wakeUps.incrementAndGet();
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new AssertionError("nothing registers here");
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return false;
        }
    }
}
