package io.penstock.internal.flow;

import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.observe.DriverListener;
import io.penstock.observe.DroppedErrorEvent;
import io.penstock.testing.FakeLoop;
import io.penstock.testing.FakeTicker;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** What a test of this package needs around it: a loop, off-load threads, a dropped-error handler that remembers. */
final class Bench implements AutoCloseable {
    final FakeLoop loop = new FakeLoop();
    final FakeTicker ticker = new FakeTicker();
    final List<Throwable> rejections = new CopyOnWriteArrayList<>();
    final List<Throwable> dropped = new CopyOnWriteArrayList<>();
    final FallbackThread fallback = new FallbackThread();
    final OffloadExecutor offloadExecutor = OffloadExecutor.create();
    final Offload offload;

    /** How long drains have waited for a thread. */
    final List<Long> delays = new CopyOnWriteArrayList<>();

    Bench() {
        var errors = new DroppedErrors(new Remember(), offloadExecutor, fallback, ticker, new RecordingLogger());
        offload = new Offload(offloadExecutor, fallback, errors, new Observe(), ticker);
    }

    SerialDispatcher on(Executor executor) {
        return offload.dispatcher(ExecutionStrategy.on(executor), loop);
    }

    SerialDispatcher offloading() {
        return offload.dispatcher(ExecutionStrategy.offloadAll(), loop);
    }

    SerialDispatcher onLoop() {
        return offload.dispatcher(ExecutionStrategy.eventLoop(), loop);
    }

    /** Waits until what was enqueued before is delivered. */
    static void awaitIdle(SerialDispatcher dispatcher) {
        var idle = new CountDownLatch(1);
        dispatcher.execute(idle::countDown);
        await(idle);
    }

    /** Waits until no off-load thread has anything to do any more. */
    void awaitNoneActive() {
        while (offloadExecutor.active() > 0) {
            Thread.onSpinWait();
        }
    }

    /** Waits with patience, not for ever. */
    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(15, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        offload.close();
        loop.close();
    }

    private final class Remember implements DriverListener {
        @Override
        public void errorDropped(DroppedErrorEvent event) {
            dropped.add(event.error());
        }
    }

    private final class Observe implements OffloadObserver {
        @Override
        public void drainStarted(long delayNanos) {
            delays.add(delayNanos);
        }

        @Override
        public void drainEnded() {}

        @Override
        public void rejected(Throwable cause) {
            rejections.add(cause);
        }
    }
}
