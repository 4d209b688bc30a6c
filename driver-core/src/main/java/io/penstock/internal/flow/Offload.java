package io.penstock.internal.flow;

import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.observe.CallContext;
import io.penstock.observe.OperationTracer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one client's dispatchers share: its threads for user code, the thread that delivers what an executor refused,
 * the handler of errors that nobody receives, and who is told. Owns the threads: the client closes it last.
 */
public final class Offload implements AutoCloseable {
    private final OffloadExecutor executor;
    private final FallbackThread fallback;
    private final DroppedErrors droppedErrors;
    private final OffloadObserver observer;
    private final LongSupplier ticker;

    /** Written before there is a stage. */
    private @Nullable OperationTracer tracer;

    public Offload(
            OffloadExecutor executor,
            FallbackThread fallback,
            DroppedErrors droppedErrors,
            OffloadObserver observer,
            LongSupplier ticker) {
        this.executor = executor;
        this.fallback = fallback;
        this.droppedErrors = droppedErrors;
        this.observer = observer;
        this.ticker = ticker;
    }

    /** From now on stages carry what is bound to the threads that they are made on; before any is made. */
    public void carryContexts(OperationTracer source) {
        tracer = source;
    }

    /** What is bound to the calling thread and is to be carried; null where nothing is. */
    @Nullable
    CallContext context() {
        var source = tracer;
        if (source == null) {
            return null;
        }
        try {
            return source.capture();
        } catch (Throwable thrown) {
            droppedErrors.report("operation tracer", thrown);
            return null;
        }
    }

    /** A serial queue for one connection, or for one subscription with a strategy of its own. Holds no thread. */
    public SerialDispatcher dispatcher(ExecutionStrategy strategy, LoopExecutor loop) {
        return new SerialDispatcher(this, strategy, loop);
    }

    /** Runs a task off the loop in any case: where the client's threads are too busy, or closed, late, on the thread that delivers what others refuse. */
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            fallback.execute(task);
        }
    }

    /** The client's own off-load threads. */
    public OffloadExecutor executor() {
        return executor;
    }

    /** Delivers what an executor refused. */
    public Executor fallback() {
        return fallback;
    }

    /** Receives what nobody receives. */
    public DroppedErrors droppedErrors() {
        return droppedErrors;
    }

    OffloadObserver observer() {
        return observer;
    }

    LongSupplier ticker() {
        return ticker;
    }

    /** Lets the threads end. What is still to be delivered is delivered by the fallback thread. */
    @Override
    public void close() {
        executor.close();
        fallback.close();
    }
}
