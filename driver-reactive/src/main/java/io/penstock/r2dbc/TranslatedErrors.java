package io.penstock.r2dbc;

import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A publisher whose errors are told as the SPI's. */
record TranslatedErrors<T>(Publisher<T> source) implements Publisher<T> {

    @Override
    public void subscribe(Subscriber<? super T> subscriber) {
        source.subscribe(new Translating<T>(SpiArguments.present(subscriber, "subscriber")));
    }

    private record Translating<T>(Subscriber<? super T> subscriber) implements Subscriber<T> {

        @Override
        public void onSubscribe(Subscription subscription) {
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void onNext(T element) {
            subscriber.onNext(element);
        }

        @Override
        public void onError(Throwable error) {
            subscriber.onError(SpiErrors.of(error));
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }
}
