package io.penstock.internal.flow;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.testing.FakeLoop;
import io.penstock.testing.ManualExecutor;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FutureCopyTest {
    private final Bench bench = new Bench();
    private final ManualExecutor executor = new ManualExecutor();
    private final SerialDispatcher dispatcher = bench.on(executor);
    private final AtomicInteger cancels = new AtomicInteger();
    private final DriverFuture<String> source = DriverFuture.of(cancels::incrementAndGet, dispatcher);

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void followsItsSource() {
        var copy = source.toCompletableFuture();
        bench.loop.run(() -> source.succeed("x"));
        executor.runAll();
        assertThat(copy).isCompletedWithValue("x");
    }

    @Test
    void ofADoneSourceIsDoneAtOnce() {
        source.succeed("x");
        assertThat(source.toCompletableFuture()).isCompletedWithValue("x");
        assertThat(executor.submissions()).isZero();
    }

    @Test
    void completesWithoutEffectOnTheSource() {
        var copy = source.toCompletableFuture();
        assertThat(copy.complete("mine")).isTrue();
        source.succeed("theirs");
        executor.runAll();
        assertThat(copy.join()).isEqualTo("mine");
        assertThat(source.join()).isEqualTo("theirs");
    }

    @Test
    void isNotCompletedByTheUserOnceTheSourceIsDone() {
        var copy = source.toCompletableFuture();
        source.succeed("theirs");
        // The dispatcher has not run yet: the copy looks open, but is decided.
        assertThat(copy.complete("mine")).isFalse();
        assertThat(copy.completeExceptionally(new Exception())).isFalse();
        assertThat(copy.cancel(true)).isFalse();
        assertThat(copy).isCompletedWithValue("theirs");
        assertThat(cancels).hasValue(0);
    }

    @Test
    void copiesAreIndependent() {
        var one = source.toCompletableFuture();
        var two = source.toCompletableFuture();
        one.cancel(false);
        source.succeed("x");
        executor.runAll();
        assertThat(one).isCancelled();
        assertThat(two).isCompletedWithValue("x");
    }

    @Test
    void cancelTrueCancelsTheOperationOnce() {
        var copy = source.toCompletableFuture();
        assertThat(copy.cancel(true)).isTrue();
        assertThat(copy.cancel(true)).isTrue();
        assertThat(copy).isCancelled();
        assertThat(cancels).hasValue(1);
        assertThatThrownBy(copy::join).isInstanceOf(CancellationException.class);
        assertThat(source).isNotDone();
    }

    @Test
    void cancelFalseOnlyStopsWaiting() {
        assertThat(source.toCompletableFuture().cancel(false)).isTrue();
        assertThat(cancels).hasValue(0);
    }

    @Test
    void cancellingADerivedStageCancelsTheOperation() {
        assertThat(source.thenApply(v -> v).toCompletableFuture().cancel(true)).isTrue();
        assertThat(source.toCompletableFuture().thenApply(v -> v).cancel(true)).isTrue();
        assertThat(cancels).hasValue(2);
    }

    @Test
    void aCancelHookThatThrowsIsReported() {
        var failure = new IllegalStateException("hook");
        var future = DriverFuture.<String>of(
                () -> {
                    throw failure;
                },
                dispatcher);
        assertThat(future.toCompletableFuture().cancel(true)).isTrue();
        assertThat(bench.dropped).containsExactly(failure);
    }

    @Test
    void timesOutOnDemand() {
        var copy = source.toCompletableFuture().orTimeout(5, MILLISECONDS);
        assertThatThrownBy(copy::join).hasCauseInstanceOf(TimeoutException.class);
        var other = source.toCompletableFuture().completeOnTimeout("late", 5, MILLISECONDS);
        assertThat(other.join()).isEqualTo("late");
    }

    @Test
    void completesAsyncAndByForce() throws Exception {
        var copy = source.toCompletableFuture();
        copy.completeAsync(() -> "supplied", Runnable::run);
        assertThat(copy.join()).isEqualTo("supplied");
        copy.obtrudeValue("forced");
        assertThat(copy.join()).isEqualTo("forced");
        var failing = source.toCompletableFuture();
        failing.completeAsync(
                () -> {
                    throw new IllegalStateException("supplier");
                },
                Runnable::run);
        assertThatThrownBy(failing::join).hasRootCauseMessage("supplier");
        failing.obtrudeException(new IllegalStateException("forced"));
        assertThatThrownBy(() -> failing.get(1, SECONDS)).hasRootCauseMessage("forced");
        assertThat(source.toCompletableFuture()
                        .completeAsync(() -> "default")
                        .copy()
                        .getNumberOfDependents())
                .isZero();
    }

    @Test
    void aStageDerivedFromACopyIsTheUsersToo() {
        var derived = source.toCompletableFuture().thenApply(v -> v);
        assertThat(derived.complete("mine")).isTrue();
        assertThat(derived.join()).isEqualTo("mine");
    }

    /** Ways by which the JDK hangs its own relays, and behind them the user's functions, on a stage. */
    enum Bridge {
        ALL_OF(stage -> CompletableFuture.allOf(stage)),
        ANY_OF(stage -> CompletableFuture.anyOf(stage)),
        COMPOSED(stage -> CompletableFuture.completedFuture("go").thenCompose(v -> stage)),
        COMBINED(stage -> CompletableFuture.completedFuture("go").thenCombine(stage, (a, b) -> b)),
        EITHER(stage -> new CompletableFuture<String>().applyToEither(stage, UnaryOperator.identity()));

        private final Function<CompletableFuture<String>, CompletableFuture<?>> of;

        Bridge(Function<CompletableFuture<String>, CompletableFuture<?>> of) {
            this.of = of;
        }
    }

    @ParameterizedTest
    @EnumSource
    void functionsBehindTheJdksRelaysDoNotRunOnTheLoop(Bridge bridge) {
        var threads = new CopyOnWriteArrayList<Thread>();
        bridge.of.apply(source.toCompletableFuture()).thenRun(() -> threads.add(Thread.currentThread()));
        bench.loop.run(() -> source.succeed("x"));
        assertThat(threads).isEmpty();
        executor.runAll();
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void plainFuturesComposeWithTheStageItselfOffTheLoop() {
        var threads = new CopyOnWriteArrayList<String>();
        var plain = CompletableFuture.completedFuture("go");
        plain.thenCompose(v -> source)
                .thenCombine(source, (a, b) -> a + b)
                .thenRun(() -> threads.add(Thread.currentThread().getName()));
        bench.loop.run(() -> source.succeed("x"));
        executor.runAll();
        assertThat(threads).hasSize(1).doesNotContain(FakeLoop.NAME);
    }

    @Test
    void allOfThenJoinWorksInsideAContinuation() {
        var results = new CopyOnWriteArrayList<String>();
        var other = new DriverFuture<String>(dispatcher);
        var copies = List.of(source.toCompletableFuture(), other.toCompletableFuture());
        CompletableFuture.allOf(copies.toArray(CompletableFuture[]::new))
                .thenRun(() -> copies.forEach(copy -> results.add(copy.join())));
        bench.loop.run(() -> {
            source.succeed("a");
            other.succeed("b");
        });
        executor.runAll();
        assertThat(results).containsExactly("a", "b");
    }

    @Test
    void aWaiterIsReleasedByTheUsersOwnCompletion() throws Exception {
        var copy = source.toCompletableFuture();
        var joined = new CompletableFuture<String>();
        new Thread(() -> joined.complete(copy.join())).start();
        copy.complete("mine");
        assertThat(joined.get(10, SECONDS)).isEqualTo("mine");
    }
}
