package io.penstock.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.testing.FakeLoop;
import io.penstock.testing.ManualExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SerialDispatcherTest {
    private final Bench bench = new Bench();
    private final ManualExecutor executor = new ManualExecutor();
    private final List<String> log = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void deliversManySignalsInOrderByOneTask() {
        var dispatcher = bench.on(executor);
        dispatcher.enqueue(note("a"));
        dispatcher.execute(() -> log.add("b"));
        dispatcher.enqueue(note("c"));

        assertThat(log).isEmpty();
        assertThat(executor.submissions()).isEqualTo(1);
        executor.runAll();
        assertThat(log).containsExactly("a", "b", "c");
    }

    @Test
    void tellsHowLongSignalsHaveWaitedForAThread() {
        var dispatcher = bench.on(executor);
        dispatcher.enqueue(note("a"));
        bench.ticker.advance(Duration.ofMillis(7));
        executor.runAll();

        assertThat(bench.delays).containsExactly(Duration.ofMillis(7).toNanos());
    }

    @Test
    void tellsNoDelayOfWhatALoopRunsByChoice() {
        var dispatcher = bench.onLoop();
        bench.loop.run(() -> dispatcher.enqueue(note("a")));

        assertThat(log).containsExactly("a");
        assertThat(bench.delays).isEmpty();
    }

    @Test
    void knowsWhereTheChainWasBegunThatASignalContinues() {
        var dispatcher = bench.on(executor);
        var asked = CallSite.capture();
        var future = DriverFuture.<String>of(new AskedAt(asked), dispatcher);
        var seen = new ArrayList<CallSite>();
        future.thenRun(() -> seen.add(dispatcher.site())).thenRun(() -> seen.add(dispatcher.site()));
        bench.loop.run(() -> {
            dispatcher.beginBurst();
            future.succeed("done");
            dispatcher.execute(() -> seen.add(dispatcher.site()));
            dispatcher.endBurst();
        });
        executor.runAll();

        assertThat(seen).containsExactlyInAnyOrder(asked.continued(), asked.continued(), null);
        assertThat(dispatcher.site()).isNull();
    }

    @Test
    void deliversEachOfSeveralDependentsOnceAndInOrder() {
        var dispatcher = bench.on(executor);
        var first = new DriverFuture<String>(dispatcher);
        var second = new DriverFuture<String>(dispatcher);
        for (var name : List.of("a", "b", "c")) {
            first.thenAccept(value -> log.add(value + name));
        }
        second.thenAccept(log::add);
        bench.loop.run(() -> {
            dispatcher.beginBurst();
            first.succeed("first ");
            dispatcher.execute(() -> log.add("between"));
            second.succeed("second");
            dispatcher.endBurst();
        });
        executor.runAll();
        first.thenAccept(value -> log.add("late"));
        bench.loop.run(() -> {
            dispatcher.beginBurst();
            first.succeed("again");
            dispatcher.endBurst();
        });
        executor.runAll();

        // The JDK hands over the dependents of one stage from the youngest to the oldest.
        assertThat(log).containsExactly("between", "first c", "first b", "first a", "second", "late");
    }

    @Test
    void aFunctionIsNotHeldOnToOnceItIsDelivered() {
        var dispatcher = bench.on(executor);
        var future = new DriverFuture<String>(dispatcher);
        assertThat(future.lendsItself(() -> log.add("first"))).isTrue();
        assertThat(future.lendsItself(() -> log.add("second"))).isFalse();
        future.deliver();
        assertThat(future.lendsItself(() -> log.add("third"))).isFalse();
        future.deliver();

        assertThat(log).containsExactly("first");
    }

    @Test
    void theFirstOfTwoCompletionsInABurstCounts() {
        var dispatcher = bench.on(executor);
        var succeeded = new DriverFuture<@Nullable String>(dispatcher);
        var failed = new DriverFuture<String>(dispatcher);
        succeeded.thenRun(() -> log.add("succeeded"));
        failed.exceptionally(error -> {
            log.add(error.getMessage());
            return "";
        });
        bench.loop.run(() -> {
            dispatcher.beginBurst();
            succeeded.succeed(null);
            succeeded.fail(new IllegalStateException("late"));
            failed.fail(new IllegalStateException("first"));
            failed.succeed("late");
            dispatcher.endBurst();
        });
        executor.runAll();

        assertThat(log).containsExactly("succeeded", "first");
        assertThat(succeeded).isCompletedWithValue(null);
    }

    private record AskedAt(CallSite site) implements Origin {

        @Override
        public void cancelOperation() {}
    }

    @Test
    void signalsOfASignalComeAfterThoseThatWait() {
        var dispatcher = bench.on(executor);
        dispatcher.execute(() -> {
            dispatcher.execute(() -> log.add("inner"));
            log.add("outer");
        });
        dispatcher.execute(() -> log.add("next"));
        executor.runAll();
        assertThat(log).containsExactly("outer", "next", "inner");
        assertThat(executor.submissions()).isEqualTo(1);
    }

    @Test
    void deliversNothingBeforeTheFirstTaskHasReturned() {
        var dispatcher = bench.on(executor);
        dispatcher.runFirst(() -> {
            dispatcher.enqueue(note("a"));
            executor.runAll();
            log.add("first");
        });
        executor.runAll();

        assertThat(log).containsExactly("first", "a");
    }

    @Test
    void deliversBehindAFirstTaskThatThrows() {
        var dispatcher = bench.on(executor);
        assertThatThrownBy(() -> dispatcher.runFirst(() -> {
                    dispatcher.enqueue(note("a"));
                    throw new IllegalStateException("first");
                }))
                .hasMessage("first");
        executor.runAll();

        assertThat(log).containsExactly("a");
    }

    @Test
    void submitsNothingBehindAFirstTaskThatLeavesNoSignal() {
        var dispatcher = bench.on(executor);
        dispatcher.runFirst(() -> log.add("first"));

        assertThat(log).containsExactly("first");
        assertThat(executor.submissions()).isZero();
    }

    @Test
    void refusesAFirstTaskWhereSignalsAreUnderWay() {
        var dispatcher = bench.on(executor);
        dispatcher.enqueue(note("a"));

        assertThatThrownBy(() -> dispatcher.runFirst(() -> log.add("first"))).isInstanceOf(IllegalStateException.class);
        executor.runAll();
        assertThat(log).containsExactly("a");
    }

    @Test
    void takesANewTaskOnceItsQueueWasEmpty() {
        var dispatcher = bench.on(executor);
        dispatcher.enqueue(note("a"));
        executor.runAll();
        dispatcher.enqueue(note("b"));
        assertThat(executor.pending()).isEqualTo(1);
        executor.runAll();
        assertThat(log).containsExactly("a", "b");
    }

    @Test
    void enqueuesTheSameTaskAgainFromItsOwnRun() {
        var dispatcher = bench.on(executor);
        dispatcher.enqueue(new RecurringTask() {
            @Override
            public void run() {
                log.add("again");
                if (log.size() < 3) {
                    dispatcher.enqueue(this);
                }
            }
        });
        executor.runAll();
        assertThat(log).containsExactly("again", "again", "again");
    }

    @Test
    void aBurstMakesOneSubmissionAtItsEnd() {
        var dispatcher = bench.on(executor);
        bench.loop.run(() -> {
            dispatcher.beginBurst();
            for (int i = 0; i < 100; i++) {
                dispatcher.enqueue(note("s" + i));
            }
            assertThat(executor.submissions()).isZero();
            dispatcher.endBurst();
            assertThat(executor.submissions()).isEqualTo(1);
        });
        executor.runAll();
        assertThat(log).containsExactlyElementsOf(names("s", 100));
    }

    /** A thread that came earlier would find nothing, and would be woken a second time. */
    @Test
    void aThreadOfTheClientIsWokenBehindAllThatABurstPublishes() {
        var dispatcher = bench.offloading();
        Bench.awaitIdle(dispatcher);
        bench.awaitNoneActive();
        var drains = bench.delays.size();
        var future = new DriverFuture<String>(dispatcher);
        var drainsMeanwhile = new AtomicInteger(-1);
        future.whenSettled((value, error) -> {
            LockSupport.parkNanos(2_000_000);
            drainsMeanwhile.set(bench.delays.size() - drains);
        });
        var told = new CountDownLatch(1);
        var unused = future.thenRun(told::countDown);
        bench.loop.run(() -> {
            dispatcher.beginBurst();
            future.succeed("value");
            dispatcher.endBurst();
        });
        Bench.await(told);
        assertThat(drainsMeanwhile).hasValue(0);
        assertThat(bench.delays).hasSize(drains + 1);
    }

    @Test
    void nestedBurstsEndWithTheOutermost() {
        var dispatcher = bench.on(executor);
        bench.loop.run(() -> {
            dispatcher.beginBurst();
            dispatcher.beginBurst();
            dispatcher.enqueue(note("a"));
            dispatcher.endBurst();
            assertThat(executor.submissions()).isZero();
            dispatcher.endBurst();
        });
        assertThat(executor.submissions()).isEqualTo(1);
    }

    @Test
    void anEmptyBurstSubmitsNothing() {
        var dispatcher = bench.on(executor);
        bench.loop.run(() -> {
            dispatcher.beginBurst();
            dispatcher.endBurst();
        });
        assertThat(executor.submissions()).isZero();
    }

    @Test
    void otherThreadsSubmitAtOnceDuringABurst() {
        var dispatcher = bench.on(executor);
        bench.loop.run(dispatcher::beginBurst);
        dispatcher.enqueue(note("from outside"));
        assertThat(executor.submissions()).isEqualTo(1);
        executor.runAll();
        assertThat(log).containsExactly("from outside");
        bench.loop.run(dispatcher::endBurst);
        assertThat(executor.submissions()).isEqualTo(1);
    }

    @Test
    void aBurstJoinsADrainThatIsUnderWay() {
        var dispatcher = bench.on(executor);
        dispatcher.execute(() -> bench.loop.run(() -> {
            dispatcher.beginBurst();
            dispatcher.enqueue(note("in burst"));
            dispatcher.endBurst();
        }));
        executor.runAll();
        assertThat(log).containsExactly("in burst");
        assertThat(executor.submissions()).isEqualTo(1);
    }

    @Test
    void aThrowingSignalIsReportedAndTheNextOneDelivered() {
        var dispatcher = bench.on(executor);
        var error = new IllegalStateException("thrown by a callback");
        dispatcher.execute(() -> {
            throw error;
        });
        dispatcher.enqueue(note("next"));
        executor.runAll();
        assertThat(log).containsExactly("next");
        assertThat(bench.dropped).containsExactly(error);
        assertThat(bench.offload.droppedErrors().count()).isEqualTo(1);
    }

    @Test
    void anInterruptLeftBehindDoesNotReachTheNextSignal() {
        var dispatcher = bench.on(executor);
        dispatcher.execute(() -> Thread.currentThread().interrupt());
        dispatcher.execute(
                () -> log.add("interrupted: " + Thread.currentThread().isInterrupted()));
        executor.runAll();
        assertThat(log).containsExactly("interrupted: false");
    }

    @Test
    void yieldsAfterManySignalsAndGoesOnInOrder() {
        var dispatcher = bench.on(executor);
        for (int i = 0; i < 3_000; i++) {
            dispatcher.enqueue(note("s" + i));
        }
        executor.runNext();
        assertThat(log).hasSize(1_024);
        assertThat(executor.pending()).isEqualTo(1);
        assertThat(executor.runAll()).isEqualTo(2);
        assertThat(log).containsExactlyElementsOf(names("s", 3_000));
    }

    @Test
    void goesOnHereWhenTheExecutorRefusesAtTheYield() {
        var dispatcher = bench.on(executor);
        for (int i = 0; i < 3_000; i++) {
            dispatcher.enqueue(note("s" + i));
        }
        executor.refuse();
        executor.runNext();
        assertThat(log).containsExactlyElementsOf(names("s", 3_000));
    }

    @Test
    void doesNotRecurseAtTheYieldOfAnExecutorThatRunsInPlace() {
        var dispatcher = bench.on(Runnable::run);
        var deepest = new ArrayList<Integer>();
        dispatcher.execute(() -> {
            for (int i = 0; i < 100_000; i++) {
                dispatcher.execute(() -> {
                    log.size();
                    if (deepest.size() < 3 || deepest.size() == 99_999) {
                        deepest.add(new Throwable().getStackTrace().length);
                    } else {
                        deepest.add(0);
                    }
                });
            }
        });
        assertThat(deepest).hasSize(100_000);
        assertThat(deepest.get(99_999)).isEqualTo(deepest.get(0));
    }

    @Test
    void aTaskThatTheExecutorRunsTwiceDeliversOnce() {
        var dispatcher = bench.on(executor);
        dispatcher.enqueue(note("a"));
        Runnable task = executor.take();
        task.run();
        task.run();
        dispatcher.enqueue(note("b"));
        assertThat(executor.pending()).isEqualTo(1);
        assertThat(log).containsExactly("a");
    }

    @Test
    void reserveSubmitsBeforeTheSignal() {
        var dispatcher = bench.on(executor);
        assertThat(dispatcher.reserve()).isTrue();
        assertThat(executor.submissions()).isEqualTo(1);
        dispatcher.enqueue(note("a"));
        assertThat(dispatcher.reserve()).isTrue();
        assertThat(executor.submissions()).isEqualTo(1);
        executor.runAll();
        assertThat(log).containsExactly("a");
    }

    @Test
    void aRefusalIsToldCountedAndDeliveredByTheFallbackThread() throws Exception {
        var dispatcher = bench.on(executor);
        executor.refuse();
        var delivered = new CountDownLatch(1);
        bench.loop.run(() -> assertThat(dispatcher.reserve()).isFalse());
        dispatcher.execute(() -> {
            log.add(Thread.currentThread().getName());
            delivered.countDown();
        });
        assertThat(delivered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(log.get(0)).startsWith("penstock-fallback-");
        assertThat(bench.rejections).isNotEmpty().allMatch(e -> e.getMessage().equals("refused by the test"));
    }

    @Test
    void reserveIsFalseAsLongAsTheFallbackThreadDelivers() throws Exception {
        var dispatcher = bench.on(executor);
        executor.refuse();
        var gate = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        dispatcher.execute(() -> {
            begun.countDown();
            awaitLatch(gate);
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        executor.accept();
        assertThat(dispatcher.reserve()).isFalse();
        var idle = new CountDownLatch(1);
        dispatcher.execute(idle::countDown);
        gate.countDown();
        assertThat(idle.await(10, TimeUnit.SECONDS)).isTrue();
        bench.fallback.execute(() -> log.add("fallback idle"));
        while (!dispatcher.reserve()) {
            Thread.onSpinWait();
        }
        assertThat(executor.pending()).isEqualTo(1);
    }

    @Test
    void deliversAfterTheClientWasClosed() throws Exception {
        var dispatcher = bench.offloading();
        bench.offload.close();
        var delivered = new CountDownLatch(1);
        assertThat(dispatcher.reserve()).isFalse();
        dispatcher.execute(delivered::countDown);
        assertThat(delivered.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anExecutorThatRunsInTheCallersThreadIsNotLetOnTheLoop() throws Exception {
        var busy = new CountDownLatch(1);
        var pool = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.SECONDS,
                new java.util.concurrent.SynchronousQueue<>(),
                new ThreadPoolExecutor.CallerRunsPolicy());
        pool.execute(() -> awaitLatch(busy));
        var dispatcher = bench.on(pool);
        var delivered = new CountDownLatch(1);
        bench.loop.run(() -> {
            assertThat(dispatcher.reserve()).isFalse();
            dispatcher.execute(() -> {
                log.add(Thread.currentThread().getName());
                delivered.countDown();
            });
        });
        assertThat(delivered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(log.get(0)).startsWith("penstock-fallback-");
        assertThat(bench.rejections).isNotEmpty();
        busy.countDown();
        pool.shutdown();
    }

    @Test
    void eventLoopStrategyDeliversInPlaceOnTheLoop() {
        var dispatcher = bench.onLoop();
        bench.loop.run(() -> {
            dispatcher.execute(() -> {
                dispatcher.execute(() -> log.add("nested"));
                log.add(Thread.currentThread().getName());
            });
            log.add("after");
        });
        assertThat(log).containsExactly(FakeLoop.NAME, "nested", "after");
    }

    @Test
    void eventLoopStrategyHopsFromOtherThreads() {
        var dispatcher = bench.onLoop();
        dispatcher.execute(() -> log.add(Thread.currentThread().getName()));
        bench.loop.run(() -> {});
        assertThat(log).containsExactly(FakeLoop.NAME);
    }

    @Test
    void eventLoopStrategyDeliversABurstAtItsEnd() {
        var dispatcher = bench.onLoop();
        bench.loop.run(() -> {
            dispatcher.beginBurst();
            dispatcher.enqueue(note("signal"));
            log.add("driver");
            dispatcher.endBurst();
        });
        assertThat(log).containsExactly("driver", "signal");
    }

    @Test
    void runsInlineOnlyInItsOwnSignals() {
        var dispatcher = bench.on(executor);
        dispatcher.executeOrRunInline(() -> log.add("enqueued"));
        assertThat(log).isEmpty();
        dispatcher.execute(() -> {
            dispatcher.executeOrRunInline(() -> log.add("inline"));
            log.add("after");
        });
        executor.runAll();
        assertThat(log).containsExactly("enqueued", "inline", "after");
    }

    @Test
    void inlineDepthIsBounded() {
        var dispatcher = bench.on(executor);
        var depths = new ArrayList<Integer>();
        dispatcher.execute(() -> recurse(dispatcher, depths, 500));
        executor.runAll();
        assertThat(depths).hasSize(501);
        assertThat(depths.stream().mapToInt(Integer::intValue).max().orElseThrow() - depths.get(0))
                .isLessThan(64 * 5);
    }

    private static void recurse(SerialDispatcher dispatcher, List<Integer> depths, int times) {
        depths.add(new Throwable().getStackTrace().length);
        if (times > 0) {
            dispatcher.executeOrRunInline(() -> recurse(dispatcher, depths, times - 1));
        }
    }

    private SerialTask note(String what) {
        return new SerialTask() {
            @Override
            public void run() {
                log.add(what);
            }
        };
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(15, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
