package io.penstock.reactive.operator;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A source's elements, each made into a publisher, whose elements follow each other in that order. The source is asked for one element at a
 * time, when the publisher before it has ended.
 *
 * @param <S> a source's element
 * @param <T> an element
 */
public final class ConcatMapPublisher<S, T> implements Publisher<T> {

    private final Publisher<? extends S> source;
    private final Function<? super S, ? extends Publisher<? extends T>> function;
    private final DroppedErrors dropped;

    public ConcatMapPublisher(
            Publisher<? extends S> source,
            Function<? super S, ? extends Publisher<? extends T>> function,
            DroppedErrors dropped) {
        this.source = source;
        this.function = function;
        this.dropped = dropped;
    }

    @Override
    public void subscribe(Subscriber<? super T> subscriber) {
        var downstream = new Downstream<T>(requireNonNull(subscriber, "subscriber"), dropped);
        source.subscribe(new Outer<S, T>(function, downstream));
    }

    /** The source's subscriber, and the subscription of who is below. */
    private static final class Outer<S, T> implements Subscriber<S>, Subscription {

        private final Function<? super S, ? extends Publisher<? extends T>> function;
        private final Downstream<T> downstream;
        private final Requests requests = new Requests();

        /** The source, and the publisher that is being read: at none left, all is over. */
        private final AtomicInteger open = new AtomicInteger(1);

        private Subscription upstream = Requests.NONE;
        private volatile @Nullable Inner inner;
        private volatile boolean started;

        Outer(Function<? super S, ? extends Publisher<? extends T>> function, Downstream<T> downstream) {
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
            if (n <= 0) {
                stop();
                downstream.fail(Wanted.refusal(n));
                return;
            }
            requests.add(n);
            if (!started) {
                started = true;
                upstream.request(1);
            }
        }

        @Override
        public void cancel() {
            downstream.forget();
            stop();
        }

        private void stop() {
            upstream.cancel();
            var running = inner;
            if (running != null) {
                running.cancel();
            }
        }

        @Override
        public void onNext(S element) {
            Publisher<? extends T> publisher;
            try {
                publisher = requireNonNull(function.apply(element), "the function returned null, not a publisher");
            } catch (Throwable thrown) {
                failed(thrown);
                return;
            }
            open.incrementAndGet();
            var reading = new Inner();
            inner = reading;
            publisher.subscribe(reading);
        }

        private void failed(Throwable error) {
            stop();
            downstream.fail(error);
        }

        @Override
        public void onError(Throwable error) {
            failed(error);
        }

        @Override
        public void onComplete() {
            if (open.decrementAndGet() == 0) {
                downstream.complete();
            }
        }

        private void innerEnded(long brought) {
            requests.ended(brought);
            if (open.decrementAndGet() == 0) {
                downstream.complete();
            } else if (downstream.isOpen()) {
                upstream.request(1);
            }
        }

        /** One publisher's subscriber. */
        private final class Inner implements Subscriber<T> {

            private long brought;
            private volatile @Nullable Subscription subscription;

            @Override
            public void onSubscribe(Subscription offered) {
                if (subscription != null || !downstream.isOpen()) {
                    offered.cancel();
                    return;
                }
                subscription = offered;
                requests.passTo(offered);
            }

            @Override
            public void onNext(T element) {
                brought++;
                if (!downstream.next(element)) {
                    stop();
                }
            }

            @Override
            public void onError(Throwable error) {
                failed(error);
            }

            @Override
            public void onComplete() {
                innerEnded(brought);
            }

            private void cancel() {
                var running = subscription;
                if (running != null) {
                    running.cancel();
                }
            }
        }
    }
}
