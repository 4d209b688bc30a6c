package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.CommandTag;
import io.penstock.CopyOut;
import io.penstock.error.PgException;
import io.penstock.internal.flow.DriverFuture;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@code COPY … TO STDOUT} that is run once, when somebody takes its bytes. */
final class RealCopyOut implements CopyOut {

    private final SessionOperations operations;
    private final String sql;
    private final AtomicReference<@Nullable CopyOutCall> call = new AtomicReference<>();

    RealCopyOut(SessionOperations operations, String sql) {
        this.operations = operations;
        this.sql = sql;
    }

    @Override
    public CompletionStage<CommandTag> forEach(Consumer<? super ByteBuffer> action) {
        requireNonNull(action, "action");
        var dispatcher = operations.core().separateDispatcher(null);
        var result = new DriverFuture<CommandTag>(dispatcher);
        var started = new CopyOutCall(operations, dispatcher, sql, new ForEach(action, result));
        if (!call.compareAndSet(null, started)) {
            throw consumed();
        }
        started.request(Long.MAX_VALUE);
        return result;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        requireNonNull(subscriber, "subscriber");
        var dispatcher = operations.core().separateDispatcher(null);
        var delivery = new CopyOutDelivery(operations, dispatcher, sql, subscriber);
        if (call.compareAndSet(null, delivery.call())) {
            dispatcher.runFirst(() -> subscriber.onSubscribe(delivery));
        } else {
            subscriber.onSubscribe(new Refused());
            subscriber.onError(consumed());
        }
    }

    private static IllegalStateException consumed() {
        return new IllegalStateException("a copy can be consumed once");
    }

    @Override
    public void cancel() {
        var running = call.get();
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public long bufferedBytes() {
        var running = call.get();
        return running == null ? 0 : running.heldBytes();
    }

    /** Takes all chunks, as fast as the action goes; what is held meanwhile is bounded by the window. */
    private record ForEach(Consumer<? super ByteBuffer> action, DriverFuture<CommandTag> result)
            implements CopyOutCall.Receiver {

        @Override
        public void chunk(ByteBuffer bytes) {
            action.accept(bytes);
        }

        @Override
        public void completed(CommandTag tag) {
            result.succeed(tag);
        }

        @Override
        public void failed(PgException error) {
            result.fail(error);
        }
    }

    /** Rule 1.9 of Reactive Streams: a refused subscriber gets a subscription too. */
    private record Refused() implements Flow.Subscription {

        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
