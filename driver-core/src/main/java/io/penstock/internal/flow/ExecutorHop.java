package io.penstock.internal.flow;

import io.penstock.observe.CallContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Calls a user's executor from the dispatcher, because its {@code execute} is user code: it may block when the executor
 * is full, or run the task in the calling thread. When it refuses, the dependent fails, as it does in the JDK.
 *
 * <p>Made for one registration, before its dependent exists; so whichever of refusal and {@link #bind} comes second
 * fails the dependent.
 */
final class ExecutorHop implements Executor {
    private final SerialDispatcher dispatcher;
    private final Executor target;
    private final @Nullable CallContext context;
    private volatile @Nullable OffloadedStage<?> dependent;
    private volatile @Nullable Throwable refusal;

    ExecutorHop(Delivery delivery, Executor target) {
        this.dispatcher = delivery.dispatcher();
        this.target = target;
        this.context = delivery.context();
    }

    @Override
    public void execute(Runnable function) {
        var carried = context;
        Runnable task = carried == null ? function : () -> carried.run(function);
        if (dispatcher.isOurs(target)) {
            target.execute(task);
        } else {
            dispatcher.executeOrRunInline(() -> callTarget(task));
        }
    }

    /** Tells which stage is to fail on a refusal; returns it. */
    <U extends @Nullable Object> CompletableFuture<U> bind(CompletableFuture<U> stage) {
        dependent = (OffloadedStage<?>) stage;
        failDependent();
        return stage;
    }

    private void callTarget(Runnable task) {
        try {
            target.execute(task);
        } catch (Throwable refused) {
            refusal = refused;
            failDependent();
        }
    }

    private void failDependent() {
        var stage = dependent;
        var refused = refusal;
        if (stage != null && refused != null) {
            stage.settleExceptionally(new CompletionException(refused));
        }
    }
}
