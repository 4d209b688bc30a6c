package io.penstock.jdbc.internal.connection;

import io.penstock.ListenEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is done for each event that a session is notified of, until the connection is closed, the session ends, or the action throws.
 *
 * <p>Signalled one after the other; ended from any thread.
 */
final class NotificationAction extends CompletableFuture<@Nullable Void> implements Flow.Subscriber<ListenEvent> {

    private final Consumer<? super ListenEvent> action;
    private volatile Flow.@Nullable Subscription subscription;

    NotificationAction(Consumer<? super ListenEvent> action) {
        this.action = action;
        whenComplete((done, error) -> stop());
    }

    private void stop() {
        var current = subscription;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        if (isDone()) {
            newSubscription.cancel();
        } else {
            newSubscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(ListenEvent event) {
        action.accept(event);
    }

    @Override
    public void onError(Throwable error) {
        completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        complete(null);
    }
}
