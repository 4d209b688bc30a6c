package io.penstock.reactive.operator;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A source's elements, each made into a value or, where the function returns null, left out. What the function throws ends the flow with it.
 *
 * @param <S> a source's element
 * @param <T> a value
 */
public final class SelectPublisher<S, T> implements Publisher<T> {

    private final Publisher<? extends S> source;
    private final Function<? super S, ? extends @Nullable T> function;
    private final DroppedErrors dropped;

    public SelectPublisher(
            Publisher<? extends S> source, Function<? super S, ? extends @Nullable T> function, DroppedErrors dropped) {
        this.source = source;
        this.function = function;
        this.dropped = dropped;
    }

    @Override
    public void subscribe(Subscriber<? super T> subscriber) {
        var downstream = new Downstream<T>(requireNonNull(subscriber, "subscriber"), dropped);
        source.subscribe(new Selection<S, T>(function, downstream));
    }

    private static final class Selection<S, T> implements Subscriber<S>, Subscription {

        private final Function<? super S, ? extends @Nullable T> function;
        private final Downstream<T> downstream;
        private Subscription upstream = Requests.NONE;

        Selection(Function<? super S, ? extends @Nullable T> function, Downstream<T> downstream) {
            this.function = function;
            this.downstream = downstream;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            downstream.start(this);
        }

        @Override
        public void request(long n) {
            upstream.request(n);
        }

        @Override
        public void cancel() {
            downstream.forget();
            upstream.cancel();
        }

        @Override
        public void onNext(S element) {
            T value;
            try {
                value = function.apply(element);
            } catch (Throwable thrown) {
                upstream.cancel();
                downstream.fail(thrown);
                return;
            }
            if (value == null) {
                upstream.request(1);
            } else if (!downstream.next(value)) {
                upstream.cancel();
            }
        }

        @Override
        public void onError(Throwable error) {
            downstream.fail(error);
        }

        @Override
        public void onComplete() {
            downstream.complete();
        }
    }
}
