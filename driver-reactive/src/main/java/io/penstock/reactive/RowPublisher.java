package io.penstock.reactive;

import static java.util.Objects.requireNonNull;

import io.penstock.CommandTag;
import io.penstock.Row;
import io.penstock.RowStream;
import io.penstock.RowSubscriber;
import io.penstock.RowSubscription;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.reactive.operator.Downstream;
import io.penstock.reactive.operator.Refusal;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The rows of one statement, each mapped to a value, as a publisher: unicast, lazy (nothing is sent before the first demand), bounded in
 * bytes whatever the demand.
 *
 * <p>The mapper and all signals run on the threads of the query's execution strategy. A cancel ends the statement on the server; see
 * {@link RowSubscription#cancel()}. What the mapper throws, or a null that it returns, ends the flow with {@code onError}; what the subscriber
 * throws ends it without, and goes to the dropped-error handler.
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
            Refusal.of(
                    new Downstream<>(subscriber, (source, error) -> {}),
                    new IllegalStateException("a statement's rows can be consumed once"));
        }
    }

    /** What the subscriber has thrown, on its way through {@code onError} to the dropped-error handler. */
    private static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Thrown(Throwable cause) {
            super("a subscriber has thrown", cause, false, false);
        }
    }

    /** One subscriber's rows; the core calls it one signal at a time. */
    private static final class Adapter<T> implements RowSubscriber, Subscription {

        private final Function<? super Row, ? extends T> mapper;

        /** Null behind the end, and behind a cancel (rule 3.13). */
        private volatile @Nullable Subscriber<? super T> subscriber;

        private volatile @Nullable RowSubscription rows;

        Adapter(Subscriber<? super T> subscriber, Function<? super Row, ? extends T> mapper) {
            this.subscriber = subscriber;
            this.mapper = mapper;
        }

        @Override
        public void request(long n) {
            var source = rows;
            if (source != null) {
                source.request(n);
            }
        }

        @Override
        public void cancel() {
            subscriber = null;
            var source = rows;
            if (source != null) {
                source.cancel();
            }
        }

        @Override
        public void onStart(RowSubscription subscription) {
            rows = subscription;
            var receiver = subscriber;
            if (receiver != null) {
                receiver.onSubscribe(this);
            }
        }

        @Override
        public void onRow(Row row) {
            var receiver = subscriber;
            if (receiver == null) {
                return;
            }
            T value = requireNonNull(mapper.apply(row), "the mapper returned null");
            try {
                receiver.onNext(value);
            } catch (Throwable thrown) {
                throw new Thrown(thrown);
            }
        }

        @Override
        public void onComplete(CommandTag tag) {
            var receiver = subscriber;
            subscriber = null;
            if (receiver != null) {
                receiver.onComplete();
            }
        }

        /** A demand that cannot be is told as what Reactive Streams has for it (rule 3.9), and a mapper's failure as itself. */
        @Override
        public void onError(PgException error) {
            var receiver = subscriber;
            subscriber = null;
            var cause = error.getCause();
            if (cause instanceof Thrown thrown) {
                throw thrown;
            }
            if (receiver != null) {
                receiver.onError(cause != null && isLocal(error) ? cause : error);
            }
        }

        private static boolean isLocal(PgException error) {
            return switch (error.sqlState()) {
                case SqlState.INVALID_PARAMETER_VALUE, SqlState.EXTERNAL_ROUTINE_EXCEPTION ->
                    error instanceof PgRejectedException;
                default -> false;
            };
        }
    }
}
