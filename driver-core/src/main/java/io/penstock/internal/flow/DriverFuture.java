package io.penstock.internal.flow;

import io.penstock.error.Outcome;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.observe.CallContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stage a user gets for an operation. Only the driver completes it; dependents run through the dispatcher, never on
 * the loop, whether they come before or after completion.
 *
 * <p>Completing it unparks those who wait in {@code join} directly. An executor is asked for a thread only if somebody
 * has registered a dependent or taken a copy ({@link #observed}), and is asked before the result becomes visible: if it
 * refuses, the operation fails with a {@link PgRejectedException}, delivered by the fallback thread.
 *
 * <p>What a subclass adds to it, an operation that is under way, lives as long as its user holds the stage.
 *
 * <p>A user who wants to complete, time out or cancel takes {@link #toCompletableFuture()}.
 */
public class DriverFuture<T extends @Nullable Object> extends OffloadedStage<T> {
    private static final Object NO_VALUE = new Object();

    private final boolean derived;

    /** Plain: a hint. A dependent registered in the moment of completion hops all the same. */
    private boolean observed;

    /** Confined to the loop: what it will be completed with at the end of the burst; null where that is not known. */
    private @Nullable Object held;

    /** An operation that cannot be cancelled; of a subclass that is an {@link Origin}, that one. */
    public DriverFuture(SerialDispatcher dispatcher) {
        this(dispatcher, null);
    }

    /**
     * @param origin the operation, which is cancelled where the user calls {@code cancel(true)} on a copy
     */
    public DriverFuture(SerialDispatcher dispatcher, @Nullable Origin origin) {
        super(dispatcher, origin, dispatcher.context());
        this.derived = false;
    }

    private DriverFuture(OffloadedStage<?> source) {
        super(source.dispatcher, source.origin, source.context);
        this.derived = true;
    }

    /** What was bound to the thread that made this; for signals that go with it. Null where nothing is carried. */
    public final @Nullable CallContext context() {
        return context;
    }

    /** What delivers to its dependents. */
    public final SerialDispatcher dispatcher() {
        return dispatcher;
    }

    /** Driver: the operation's result. The first of all calls wins; in a burst, visible at its end. */
    public final void succeed(T value) {
        dispatcher.complete(this, value, null);
    }

    /** Driver: the operation's failure. */
    @SuppressWarnings("NullAway") // the value of a failed future is not looked at
    public final void fail(Throwable error) {
        dispatcher.complete(this, null, error);
    }

    /** Whether a dependent was ever registered on this or a copy was taken. */
    public final boolean observed() {
        return observed;
    }

    /** Loop: keeps its completion for {@link #publishHeld}. False when there is one already, which counts. */
    boolean hold(T value, @Nullable Throwable error) {
        if (held != null) {
            return false;
        }
        held = error != null ? new Failure(error) : value != null ? value : NO_VALUE;
        return true;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // it is what was held; the value of a failed future is not looked at
    void publishHeld(@Nullable Throwable refusal) {
        var completion = held;
        held = null;
        if (completion instanceof Failure failure) {
            publish(null, failure.error(), null);
        } else {
            publish(completion == NO_VALUE ? null : (T) completion, null, observed ? refusal : null);
        }
    }

    private record Failure(Throwable error) {}

    void publish(T value, @Nullable Throwable error, @Nullable Throwable refusal) {
        if (error != null) {
            settleExceptionally(error);
        } else if (refusal != null) {
            settleExceptionally(refused(refusal));
        } else {
            settle(value);
        }
    }

    private static PgRejectedException refused(Throwable refusal) {
        return new PgRejectedException(
                "the operation has ended on the server, but the executor for continuations refused its result: "
                        + refusal,
                SqlState.INSUFFICIENT_RESOURCES,
                Outcome.UNKNOWN,
                refusal);
    }

    @Override
    void markObserved() {
        observed = true;
    }

    @Override
    boolean needsDispatcher() {
        return derived;
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new DriverFuture<>(this);
    }

    /**
     * A copy that the user may complete, time out or cancel, without effect on this stage. {@code cancel(true)} of the
     * copy also cancels the operation on the server; {@code cancel(false)} only stops waiting for it.
     */
    @Override
    public CompletableFuture<T> toCompletableFuture() {
        markObserved();
        return new FutureCopy<>(this);
    }

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
