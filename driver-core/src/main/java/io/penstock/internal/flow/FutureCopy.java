package io.penstock.internal.flow;

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
 * the dispatcher, or on the thread that waited.
 */
final class FutureCopy<T extends @Nullable Object> extends OffloadedStage<T> {
    /** Null in a stage derived from a copy: the JDK completes it, on a thread that was chosen already. */
    private final @Nullable CompletableFuture<T> gate;

    private final boolean needsDispatcher;
    private final @Nullable Origin origin;

    FutureCopy(OffloadedStage<T> source) {
        super(source.delivery);
        origin = source.origin();
        var decided = new CompletableFuture<T>();
        gate = decided;
        needsDispatcher = source.needsDispatcher();
        if (source.isDone()) {
            source.whenSettled((value, error) -> open(decided, value, error));
            publish(decided);
        } else {
            source.whenSettled((value, error) -> {
                if (open(decided, value, error)) {
                    dispatcher().executeOrRunInline(() -> publish(decided));
                }
            });
        }
    }

    /** A derived stage. */
    private FutureCopy(Delivery delivery, @Nullable Origin origin) {
        super(delivery);
        this.origin = origin;
        gate = null;
        needsDispatcher = true;
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
    @Nullable
    Origin origin() {
        return origin;
    }

    @Override
    boolean needsDispatcher() {
        return needsDispatcher;
    }

    @Override
    void awaitSource(Deadline deadline, boolean interruptible) throws InterruptedException {
        if (gate == null) {
            return;
        }
        try {
            if (interruptible) {
                gate.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            } else {
                gate.join();
            }
        } catch (TimeoutException e) {
            return;
        } catch (ExecutionException | CompletionException | CancellationException settled) {
            // Told below, by the JDK's own method.
        }
        publish(gate);
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

    @Override
    public boolean complete(T value) {
        if (gate == null) {
            return settle(value);
        }
        boolean first = gate.complete(value);
        publish(gate);
        return first;
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        if (gate == null) {
            return settleExceptionally(error);
        }
        boolean first = gate.completeExceptionally(error);
        publish(gate);
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
        }
        super.obtrudeValue(value);
    }

    @Override
    public void obtrudeException(Throwable error) {
        if (gate != null) {
            gate.obtrudeException(error);
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
