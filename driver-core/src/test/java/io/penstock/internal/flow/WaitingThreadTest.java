package io.penstock.internal.flow;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.testing.ManualExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Threads that wait in copies, and who wakes them. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitingThreadTest {
    private static final int MANY = 20;
    private static final int ROUNDS = 300;

    private final Bench bench = new Bench();
    private final ManualExecutor executor = new ManualExecutor();
    private final SerialDispatcher dispatcher = bench.on(executor);
    private final DriverFuture<String> source = new DriverFuture<>(dispatcher);

    @AfterEach
    void close() {
        bench.close();
    }

    /** A thread that calls, and what it gets. */
    private static final class Caller<T> extends FutureTask<T> {
        private final Thread thread = new Thread(this, "caller");

        Caller(Callable<T> call) {
            super(call);
            thread.setDaemon(true);
            thread.start();
        }

        Caller<T> parked() {
            while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
                assertThat(isDone()).isFalse();
                Thread.onSpinWait();
            }
            return this;
        }

        T result() throws Exception {
            return get(10, SECONDS);
        }
    }

    private void inABurst(Runnable completions) {
        bench.loop.run(() -> {
            dispatcher.beginBurst();
            try {
                completions.run();
            } finally {
                dispatcher.endBurst();
            }
        });
    }

    // ---- no other thread

    @Test
    void noThreadIsAskedForWhereOneWaits() throws Exception {
        var copy = source.toCompletableFuture();
        var caller = new Caller<>(copy::join).parked();
        assertThat(source.observed()).isFalse();
        inABurst(() -> source.succeed("x"));
        assertThat(caller.result()).isEqualTo("x");
        assertThat(executor.submissions()).isZero();
        assertThat(copy).isCompletedWithValue("x");
    }

    @Test
    void whatDependsOnTheCopyIsDeliveredByTheExecutorAllTheSame() throws Exception {
        var copy = source.toCompletableFuture();
        var threads = new CopyOnWriteArrayList<Thread>();
        copy.thenAccept(value -> threads.add(Thread.currentThread()));
        var caller = new Caller<>(copy::join).parked();
        inABurst(() -> source.succeed("x"));
        assertThat(caller.result()).isEqualTo("x");
        executor.runAll();
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void asksForAThreadOnceNobodyWaitsAnyMore() {
        var copy = source.toCompletableFuture();
        assertThatThrownBy(() -> copy.get(1, MILLISECONDS)).isInstanceOf(TimeoutException.class);
        inABurst(() -> source.succeed("x"));
        assertThat(executor.submissions()).isOne();
        executor.runAll();
        assertThat(copy).isCompletedWithValue("x");
    }

    @Test
    void aSecondCopyIsAnObserver() throws Exception {
        var caller = new Caller<>(source.toCompletableFuture()::join).parked();
        var other = source.toCompletableFuture();
        assertThat(source.observed()).isTrue();
        inABurst(() -> source.succeed("x"));
        assertThat(caller.result()).isEqualTo("x");
        executor.runAll();
        assertThat(other).isCompletedWithValue("x");
    }

    // ---- all are woken

    @Test
    void allOfABurstAreWoken() throws Exception {
        var sources = new ArrayList<DriverFuture<Integer>>();
        var callers = new ArrayList<Caller<Integer>>();
        for (var i = 0; i < MANY; i++) {
            var each = new DriverFuture<Integer>(dispatcher);
            sources.add(each);
            callers.add(new Caller<>(each.toCompletableFuture()::join).parked());
        }
        inABurst(() -> IntStream.range(0, MANY).forEach(i -> sources.get(i).succeed(i)));
        for (var i = 0; i < MANY; i++) {
            assertThat(callers.get(i).result()).isEqualTo(i);
        }
        assertThat(executor.submissions()).isZero();
    }

    /** Some leave in the moment in which they are put into the row. */
    @Test
    void nobodyIsForgottenBehindThoseWhoLeave() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var patience = round;
            var sources = new ArrayList<DriverFuture<Integer>>();
            var callers = new ArrayList<Caller<Integer>>();
            for (var i = 0; i < 6; i++) {
                var each = new DriverFuture<Integer>(dispatcher);
                var copy = each.toCompletableFuture();
                var leaves = i % 2 == 0;
                sources.add(each);
                callers.add(new Caller<>(() -> leaves ? getOr(copy, patience, -1) : copy.get()));
            }
            inABurst(() -> sources.forEach(each -> each.succeed(7)));
            for (var caller : callers) {
                assertThat(caller.result()).isIn(7, -1);
            }
        }
    }

    private static int getOr(CompletableFuture<Integer> copy, int micros, int otherwise)
            throws InterruptedException, ExecutionException {
        try {
            return copy.get(micros, MICROSECONDS);
        } catch (TimeoutException e) {
            return otherwise;
        }
    }

    @Test
    void whoeverHasLeftWakesNobodyAndIsFollowedByNobody() throws Exception {
        var done = new CompletableFuture<String>();
        var two = new CompletableFuture<WaitingThread>();
        var second = new Caller<>(() -> {
            var me = new WaitingThread(done, Deadline.never(), true);
            two.complete(me);
            me.await();
            return "woken";
        });
        var behind = two.get(10, SECONDS);
        second.parked();
        var gone = new WaitingThread(done, Deadline.never(), true);
        gone.leave();
        assertThat(gone.goesBefore(behind)).isFalse();

        var first = new WaitingThread(done, Deadline.never(), true);
        assertThat(first.goesBefore(behind)).isTrue();
        done.obtrudeValue("without a call of its own"); // unparks nobody: none waits in it by the JDK's means
        assertThat(second.parked().isDone()).isFalse();
        first.leave();
        assertThat(second.result()).isEqualTo("woken");
    }

    /** Its carriers may be taken by those behind it: neither would ever go on. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void aVirtualThreadGoesBeforeNobody() throws Exception {
        var done = new CompletableFuture<String>();
        var made = new CompletableFuture<WaitingThread>();
        VirtualThreads.factory("waits-")
                .orElseThrow()
                .newThread(() -> made.complete(new WaitingThread(done, Deadline.never(), true)))
                .start();
        var ofPlatform = new WaitingThread(done, Deadline.never(), true);
        var ofVirtual = made.get(10, SECONDS);
        assertThat(ofVirtual.goesBefore(ofPlatform)).isFalse();
        assertThat(ofPlatform.goesBefore(ofVirtual)).isTrue();
    }

    /** The loop wakes each. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void allVirtualThreadsOfABurstAreWoken() throws Exception {
        var sources = new ArrayList<DriverFuture<Integer>>();
        var results = new ArrayList<CompletableFuture<Integer>>();
        var threads = VirtualThreads.factory("waits-").orElseThrow();
        for (var i = 0; i < MANY; i++) {
            var each = new DriverFuture<Integer>(dispatcher);
            var copy = each.toCompletableFuture();
            var result = new CompletableFuture<Integer>();
            sources.add(each);
            results.add(result);
            threads.newThread(() -> result.complete(copy.join())).start();
        }
        inABurst(() -> IntStream.range(0, MANY).forEach(i -> sources.get(i).succeed(i)));
        for (var i = 0; i < MANY; i++) {
            assertThat(results.get(i).get(10, SECONDS)).isEqualTo(i);
        }
    }

    @Test
    void severalInOneCopyAreWoken() throws Exception {
        var copy = source.toCompletableFuture();
        var callers = List.of(
                new Caller<>(copy::join).parked(),
                new Caller<>(copy::get).parked(),
                new Caller<>(() -> copy.get(10, SECONDS)).parked());
        inABurst(() -> source.succeed("x"));
        for (var caller : callers) {
            assertThat(caller.result()).isEqualTo("x");
        }
    }

    @Test
    void aFailureWakesToo() {
        var caller = new Caller<>(source.toCompletableFuture()::join).parked();
        inABurst(() -> source.fail(new IllegalStateException("broken")));
        assertThatThrownBy(caller::result).hasRootCauseMessage("broken");
    }

    @Test
    void theUserWakesWhomHeCompletesTheCopyFor() throws Exception {
        var copy = source.toCompletableFuture();
        var caller = new Caller<>(copy::join).parked();
        copy.complete("mine");
        assertThat(caller.result()).isEqualTo("mine");

        var cancelled = new DriverFuture<String>(dispatcher).toCompletableFuture();
        var waiting = new Caller<>(cancelled::get).parked();
        cancelled.cancel(false);
        assertThatThrownBy(waiting::result).hasCauseInstanceOf(CancellationException.class);

        var obtruded = new DriverFuture<String>(dispatcher).toCompletableFuture();
        var other = new Caller<>(obtruded::get).parked();
        obtruded.obtrudeValue("theirs");
        assertThat(other.result()).isEqualTo("theirs");
    }

    // ---- interrupts

    @Test
    void getIsInterrupted() {
        var caller = new Caller<>(source.toCompletableFuture()::get).parked();
        caller.thread.interrupt();
        assertThatThrownBy(caller::result).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void joinWaitsOnAndKeepsTheInterrupt() throws Exception {
        var kept = new AtomicBoolean();
        var returned = new CountDownLatch(1);
        var copy = source.toCompletableFuture();
        var caller = new Caller<>(() -> {
            var value = copy.join();
            kept.set(Thread.currentThread().isInterrupted());
            returned.countDown();
            return value;
        });
        caller.parked().thread.interrupt();
        assertThat(returned.await(50, MILLISECONDS)).isFalse();
        inABurst(() -> source.succeed("x"));
        assertThat(caller.result()).isEqualTo("x");
        assertThat(kept).isTrue();
    }
}
