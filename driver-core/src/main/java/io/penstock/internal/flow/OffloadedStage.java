package io.penstock.internal.flow;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stage whose dependents never run on the thread that completes it, nor on the one that registers them, but through a
 * {@link SerialDispatcher}. All stages derived from it are the same.
 *
 * <p>How: each method without {@code Async} registers with the JDK's {@code Async} twin and an executor that hands over
 * to the dispatcher; or, when a signal of that dispatcher completes the stage, runs in place, which is what makes a
 * chain of stages cost one hop. Each {@code Async} method with an executor goes through the dispatcher too, because
 * that executor's {@code execute} is user code ({@link ExecutorHop}).
 *
 * <p>Waiting is not a dependent: {@code join} and {@code get} are unparked by the completing thread directly. They
 * refuse to wait on an event loop, and do not deadlock in a signal of the dispatcher that the stage itself needs: the
 * waiting thread delivers the other signals meanwhile, as there is no other thread that could without overlapping it.
 */
abstract class OffloadedStage<T extends @Nullable Object> extends CompletableFuture<T> {

    /** Of its dependents; that of the stage that this one is derived from. */
    abstract Delivery delivery();

    /** What delivers to its dependents. */
    public final SerialDispatcher dispatcher() {
        return delivery().dispatcher();
    }

    /** The operation on the server; null where there is none that could be cancelled. */
    abstract @Nullable Origin origin();

    /** Whether it may take a signal of the dispatcher to complete this, as for any stage with a function. */
    abstract boolean needsDispatcher();

    /** Called before a dependent is registered. */
    void markObserved() {}

    /**
     * Registers the driver's own reaction: it runs on the completing thread, so it must be short and call no user
     * code.
     */
    final void whenSettled(BiConsumer<? super T, ? super @Nullable Throwable> reaction) {
        var unused = super.whenComplete(reaction);
    }

    /** Completes exceptionally whatever the subclass lets users do. */
    final boolean settleExceptionally(Throwable error) {
        return super.completeExceptionally(error);
    }

    final boolean settle(T value) {
        return super.complete(value);
    }

    @Override
    public final Executor defaultExecutor() {
        return dispatcher().asyncExecutor();
    }

    // Waiting

    @Override
    public final T join() {
        if (!isDone()) {
            try {
                await(Deadline.never(), false);
            } catch (InterruptedException e) {
                throw new AssertionError("BUG: join was interrupted", e);
            }
        }
        return super.join();
    }

    @Override
    public final T get() throws InterruptedException, ExecutionException {
        if (!isDone()) {
            await(Deadline.never(), true);
        }
        return super.get();
    }

    @Override
    public final T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (isDone()) {
            return super.get();
        }
        var deadline = Deadline.after(Duration.ofNanos(unit.toNanos(timeout)), System::nanoTime);
        await(deadline, true);
        return super.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Refuses to wait on a loop, and helps where waiting alone would be for ever; then the JDK waits, if still needed.
     */
    private void await(Deadline deadline, boolean interruptible) throws InterruptedException {
        BlockingGuard.check();
        var dispatcher = dispatcher();
        if (needsDispatcher() && dispatcher.isDraining()) {
            Thread me = Thread.currentThread();
            whenSettled((value, error) -> LockSupport.unpark(me));
            dispatcher.helpUntil(this, deadline, interruptible);
        } else {
            awaitSource(deadline, interruptible);
        }
    }

    /** Waits for what will complete this, if that may be much earlier; returns early at the deadline. */
    void awaitSource(Deadline deadline, boolean interruptible) throws InterruptedException {}

    // Registration. The three of a kind stand together, in the order of CompletionStage.

    /**
     * For a dependent of this stage. Registering on a complete stage enqueues even in a signal, so that nothing of the
     * user's runs in the middle of his call.
     */
    private Executor hop() {
        markObserved();
        var dispatcher = dispatcher();
        return carrying(isDone() ? dispatcher : dispatcher.continuations());
    }

    /** For a dependent that another stage may set off during its registration. */
    private Executor queued() {
        markObserved();
        return carrying(dispatcher());
    }

    private Executor carrying(Executor plain) {
        var carried = delivery().context();
        return carried == null ? plain : task -> plain.execute(() -> carried.run(task));
    }

    private ExecutorHop via(Executor executor) {
        markObserved();
        return new ExecutorHop(delivery(), executor);
    }

    private static <T extends @Nullable Object, U extends @Nullable Object>
            Function<T, @Nullable CompletionStage<U>> composed(Function<T, ? extends CompletionStage<U>> fn) {
        return fn.andThen(OffloadedStage::direct);
    }

    /**
     * Another stage as the JDK sees it when it feeds one of ours. A driver future is followed directly, not through the
     * copy that {@code toCompletableFuture} makes: only our own stage reacts, which hops by itself.
     */
    private static <U extends @Nullable Object> @Nullable CompletionStage<U> direct(
            @Nullable CompletionStage<U> other) {
        if (!(other instanceof DriverStage<U> stage)) {
            return other;
        }
        stage.markObserved();
        var relay = new CompletableFuture<U>();
        stage.whenSettled((value, error) -> {
            if (error == null) {
                relay.complete(value);
            } else {
                relay.completeExceptionally(error);
            }
        });
        return relay;
    }

    @Override
    public final <U extends @Nullable Object> CompletableFuture<U> thenApply(Function<? super T, ? extends U> fn) {
        return super.thenApplyAsync(fn, hop());
    }

    @Override
    public final <U extends @Nullable Object> CompletableFuture<U> thenApplyAsync(Function<? super T, ? extends U> fn) {
        return thenApplyAsync(fn, defaultExecutor());
    }

    @Override
    public final <U extends @Nullable Object> CompletableFuture<U> thenApplyAsync(
            Function<? super T, ? extends U> fn, Executor executor) {
        var hop = via(executor);
        return hop.bind(super.thenApplyAsync(fn, hop));
    }

    @Override
    public final CompletableFuture<Void> thenAccept(Consumer<? super T> action) {
        return super.thenAcceptAsync(action, hop());
    }

    @Override
    public final CompletableFuture<Void> thenAcceptAsync(Consumer<? super T> action) {
        return thenAcceptAsync(action, defaultExecutor());
    }

    @Override
    public final CompletableFuture<Void> thenAcceptAsync(Consumer<? super T> action, Executor executor) {
        var hop = via(executor);
        return hop.bind(super.thenAcceptAsync(action, hop));
    }

    @Override
    public final CompletableFuture<Void> thenRun(Runnable action) {
        return super.thenRunAsync(action, hop());
    }

    @Override
    public final CompletableFuture<Void> thenRunAsync(Runnable action) {
        return thenRunAsync(action, defaultExecutor());
    }

    @Override
    public final CompletableFuture<Void> thenRunAsync(Runnable action, Executor executor) {
        var hop = via(executor);
        return hop.bind(super.thenRunAsync(action, hop));
    }

    @Override
    public final <U extends @Nullable Object, V extends @Nullable Object> CompletableFuture<V> thenCombine(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> fn) {
        return super.thenCombineAsync(direct(other), fn, hop());
    }

    @Override
    public final <U extends @Nullable Object, V extends @Nullable Object> CompletableFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> fn) {
        return thenCombineAsync(other, fn, defaultExecutor());
    }

    @Override
    public final <U extends @Nullable Object, V extends @Nullable Object> CompletableFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> fn, Executor executor) {
        var hop = via(executor);
        return hop.bind(super.thenCombineAsync(direct(other), fn, hop));
    }

    @Override
    public final <U extends @Nullable Object> CompletableFuture<Void> thenAcceptBoth(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return super.thenAcceptBothAsync(direct(other), action, hop());
    }

    @Override
    public final <U extends @Nullable Object> CompletableFuture<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return thenAcceptBothAsync(other, action, defaultExecutor());
    }

    @Override
    public final <U extends @Nullable Object> CompletableFuture<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action, Executor executor) {
        var hop = via(executor);
        return hop.bind(super.thenAcceptBothAsync(direct(other), action, hop));
    }

    @Override
    public final CompletableFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
        return super.runAfterBothAsync(direct(other), action, hop());
    }

    @Override
    public final CompletableFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
        return runAfterBothAsync(other, action, defaultExecutor());
    }

    @Override
    public final CompletableFuture<Void> runAfterBothAsync(
            CompletionStage<?> other, Runnable action, Executor executor) {
        var hop = via(executor);
        return hop.bind(super.runAfterBothAsync(direct(other), action, hop));
    }

    @Override
    public final <U extends @Nullable Object> CompletableFuture<U> applyToEither(
            CompletionStage<? extends T> other, Function<? super T, U> fn) {
        return super.applyToEitherAsync(direct(other), fn, queued());
    }

    @Override
    public final <U extends @Nullable Object> CompletableFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> fn) {
        return applyToEitherAsync(other, fn, defaultExecutor());
    }

    @Override
    public final <U extends @Nullable Object> CompletableFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> fn, Executor executor) {
        var hop = via(executor);
        return hop.bind(super.applyToEitherAsync(direct(other), fn, hop));
    }

    @Override
    public final CompletableFuture<Void> acceptEither(CompletionStage<? extends T> other, Consumer<? super T> action) {
        return super.acceptEitherAsync(direct(other), action, queued());
    }

    @Override
    public final CompletableFuture<Void> acceptEitherAsync(
            CompletionStage<? extends T> other, Consumer<? super T> action) {
        return acceptEitherAsync(other, action, defaultExecutor());
    }

    @Override
    public final CompletableFuture<Void> acceptEitherAsync(
            CompletionStage<? extends T> other, Consumer<? super T> action, Executor executor) {
        var hop = via(executor);
        return hop.bind(super.acceptEitherAsync(direct(other), action, hop));
    }

    @Override
    public final CompletableFuture<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
        return super.runAfterEitherAsync(direct(other), action, queued());
    }

    @Override
    public final CompletableFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
        return runAfterEitherAsync(other, action, defaultExecutor());
    }

    @Override
    public final CompletableFuture<Void> runAfterEitherAsync(
            CompletionStage<?> other, Runnable action, Executor executor) {
        var hop = via(executor);
        return hop.bind(super.runAfterEitherAsync(direct(other), action, hop));
    }

    @Override
    public final <U extends @Nullable Object> CompletableFuture<U> thenCompose(
            Function<? super T, ? extends CompletionStage<U>> fn) {
        return super.thenComposeAsync(composed(fn), hop());
    }

    @Override
    public final <U extends @Nullable Object> CompletableFuture<U> thenComposeAsync(
            Function<? super T, ? extends CompletionStage<U>> fn) {
        return thenComposeAsync(fn, defaultExecutor());
    }

    @Override
    public final <U extends @Nullable Object> CompletableFuture<U> thenComposeAsync(
            Function<? super T, ? extends CompletionStage<U>> fn, Executor executor) {
        var hop = via(executor);
        return hop.bind(super.thenComposeAsync(composed(fn), hop));
    }

    @Override
    public final CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
        return super.whenCompleteAsync(action, hop());
    }

    @Override
    public final CompletableFuture<T> whenCompleteAsync(BiConsumer<? super T, ? super Throwable> action) {
        return whenCompleteAsync(action, defaultExecutor());
    }

    @Override
    public final CompletableFuture<T> whenCompleteAsync(
            BiConsumer<? super T, ? super Throwable> action, Executor executor) {
        var hop = via(executor);
        return hop.bind(super.whenCompleteAsync(action, hop));
    }

    @Override
    public final <U extends @Nullable Object> CompletableFuture<U> handle(
            BiFunction<? super T, Throwable, ? extends U> fn) {
        return super.handleAsync(fn, hop());
    }

    @Override
    public final <U extends @Nullable Object> CompletableFuture<U> handleAsync(
            BiFunction<? super T, Throwable, ? extends U> fn) {
        return handleAsync(fn, defaultExecutor());
    }

    @Override
    public final <U extends @Nullable Object> CompletableFuture<U> handleAsync(
            BiFunction<? super T, Throwable, ? extends U> fn, Executor executor) {
        var hop = via(executor);
        return hop.bind(super.handleAsync(fn, hop));
    }

    @Override
    public final CompletableFuture<T> exceptionally(Function<Throwable, ? extends T> fn) {
        return super.exceptionallyAsync(fn, hop());
    }

    @Override
    public final CompletableFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> fn) {
        return exceptionallyAsync(fn, defaultExecutor());
    }

    @Override
    public final CompletableFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> fn, Executor executor) {
        var hop = via(executor);
        return hop.bind(super.exceptionallyAsync(fn, hop));
    }

    @Override
    public final CompletableFuture<T> exceptionallyCompose(Function<Throwable, ? extends CompletionStage<T>> fn) {
        return super.exceptionallyComposeAsync(composed(fn), hop());
    }

    @Override
    public final CompletableFuture<T> exceptionallyComposeAsync(Function<Throwable, ? extends CompletionStage<T>> fn) {
        return exceptionallyComposeAsync(fn, defaultExecutor());
    }

    @Override
    public final CompletableFuture<T> exceptionallyComposeAsync(
            Function<Throwable, ? extends CompletionStage<T>> fn, Executor executor) {
        var hop = via(executor);
        return hop.bind(super.exceptionallyComposeAsync(composed(fn), hop));
    }
}
