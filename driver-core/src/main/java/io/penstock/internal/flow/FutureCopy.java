package io.penstock.internal.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A user's own copy of a driver future, or a stage derived from one. He may complete, time out or cancel it.
 *
 * <p>It is the bridge to code that is not ours. {@code allOf}, {@code anyOf}, a plain future's {@code thenCompose} and
 * {@code thenCombine} hang relays of the JDK's on it, which run on the completing thread and drag the user's functions
 * behind them. So it must not be completed on the loop; and yet those who wait in {@code join} must be released by the
 * loop, or a signal that waits for it would wait for ever. Hence two parts:
 *
 * <pre>
 *   source ──loop──&gt; gate ──unparks──&gt; join(), get()
 *               └──dispatcher──&gt; this ──&gt; dependents and relays
 * </pre>
 *
 * The gate is a plain future that nobody else sees; it decides who was first, source or user. This object follows: on
 * the dispatcher, or on the thread that waited. Where one waits and nothing depends on this, no other is asked for: {@link #waiter} is written
 * before the gate is looked at, and read behind its opening, so that one of the two publishes.
 */
final class FutureCopy<T extends @Nullable Object> extends OffloadedStage<T> {
    private static final VarHandle WAITER;

    static {
        try {
            WAITER = MethodHandles.lookup().findVarHandle(FutureCopy.class, "waiter", WaitingThread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Delivery delivery;

    /** Null in a stage derived from a copy: the JDK completes it, on a thread that was chosen already. */
    private final @Nullable CompletableFuture<T> gate;

    /** Null in a stage derived from a copy. */
    private final @Nullable DriverStage<T> source;

    private final @Nullable Origin origin;

    /** The first of the threads that wait in this, which publishes when it leaves. Others wait in the gate. */
    private volatile @Nullable WaitingThread waiter;

    FutureCopy(DriverStage<T> source) {
        this.delivery = source.delivery();
        this.source = source;
        origin = source.origin();
        var decided = new CompletableFuture<T>();
        gate = decided;
        if (source.isDone()) {
            source.whenSettled((value, error) -> open(decided, value, error));
            publish(decided);
        } else {
            source.whenSettled((value, error) -> {
                if (open(decided, value, error) && !releasesWaiter()) {
                    dispatcher().executeOrRunInline(() -> publish(decided));
                }
            });
        }
    }

    /** A derived stage. */
    private FutureCopy(Delivery delivery, @Nullable Origin origin) {
        this.delivery = delivery;
        this.origin = origin;
        gate = null;
        source = null;
    }

    /** Behind the opening of the gate: whether there is one that publishes. */
    private boolean releasesWaiter() {
        var waiting = waiter;
        if (waiting == null) {
            return false;
        }
        dispatcher().wake(waiting);
        return getNumberOfDependents() == 0;
    }

    private static <T extends @Nullable Object> boolean open(
            CompletableFuture<T> gate, T value, @Nullable Throwable error) {
        return error == null ? gate.complete(value) : gate.completeExceptionally(error);
    }

    /** Passes on what the gate has. Any thread but a loop. */
    private void publish(CompletableFuture<T> decided) {
        var unused = decided.whenComplete((value, error) -> {
            if (error == null) {
                settle(value);
            } else {
                settleExceptionally(error);
            }
        });
    }

    @Override
    Delivery delivery() {
        return delivery;
    }

    @Override
    @Nullable
    Origin origin() {
        return origin;
    }

    @Override
    boolean needsDispatcher() {
        return source == null || source.needsDispatcher();
    }

    @Override
    void awaitSource(Deadline deadline, boolean interruptible) throws InterruptedException {
        if (gate == null || source == null) {
            return;
        }
        var me = new WaitingThread(gate, deadline, interruptible);
        if (!WAITER.compareAndSet(this, null, me)) {
            awaitGate(gate, deadline, interruptible);
            return;
        }
        source.markWaited();
        try {
            me.await();
        } finally {
            me.leave();
            waiter = null;
            if (gate.isDone()) {
                publish(gate);
            }
        }
    }

    private void awaitGate(CompletableFuture<T> closed, Deadline deadline, boolean interruptible)
            throws InterruptedException {
        try {
            if (interruptible) {
                closed.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            } else {
                closed.join();
            }
        } catch (TimeoutException e) {
            return;
        } catch (ExecutionException | CompletionException | CancellationException settled) {
            // Told by the JDK's own method, behind this.
        }
        publish(closed);
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new FutureCopy<>(delivery, origin);
    }

    @Override
    public CompletionStage<T> minimalCompletionStage() {
        var stage = new DriverFuture<T>(dispatcher());
        stage.markObserved();
        whenSettled((value, error) -> stage.publish(value, error, null));
        return stage;
    }

    /** The user's thread has opened it, or has found it open. */
    private void opened(CompletableFuture<T> decided) {
        var waiting = waiter;
        if (waiting != null) {
            waiting.wake();
        }
        publish(decided);
    }

    @Override
    public boolean complete(T value) {
        if (gate == null) {
            return settle(value);
        }
        boolean first = gate.complete(value);
        opened(gate);
        return first;
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        if (gate == null) {
            return settleExceptionally(error);
        }
        boolean first = gate.completeExceptionally(error);
        opened(gate);
        return first;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (completeExceptionally(new CancellationException()) && mayInterruptIfRunning && origin != null) {
            try {
                origin.cancelOperation();
            } catch (Throwable thrown) {
                dispatcher().droppedErrors().report("cancel", thrown);
            }
        }
        return isCancelled();
    }

    @Override
    public void obtrudeValue(T value) {
        if (gate != null) {
            gate.obtrudeValue(value);
            opened(gate);
        }
        super.obtrudeValue(value);
    }

    @Override
    public void obtrudeException(Throwable error) {
        if (gate != null) {
            gate.obtrudeException(error);
            opened(gate);
        }
        super.obtrudeException(error);
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        // Not the JDK's, which would pass the gate by.
        executor.execute(() -> {
            try {
                complete(supplier.get());
            } catch (Throwable thrown) {
                completeExceptionally(new CompletionException(thrown));
            }
        });
        return this;
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
        return completeAsync(supplier, defaultExecutor());
    }
}
