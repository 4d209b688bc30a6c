package io.penstock.reactive;

import static java.util.Objects.requireNonNull;

import io.penstock.ListenEvent;
import io.penstock.Listener;
import io.penstock.ListenerOptions;
import io.penstock.Penstock;
import io.penstock.config.ConnectionOptions;
import io.penstock.reactive.operator.StagePublisher;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Channels on a connection of each subscriber's own: connected to by his first demand, given up by his cancel. */
final class ListenPublisher implements Publisher<ListenEvent> {

    private final Penstock client;
    private final ConnectionOptions options;
    private final ListenerOptions bounds;
    private final List<String> channels;

    ListenPublisher(Penstock client, ConnectionOptions options, ListenerOptions bounds, List<String> channels) {
        this.client = client;
        this.options = options;
        this.bounds = bounds;
        this.channels = channels;
    }

    @Override
    public void subscribe(Subscriber<? super ListenEvent> subscriber) {
        var listener = client.listener(options, bounds);
        listener.subscribe(new Ear(this, listener, requireNonNull(subscriber, "subscriber")));
    }

    /** One subscriber; the core calls it one signal at a time. */
    private static final class Ear implements Flow.Subscriber<ListenEvent>, Subscription {

        private final ListenPublisher publisher;
        private final Listener listener;
        private final AtomicBoolean started = new AtomicBoolean();
        private volatile @Nullable Subscriber<? super ListenEvent> subscriber;
        private volatile Flow.@Nullable Subscription events;
        private volatile @Nullable Throwable refusal;

        Ear(ListenPublisher publisher, Listener listener, Subscriber<? super ListenEvent> subscriber) {
            this.publisher = publisher;
            this.listener = listener;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            var source = events;
            if (source != null) {
                source.request(n);
            }
            if (n > 0 && started.compareAndSet(false, true)) {
                publisher.channels.forEach(
                        channel -> listener.listen(channel).whenComplete((done, error) -> refusedIf(error)));
            }
        }

        private void refusedIf(@Nullable Throwable error) {
            if (error != null && refusal == null) {
                refusal = StagePublisher.unwrapped(error);
                listener.close();
            }
        }

        @Override
        public void cancel() {
            subscriber = null;
            var source = events;
            if (source != null) {
                source.cancel();
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            events = subscription;
            var receiver = subscriber;
            if (receiver != null) {
                receiver.onSubscribe(this);
            }
        }

        @Override
        public void onNext(ListenEvent event) {
            var receiver = subscriber;
            if (receiver == null) {
                return;
            }
            try {
                receiver.onNext(event);
            } catch (Throwable thrown) {
                cancel();
                publisher.client.reportDropped("notification subscriber", thrown);
            }
        }

        @Override
        public void onError(Throwable error) {
            end(refusal == null ? error : refusal);
        }

        @Override
        public void onComplete() {
            end(refusal);
        }

        private void end(@Nullable Throwable error) {
            var receiver = subscriber;
            subscriber = null;
            if (receiver != null && error == null) {
                receiver.onComplete();
            } else if (receiver != null) {
                receiver.onError(error);
            }
        }
    }
}
