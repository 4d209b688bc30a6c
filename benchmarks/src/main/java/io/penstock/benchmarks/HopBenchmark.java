package io.penstock.benchmarks;

import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.internal.flow.DroppedErrors;
import io.penstock.internal.flow.FallbackThread;
import io.penstock.internal.flow.LoopExecutor;
import io.penstock.internal.flow.Offload;
import io.penstock.internal.flow.OffloadExecutor;
import io.penstock.internal.flow.OffloadObserver;
import io.penstock.internal.flow.RecurringTask;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.observe.DriverListener;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Signals from one thread to the off-load threads, in the order of sending: what a completion pays for not running on the loop. One that is
 * waited for pays for two wake-ups; of many that are gathered in a burst, as those of one read are, each pays next to nothing. README.md has
 * the command. Figures are for one signal.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class HopBenchmark {

    private static final int BURST = 256;

    private final Semaphore arrived = new Semaphore(0);
    private final FallbackThread fallback = new FallbackThread();
    private final OffloadExecutor executor = OffloadExecutor.create();
    private final Offload offload = new Offload(
            executor,
            fallback,
            new DroppedErrors(DriverListener.NONE, executor, fallback, System::nanoTime),
            OffloadObserver.NONE,
            System::nanoTime);
    private final SerialDispatcher dispatcher = offload.dispatcher(ExecutionStrategy.offloadAll(), new ThisThread());
    private final Signal[] signals = new Signal[BURST];

    /** The benchmark's thread plays the loop. */
    private static final class ThisThread implements LoopExecutor {

        private final Thread thread = Thread.currentThread();

        @Override
        public boolean inLoop() {
            return Thread.currentThread() == thread;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }

    private final class Signal extends RecurringTask {
        @Override
        public void run() {
            arrived.release();
        }
    }

    @Setup
    public void make() {
        for (var i = 0; i < BURST; i++) {
            signals[i] = new Signal();
        }
    }

    @TearDown
    public void close() {
        offload.close();
    }

    /** There and back. */
    @Benchmark
    public void oneThatIsWaitedFor() throws InterruptedException {
        dispatcher.enqueue(signals[0]);
        arrived.acquire();
    }

    /** As those of one read of the socket. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void manyInABurst() throws InterruptedException {
        dispatcher.beginBurst();
        for (var signal : signals) {
            dispatcher.enqueue(signal);
        }
        dispatcher.endBurst();
        arrived.acquire(BURST);
    }
}
