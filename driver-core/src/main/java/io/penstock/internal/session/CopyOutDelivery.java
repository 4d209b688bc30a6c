package io.penstock.internal.session;

import io.penstock.CommandTag;
import io.penstock.error.PgException;
import io.penstock.internal.flow.SerialDispatcher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Hands a copy's chunks to its one subscriber, by demand, on the dispatcher: one signal at a time. Signals end with the terminal one, with a cancel, or
 * with what the subscriber throws, which goes to the dropped-error handler.
 */
final class CopyOutDelivery implements Flow.Subscription, CopyOutCall.Receiver {

    private final SerialDispatcher dispatcher;
    private final CopyOutCall call;

    /** Null behind the end, and behind a cancel. */
    private volatile Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;

    CopyOutDelivery(
            SessionOperations operations,
            SerialDispatcher dispatcher,
            String sql,
            Flow.Subscriber<? super ByteBuffer> subscriber) {
        this.dispatcher = dispatcher;
        this.subscriber = subscriber;
        this.call = new CopyOutCall(operations, dispatcher, sql, this);
    }

    CopyOutCall call() {
        return call;
    }

    @Override
    public void request(long chunks) {
        try {
            call.request(chunks);
        } catch (IllegalArgumentException e) {
            call.leave();
            dispatcher.execute(() -> end(e));
        }
    }

    @Override
    public void cancel() {
        subscriber = null;
        call.leave();
    }

    @Override
    public void chunk(ByteBuffer bytes) {
        var receiver = subscriber;
        if (receiver != null) {
            try {
                receiver.onNext(bytes);
            } catch (Throwable thrown) {
                cancel();
                dispatcher.droppedErrors().report("copy subscriber", thrown);
            }
        }
    }

    @Override
    public void completed(CommandTag tag) {
        dispatcher.execute(() -> end(null));
    }

    @Override
    public void failed(PgException error) {
        dispatcher.execute(() -> end(error));
    }

    private void end(@Nullable Throwable error) {
        var receiver = subscriber;
        subscriber = null;
        if (receiver == null) {
            return;
        }
        if (error == null) {
            receiver.onComplete();
        } else {
            receiver.onError(error);
        }
    }
}
