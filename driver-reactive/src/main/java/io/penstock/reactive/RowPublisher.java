package io.penstock.reactive;

import static java.util.Objects.requireNonNull;

import io.penstock.CommandTag;
import io.penstock.Row;
import io.penstock.RowStream;
import io.penstock.RowSubscriber;
import io.penstock.RowSubscription;
import io.penstock.error.PgException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The rows of one statement, each mapped to a value, as a publisher: unicast, lazy (nothing is sent before the first demand), bounded in
 * bytes whatever the demand.
 *
 * <p>The mapper and all signals run on the threads of the query's execution strategy. A cancel ends the statement on the server; see
 * {@link RowSubscription#cancel()}. What the mapper throws, or a null that it returns, ends the flow with {@code onError}.
 *
 * @param <T> what a row is mapped to
 */
public final class RowPublisher<T> implements Publisher<T> {

    private final RowStream stream;
    private final Function<? super Row, ? extends T> mapper;
    private final AtomicBoolean subscribed = new AtomicBoolean();

    private RowPublisher(RowStream stream, Function<? super Row, ? extends T> mapper) {
        this.stream = stream;
        this.mapper = mapper;
    }

    /**
     * A publisher of a stream that was not consumed yet.
     *
     * @param mapper must not keep the row, which is valid during the call
     */
    public static <T> RowPublisher<T> of(RowStream stream, Function<? super Row, ? extends T> mapper) {
        return new RowPublisher<>(requireNonNull(stream, "stream"), requireNonNull(mapper, "mapper"));
    }

    /** Subscribes; a second subscriber gets an {@link IllegalStateException} by {@code onError}. */
    @Override
    public void subscribe(Subscriber<? super T> subscriber) {
        requireNonNull(subscriber, "subscriber");
        if (subscribed.compareAndSet(false, true)) {
            stream.subscribe(new Adapter<>(subscriber, mapper));
        } else {
            subscriber.onSubscribe(NoSubscription.INSTANCE);
            subscriber.onError(new IllegalStateException("a statement's rows can be consumed once"));
        }
    }

    /** Rule 1.9: a refused subscriber gets a subscription too. */
    private enum NoSubscription implements Subscription {
        INSTANCE;

        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }

    /** One subscriber's rows; the core calls it one signal at a time. */
    private record Adapter<T>(Subscriber<? super T> subscriber, Function<? super Row, ? extends T> mapper)
            implements RowSubscriber {

        @Override
        public void onStart(RowSubscription subscription) {
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {
                    subscription.request(n);
                }

                @Override
                public void cancel() {
                    subscription.cancel();
                }
            });
        }

        @Override
        public void onRow(Row row) {
            subscriber.onNext(requireNonNull(mapper.apply(row), "the mapper returned null"));
        }

        @Override
        public void onComplete(CommandTag tag) {
            subscriber.onComplete();
        }

        @Override
        public void onError(PgException error) {
            subscriber.onError(error);
        }
    }
}
