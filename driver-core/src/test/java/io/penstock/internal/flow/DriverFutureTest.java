package io.penstock.internal.flow;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.error.Outcome;
import io.penstock.error.PgRejectedException;
import io.penstock.testing.ManualExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DriverFutureTest {
    private final Bench bench = new Bench();
    private final ManualExecutor executor = new ManualExecutor();
    private final List<String> log = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        bench.close();
    }

    static Stream<Arguments> waysToCompleteIt() {
        return Stream.of(
                way("complete", f -> f.complete("x")),
                way("completeExceptionally", f -> f.completeExceptionally(new Exception())),
                way("cancel", f -> f.cancel(true)),
                way("obtrudeValue", f -> f.obtrudeValue("x")),
                way("obtrudeException", f -> f.obtrudeException(new Exception())),
                way("orTimeout", f -> f.orTimeout(1, SECONDS)),
                way("completeOnTimeout", f -> f.completeOnTimeout("x", 1, SECONDS)),
                way("completeAsync", f -> f.completeAsync(() -> "x")),
                way("completeAsync with executor", f -> f.completeAsync(() -> "x", Runnable::run)));
    }

    private static Arguments way(String name, Consumer<CompletableFuture<String>> way) {
        return Arguments.of(name, way);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysToCompleteIt")
    void usersCannotCompleteIt(String name, Consumer<CompletableFuture<String>> way) {
        var future = new DriverFuture<String>(bench.on(executor));
        for (var stage : List.of(future, future.thenApply(v -> v), future.minimalCompletionStage())) {
            assertThatThrownBy(() -> way.accept((CompletableFuture<String>) stage))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("toCompletableFuture()");
            assertThat((CompletableFuture<String>) stage).isNotDone();
        }
    }

    @Test
    void theFirstCompletionWins() {
        var future = new DriverFuture<String>(bench.on(executor));
        future.succeed("first");
        future.succeed("second");
        future.fail(new IllegalStateException());
        assertThat(future.join()).isEqualTo("first");
    }

    @Test
    void completingUnobservedAsksForNoThread() {
        var future = new DriverFuture<String>(bench.on(executor));
        assertThat(future.observed()).isFalse();
        bench.loop.run(() -> future.succeed("x"));
        assertThat(executor.submissions()).isZero();
        assertThat(future.join()).isEqualTo("x");
        assertThat(future.observed()).isFalse();
    }

    @Test
    void registeringMakesItObserved() {
        var dispatcher = bench.on(executor);
        var chained = new DriverFuture<String>(dispatcher);
        chained.thenRun(() -> {});
        var async = new DriverFuture<String>(dispatcher);
        async.thenRunAsync(() -> {}, Runnable::run);
        var copied = new DriverFuture<String>(dispatcher);
        copied.toCompletableFuture();
        var composed = new DriverFuture<String>(dispatcher);
        new DriverFuture<String>(dispatcher).thenCombine(composed, (a, b) -> a);
        assertThat(List.of(chained, async, copied, composed)).allMatch(DriverFuture::observed);
    }

    @Test
    void aThreadIsReservedBeforeTheResultIsVisible() {
        var doneAtSubmission = new ArrayList<Boolean>();
        var futures = new ArrayList<DriverFuture<String>>();
        var dispatcher = bench.on(task -> {
            doneAtSubmission.add(futures.get(0).isDone());
            executor.execute(task);
        });
        futures.add(new DriverFuture<>(dispatcher));
        futures.get(0).thenAccept(log::add);
        bench.loop.run(() -> futures.get(0).succeed("x"));
        assertThat(doneAtSubmission).containsExactly(false);
        executor.runAll();
        assertThat(log).containsExactly("x");
    }

    @Test
    void aRefusedResultFailsTypedAndIsDeliveredByTheFallbackThread() throws Exception {
        var future = new DriverFuture<String>(bench.on(executor));
        executor.refuse();
        var delivered = new CountDownLatch(1);
        var threads = new CopyOnWriteArrayList<String>();
        var end = future.handle((value, error) -> {
            threads.add(Thread.currentThread().getName());
            delivered.countDown();
            return error;
        });
        bench.loop.run(() -> future.succeed("x"));
        Bench.await(delivered);
        assertThat(threads).singleElement().asString().startsWith("penstock-fallback-");
        assertThat(end.get(10, SECONDS)).isInstanceOfSatisfying(PgRejectedException.class, error -> {
            assertThat(error.sqlState()).isEqualTo("53000");
            assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(error).hasCauseInstanceOf(RejectedExecutionException.class);
        });
        assertThat(bench.rejections).isNotEmpty();
    }

    @Test
    void aRefusedFailureStaysWhatItIs() {
        var future = new DriverFuture<String>(bench.on(executor));
        executor.refuse();
        var failure = new IllegalStateException("of the server");
        var delivered = new CountDownLatch(1);
        future.whenComplete((value, error) -> {
            log.add(String.valueOf(error));
            delivered.countDown();
        });
        bench.loop.run(() -> future.fail(failure));
        Bench.await(delivered);
        assertThat(log).containsExactly(failure.toString());
    }

    @Test
    void anUnobservedResultNeedsNoExecutor() {
        var future = new DriverFuture<String>(bench.on(executor));
        executor.refuse();
        bench.loop.run(() -> future.succeed("x"));
        assertThat(future.join()).isEqualTo("x");
        var late = new CountDownLatch(1);
        future.thenRun(late::countDown);
        Bench.await(late);
    }

    @Test
    void aBurstOfResultsMakesOneSubmissionAndKeepsTheirOrder() {
        var dispatcher = bench.on(executor);
        var futures = new ArrayList<DriverFuture<String>>();
        for (int i = 0; i < 50; i++) {
            var future = new DriverFuture<String>(dispatcher);
            future.thenAccept(log::add);
            futures.add(future);
        }
        bench.loop.run(() -> {
            dispatcher.beginBurst();
            for (int i = 0; i < 50; i++) {
                futures.get(i).succeed("r" + i);
            }
            assertThat(executor.submissions()).isZero();
            dispatcher.endBurst();
        });
        assertThat(executor.submissions()).isEqualTo(1);
        assertThat(executor.runAll()).isEqualTo(1);
        assertThat(log).hasSize(50).startsWith("r0", "r1").endsWith("r49");
    }

    @Test
    void resultsOfABurstBecomeVisibleInOrder() {
        var dispatcher = bench.on(executor);
        var observed = new DriverFuture<String>(dispatcher);
        observed.thenAccept(log::add);
        var unobserved = new DriverFuture<String>(dispatcher);
        bench.loop.run(() -> {
            dispatcher.beginBurst();
            observed.succeed("first");
            unobserved.succeed("second");
            assertThat(unobserved).isNotDone();
            dispatcher.endBurst();
            assertThat(observed).isDone();
            assertThat(unobserved).isDone();
        });
    }

    @Test
    void aRefusedBurstFailsTheObservedOnly() {
        var dispatcher = bench.on(executor);
        var observed = new DriverFuture<String>(dispatcher);
        var seen = observed.handle((value, error) -> error);
        var unobserved = new DriverFuture<String>(dispatcher);
        executor.refuse();
        bench.loop.run(() -> {
            dispatcher.beginBurst();
            observed.succeed("first");
            unobserved.succeed("second");
            dispatcher.endBurst();
        });
        assertThat(seen.join()).isInstanceOf(PgRejectedException.class);
        assertThat(unobserved.join()).isEqualTo("second");
    }

    @Test
    void aChainCostsOneTaskAndKeepsItsOrder() {
        var future = new DriverFuture<Integer>(bench.on(executor));
        CompletableFuture<Integer> end = future;
        for (int i = 0; i < 1_000; i++) {
            end = end.thenApply(n -> n + 1);
        }
        bench.loop.run(() -> future.succeed(0));
        assertThat(executor.runAll()).isEqualTo(1);
        assertThat(end.join()).isEqualTo(1_000);
    }

    @Test
    void waitersAreReleasedByTheLoopEvenIfNoSignalCanBeDelivered() throws Exception {
        var future = new DriverFuture<String>(bench.on(executor));
        future.thenAccept(log::add);
        var copy = future.toCompletableFuture();
        var joined = new CompletableFuture<String>();
        var joinedCopy = new CompletableFuture<String>();
        new Thread(() -> joined.complete(future.join())).start();
        new Thread(() -> joinedCopy.complete(copy.join())).start();
        bench.loop.run(() -> future.succeed("x"));
        assertThat(joined.get(10, SECONDS)).isEqualTo("x");
        assertThat(joinedCopy.get(10, SECONDS)).isEqualTo("x");
        assertThat(log).isEmpty();
    }

    @Test
    void waitingOnALoopIsRefusedAndNotWaitingIsNot() {
        var dispatcher = bench.on(executor);
        var pending = new DriverFuture<String>(dispatcher);
        var done = new DriverFuture<String>(dispatcher);
        done.succeed("x");
        bench.loop.run(() -> {
            for (var stage : List.of(pending, pending.thenApply(v -> v), pending.toCompletableFuture())) {
                assertRefused(stage::join);
                assertRefused(stage::get);
                assertRefused(() -> stage.get(1, SECONDS));
            }
            assertThat(done.join()).isEqualTo("x");
        });
    }

    private static void assertRefused(ThrowingRunnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("fake-loop")
                .hasMessageContaining("eventLoop()");
    }

    @Test
    void getTimesOutAndIsInterruptible() {
        var future = new DriverFuture<String>(bench.on(executor));
        assertThatThrownBy(() -> future.get(1, java.util.concurrent.TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(future::get).isInstanceOf(InterruptedException.class);
    }

    @Test
    void failuresComeOutOfJoinAndGetAsTheJdkWrapsThem() {
        var future = new DriverFuture<String>(bench.on(executor));
        var failure = new IllegalStateException("server");
        future.fail(failure);
        for (var stage : List.of(future, future.toCompletableFuture())) {
            assertThatThrownBy(stage::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCause(failure);
            assertThatThrownBy(stage::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(failure);
        }
    }

    @Test
    void composingWithAnotherDriverFutureNeedsNoSignalOfItsDispatcher() {
        var mine = bench.on(executor);
        var otherExecutor = new ManualExecutor();
        var inner = new DriverFuture<String>(bench.on(otherExecutor));
        var outer = new DriverFuture<String>(mine);
        outer.thenCompose(v -> inner).thenAccept(log::add);
        outer.succeed("go");
        executor.runAll();
        bench.loop.run(() -> inner.succeed("inner"));
        executor.runAll();
        assertThat(log).containsExactly("inner");
    }

    @Test
    void aUsersExecutorThatRefusesFailsItsDependent() {
        var future = new DriverFuture<String>(bench.on(executor));
        var dependent = future.thenApplyAsync(v -> v, task -> {
            throw new RejectedExecutionException("full");
        });
        future.succeed("x");
        executor.runAll();
        assertThatThrownBy(() -> dependent.get(10, SECONDS)).hasRootCauseMessage("full");
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }
}
