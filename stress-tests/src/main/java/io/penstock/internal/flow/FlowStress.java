package io.penstock.internal.flow;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.observe.DriverListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** What hands over between threads, one race at a time. */
public class FlowStress {

    private FlowStress() {}

    /** Two bring changes: both are made, one after the other. The state is plain. */
    @JCStressTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "both were made")
    @Outcome(expect = FORBIDDEN, desc = "a change was lost, or made beside another")
    @State
    public static class TwoChanges {
        private int count;
        private final SingleWriter writer = new SingleWriter(() -> null);

        private SerialTask increment() {
            return new SerialTask() {
                @Override
                public void run() {
                    count++;
                }
            };
        }

        @Actor
        public void first() {
            writer.submit(increment());
        }

        @Actor
        public void second() {
            writer.submit(increment());
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = count;
        }
    }

    /** What follows from a change is done, whoever makes it. */
    @JCStressTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "each change was followed by its consequence")
    @Outcome(expect = FORBIDDEN, desc = "a consequence was lost or doubled")
    @State
    public static class TwoConsequences {
        private int due;
        private final AtomicInteger done = new AtomicInteger();
        private final SingleWriter writer = new SingleWriter(() -> {
            var now = due;
            due = 0;
            return now == 0 ? null : () -> done.addAndGet(now);
        });

        private SerialTask change() {
            return new SerialTask() {
                @Override
                public void run() {
                    due++;
                }
            };
        }

        @Actor
        public void first() {
            writer.submit(change());
        }

        @Actor
        public void second() {
            writer.submit(change());
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = done.get();
        }
    }

    /** Demands add up. */
    @JCStressTest
    @Outcome(id = "5, 1", expect = ACCEPTABLE, desc = "both count, and one of them was the first")
    @Outcome(expect = FORBIDDEN, desc = "a demand was lost, or both or neither start the delivery")
    @State
    public static class TwoDemands {
        private final Demand demand = new Demand();
        private final AtomicInteger starts = new AtomicInteger();

        private void request(long rows) {
            if (demand.request(rows)) {
                starts.incrementAndGet();
            }
        }

        @Actor
        public void two() {
            request(2);
        }

        @Actor
        public void three() {
            request(3);
        }

        @Arbiter
        public void look(JJ_Result result) {
            result.r1 = demand.outstanding();
            result.r2 = starts.get();
        }
    }

    /** What is taken and what is left is what was asked for. */
    @JCStressTest
    @Outcome(
            id = {"1, 3", "3, 1", "4, 0"},
            expect = ACCEPTABLE,
            desc = "nothing is lost")
    @Outcome(expect = FORBIDDEN, desc = "rows were taken that nobody asked for, or a demand was lost")
    @State
    public static class DemandAndDelivery {
        private final Demand demand = new Demand();

        public DemandAndDelivery() {
            demand.request(1);
        }

        @Actor
        public void request() {
            demand.request(3);
        }

        @Actor
        public void take(JJ_Result result) {
            result.r1 = demand.take(10);
        }

        @Arbiter
        public void look(JJ_Result result) {
            result.r2 = demand.outstanding();
        }
    }

    /** "All" is never used up, and adding to it does not overflow. */
    @JCStressTest
    @Outcome(id = "9223372036854775807, 5", expect = ACCEPTABLE, desc = "it stays all")
    @Outcome(id = "9223372036854775807, 1", expect = ACCEPTABLE, desc = "taken between the two")
    @Outcome(expect = FORBIDDEN, desc = "the sum has overflowed")
    @State
    public static class DemandForAll {
        private final Demand demand = new Demand();

        public DemandForAll() {
            demand.request(1);
        }

        @Actor
        public void all() {
            demand.request(Long.MAX_VALUE);
        }

        @Actor
        public void take(JJ_Result result) {
            result.r2 = demand.take(5);
        }

        @Arbiter
        public void look(JJ_Result result) {
            result.r1 = demand.outstanding();
        }
    }

    /** Where results are delivered in this thread; nobody waits for threads. */
    private static SerialDispatcher dispatcher() {
        var executor = OffloadExecutor.create();
        var fallback = new FallbackThread();
        var dropped = new DroppedErrors(DriverListener.NONE, Runnable::run, Runnable::run, System::nanoTime);
        var offload = new Offload(executor, fallback, dropped, new NoObserver(), System::nanoTime);
        return offload.dispatcher(ExecutionStrategy.on(Runnable::run), new NoLoop());
    }

    private static final class NoObserver implements OffloadObserver {
        @Override
        public void drainStarted(long delayNanos) {}

        @Override
        public void drainEnded() {}

        @Override
        public void rejected(Throwable cause) {}
    }

    private static final class NoLoop implements LoopExecutor {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public boolean inLoop() {
            return false;
        }
    }

    private static final SerialDispatcher DISPATCHER = dispatcher();

    /** A result and a failure: what is told once stands, for whoever asks later. */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "2, 2"},
            expect = ACCEPTABLE,
            desc = "the first of the two")
    @Outcome(expect = FORBIDDEN, desc = "none, or another one than was told")
    @State
    public static class OneShotResult {
        private final DriverFuture<Integer> future = new DriverFuture<>(DISPATCHER);
        private final CompletionStage<Integer> told = future.handle((value, error) -> error == null ? 1 : 2);

        @Actor
        public void succeed() {
            future.succeed(1);
        }

        @Actor
        public void fail() {
            future.fail(new IllegalStateException());
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = future.isCompletedExceptionally() ? 2 : 1;
            result.r2 = told.toCompletableFuture().join();
        }
    }

    /** A copy is cancelled as the result comes: it has one end, and the operation is cancelled only if the cancel was first. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the result was first")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "the cancel was first, and cancelled the operation")
    @Outcome(expect = FORBIDDEN, desc = "cancelled although it has the result, or the other way round")
    @State
    public static class CancelAndCompletion {
        private final AtomicInteger cancels = new AtomicInteger();
        private final DriverFuture<Integer> future = DriverFuture.of(cancels::incrementAndGet, DISPATCHER);
        private final CompletableFuture<Integer> copy = future.toCompletableFuture();

        @Actor
        public void succeed() {
            future.succeed(1);
        }

        @Actor
        public void cancel() {
            copy.cancel(true);
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = copy.isCancelled() ? 2 : 1;
            result.r2 = cancels.get();
        }
    }

    /** A thread that waits in a copy leaves as the result comes: one of the two publishes it. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "the copy has the result")
    @Outcome(expect = FORBIDDEN, desc = "each has left it to the other")
    @State
    public static class LeavingAndCompletion {
        private final DriverFuture<Integer> future = new DriverFuture<>(DISPATCHER);
        private final CompletableFuture<Integer> copy = future.toCompletableFuture();

        @Actor
        public void succeed() {
            future.succeed(1);
        }

        @Actor
        public void leave() {
            try {
                copy.get(0, TimeUnit.NANOSECONDS);
            } catch (TimeoutException left) {
                // Looked at below.
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = copy.getNow(0);
        }
    }

    /** A function is hooked on as the result comes: it runs once. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "once")
    @Outcome(expect = FORBIDDEN, desc = "never, or twice")
    @State
    public static class DependentAndCompletion {
        private final DriverFuture<Integer> future = new DriverFuture<>(DISPATCHER);
        private final AtomicInteger calls = new AtomicInteger();

        @Actor
        public void succeed() {
            future.succeed(1);
        }

        @Actor
        public void hookOn() {
            future.thenRun(calls::incrementAndGet);
        }

        @Arbiter
        public void look(I_Result result) {
            future.thenRun(() -> {}).toCompletableFuture().join();
            result.r1 = calls.get();
        }
    }
}
