package io.penstock.reactive.operator;

import static java.util.Objects.requireNonNull;

import io.penstock.CommandTag;
import io.penstock.CopyIn;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Sends what a publisher brings as the data of a copy. It asks for one buffer at a time, when the connection has room for it: so a slow server
 * slows the publisher, and no byte is held here.
 *
 * <p>The signals come one at a time; {@link #giveUp} may come from any thread.
 */
public final class CopyInSubscriber implements Subscriber<ByteBuffer> {

    private final CopyIn copy;
    private final AtomicReference<@Nullable Subscription> upstream = new AtomicReference<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CompletableFuture<CommandTag> result = new CompletableFuture<>();

    public CopyInSubscriber(CopyIn copy) {
        this.copy = copy;
    }

    /** Brings the tag, or the failure of the copy or its data. */
    public CompletableFuture<CommandTag> result() {
        return result;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (upstream.compareAndSet(null, requireNonNull(subscription, "subscription")) && !ended.get()) {
            subscription.request(1);
        } else {
            subscription.cancel();
        }
    }

    @Override
    public void onNext(ByteBuffer bytes) {
        requireNonNull(bytes, "bytes");
        if (ended.get()) {
            return;
        }
        copy.write(bytes).whenComplete((done, error) -> {
            var source = upstream.get();
            if (error != null) {
                failed(error);
            } else if (source != null && !ended.get()) {
                source.request(1);
            }
        });
    }

    /** The server has refused the copy, or the connection is lost. */
    private void failed(Throwable error) {
        if (ended.compareAndSet(false, true)) {
            cancelSource();
            result.completeExceptionally(StagePublisher.unwrapped(error));
        }
    }

    @Override
    public void onError(Throwable error) {
        requireNonNull(error, "error");
        end("the data's source has failed", error);
    }

    @Override
    public void onComplete() {
        if (ended.compareAndSet(false, true)) {
            copy.finish().whenComplete((tag, error) -> {
                if (error == null) {
                    result.complete(tag);
                } else {
                    result.completeExceptionally(StagePublisher.unwrapped(error));
                }
            });
        }
    }

    /** Ends the copy without a row. */
    void giveUp(String reason) {
        cancelSource();
        end(reason, new CancellationException(reason));
    }

    private void end(String reason, Throwable error) {
        if (ended.compareAndSet(false, true)) {
            copy.fail(reason).whenComplete((done, failure) -> {
                if (failure != null && failure != error) {
                    error.addSuppressed(failure);
                }
                result.completeExceptionally(error);
            });
        }
    }

    private void cancelSource() {
        var source = upstream.get();
        if (source != null) {
            source.cancel();
        }
    }
}
