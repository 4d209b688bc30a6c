package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.CommandTag;
import io.penstock.Row;
import io.penstock.RowStream;
import io.penstock.RowSubscriber;
import io.penstock.RowSubscription;
import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.flow.DriverFuture;
import io.penstock.internal.flow.SerialDispatcher;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** A statement that is run once, when somebody subscribes and asks for rows. */
final class RealRowStream implements RowStream {

    private final SessionOperations operations;
    private final @Nullable ExecutionStrategy strategy;
    private final StreamSource source;
    private final AtomicReference<@Nullable StreamCall> call = new AtomicReference<>();

    RealRowStream(SessionOperations operations, @Nullable ExecutionStrategy strategy, StreamSource source) {
        this.operations = operations;
        this.strategy = strategy;
        this.source = source;
    }

    @Override
    public void subscribe(RowSubscriber subscriber) {
        subscribe(operations.core().separateDispatcher(strategy), requireNonNull(subscriber, "subscriber"));
    }

    private void subscribe(SerialDispatcher dispatcher, RowSubscriber subscriber) {
        var started = new StreamCall(operations, dispatcher, source, subscriber);
        if (!call.compareAndSet(null, started)) {
            throw new IllegalStateException("a stream can be consumed once");
        }
        started.start();
    }

    @Override
    public CompletionStage<CommandTag> forEach(Consumer<? super Row> action) {
        requireNonNull(action, "action");
        var dispatcher = operations.core().separateDispatcher(strategy);
        var future = DriverFuture.<CommandTag>of(this::cancel, dispatcher);
        subscribe(dispatcher, new Fold<>(future, action, tag -> tag));
        return future;
    }

    @Override
    public <R> CompletionStage<R> collect(Collector<? super Row, ?, R> collector) {
        return collectInto(requireNonNull(collector, "collector"));
    }

    private <A, R> CompletionStage<R> collectInto(Collector<? super Row, A, R> collector) {
        var dispatcher = operations.core().separateDispatcher(strategy);
        var future = DriverFuture.<R>of(this::cancel, dispatcher);
        var container = collector.supplier().get();
        BiConsumer<A, ? super Row> accumulator = collector.accumulator();
        subscribe(
                dispatcher,
                new Fold<>(
                        future,
                        row -> accumulator.accept(container, row),
                        tag -> collector.finisher().apply(container)));
        return future;
    }

    /** Any thread: the user has cancelled a copy of the stage. */
    private void cancel() {
        var running = call.get();
        if (running != null) {
            running.giveUp(
                    new PgRejectedException("the stream was cancelled", SqlState.QUERY_CANCELED, Outcome.UNKNOWN));
        }
    }

    @Override
    public long bufferedBytes() {
        var running = call.get();
        return running == null ? 0 : running.heldBytes();
    }

    /** Takes all rows, as fast as the action goes; what is held meanwhile is bounded by the window. */
    private record Fold<R>(DriverFuture<R> future, Consumer<? super Row> action, Function<CommandTag, R> finisher)
            implements RowSubscriber {

        @Override
        public void onStart(RowSubscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onRow(Row row) {
            action.accept(row);
        }

        @Override
        public void onComplete(CommandTag tag) {
            R value;
            try {
                value = finisher.apply(tag);
            } catch (RuntimeException | Error e) {
                future.fail(e);
                return;
            }
            future.succeed(value);
        }

        @Override
        public void onError(PgException error) {
            future.fail(error);
        }
    }
}
