package io.penstock.internal.flow;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stage that only the driver completes: an operation's, or one derived from it.
 *
 * <p>A user who wants to complete, time out or cancel takes {@link #toCompletableFuture()}.
 */
public abstract class DriverStage<T extends @Nullable Object> extends OffloadedStage<T> {

    /** The operation's own stage, that this one is derived from or is itself. */
    abstract DriverFuture<?> root();

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new DerivedStage<>(root());
    }

    /**
     * A copy that the user may complete, time out or cancel, without effect on this stage. {@code cancel(true)} of the
     * copy also cancels the operation on the server; {@code cancel(false)} only stops waiting for it.
     */
    @Override
    public CompletableFuture<T> toCompletableFuture() {
        markCopied();
        return new FutureCopy<>(this);
    }

    /** Called before a copy is made. */
    void markCopied() {
        markObserved();
    }

    /** A thread waits in a copy. */
    void markWaited() {}

    @Override
    public CompletableFuture<T> copy() {
        return toCompletableFuture();
    }

    @Override
    public CompletionStage<T> minimalCompletionStage() {
        markObserved();
        return super.copy();
    }

    // Only the driver completes it.

    @Override
    public boolean complete(T value) {
        throw notByUsers("complete");
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        throw notByUsers("completeExceptionally");
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        throw notByUsers("cancel");
    }

    @Override
    public void obtrudeValue(T value) {
        throw notByUsers("obtrudeValue");
    }

    @Override
    public void obtrudeException(Throwable error) {
        throw notByUsers("obtrudeException");
    }

    @Override
    public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
        throw notByUsers("orTimeout");
    }

    @Override
    public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
        throw notByUsers("completeOnTimeout");
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
        throw notByUsers("completeAsync");
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        throw notByUsers("completeAsync");
    }

    private static UnsupportedOperationException notByUsers(String method) {
        return new UnsupportedOperationException(method
                + ": this stage is completed by the driver only; call toCompletableFuture() for a copy of your own");
    }
}
