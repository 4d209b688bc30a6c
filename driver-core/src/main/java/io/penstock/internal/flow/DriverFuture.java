package io.penstock.internal.flow;

import io.penstock.error.Outcome;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.observe.CallContext;
import org.jspecify.annotations.Nullable;

/**
 * The stage a user gets for an operation. Only the driver completes it; dependents run through the dispatcher, never on
 * the loop, whether they come before or after completion.
 *
 * <p>Completing it unparks those who wait in {@code join} directly. An executor is asked for a thread only if somebody
 * has registered a dependent or taken a copy without waiting in it ({@link #observed}), and is asked before the result becomes visible: if it
 * refuses, the operation fails with a {@link PgRejectedException}, delivered by the fallback thread.
 *
 * <p>What a subclass adds to it, an operation that is under way, lives as long as its user holds the stage.
 */
public class DriverFuture<T extends @Nullable Object> extends DriverStage<T> implements Signal {

    private static final Runnable DELIVERED = () -> {};

    private final Delivery delivery;

    /** Plain, as the two behind it: a hint. A dependent registered in the moment of completion hops all the same. */
    private boolean observed;

    /** Once; a second copy is one more observer. */
    private boolean copied;

    /** A thread waits in the copy: it needs no other. */
    private boolean waited;

    /** The function that is delivered as this; once it is, it lends itself to no other. */
    private @Nullable Runnable lentTo;

    private @Nullable Signal linked;

    /** An operation that cannot be cancelled; of a subclass that is an {@link Origin}, that one. */
    public DriverFuture(SerialDispatcher dispatcher) {
        this.delivery = Delivery.by(dispatcher);
    }

    /** One of an operation, which is cancelled where the user calls {@code cancel(true)} on a copy. */
    public static <T extends @Nullable Object> DriverFuture<T> of(Origin operation, SerialDispatcher dispatcher) {
        return new OfOperation<>(dispatcher, operation);
    }

    @Override
    final DriverFuture<?> root() {
        return this;
    }

    @Override
    final Delivery delivery() {
        return delivery;
    }

    @Override
    @Nullable
    Origin origin() {
        return this instanceof Origin own ? own : null;
    }

    /** What was bound to the thread that made this; for signals that go with it. Null where nothing is carried. */
    public final @Nullable CallContext context() {
        return delivery.context();
    }

    /** Driver: the operation's result. The first of all calls wins; in a burst, visible at its end. */
    public final void succeed(T value) {
        dispatcher().complete(this, value, null);
    }

    /** Driver: the operation's failure. */
    @SuppressWarnings("NullAway") // the value of a failed future is not looked at
    public final void fail(Throwable error) {
        dispatcher().complete(this, null, error);
    }

    /** Whether a dependent was ever registered on this, or a copy was taken in which nobody waits. */
    public final boolean observed() {
        return observed || (copied && !waited);
    }

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

    /**
     * Loop, while its completion is published: whether this is the signal that has the function delivered, so that the first, which is mostly the only, one
     * that hangs on a stage costs no object. False for those behind it.
     */
    final boolean lendsItself(Runnable function) {
        if (lentTo != null) {
            return false;
        }
        lentTo = function;
        return true;
    }

    @Override
    public final @Nullable Signal linked() {
        return linked;
    }

    @Override
    public final void linked(@Nullable Signal other) {
        linked = other;
    }

    @Override
    public final void deliver() {
        var function = lentTo;
        lentTo = DELIVERED;
        if (function != null) {
            function.run();
        }
    }

    /** Where it was asked for, as those see it who go on from there. */
    @Override
    public final @Nullable CallSite begunAt() {
        var origin = origin();
        var asked = origin == null ? null : origin.site();
        return asked == null ? null : asked.continued();
    }

    @Override
    void markObserved() {
        observed = true;
    }

    @Override
    void markCopied() {
        observed |= copied;
        copied = true;
    }

    @Override
    void markWaited() {
        waited = true;
    }

    @Override
    boolean needsDispatcher() {
        return false;
    }

    private static final class OfOperation<T extends @Nullable Object> extends DriverFuture<T> {
        private final Origin operation;

        OfOperation(SerialDispatcher dispatcher, Origin operation) {
            super(dispatcher);
            this.operation = operation;
        }

        @Override
        Origin origin() {
            return operation;
        }
    }
}
