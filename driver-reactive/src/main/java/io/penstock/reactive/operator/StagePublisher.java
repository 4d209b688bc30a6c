package io.penstock.reactive.operator;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * An operation that ends in a stage, begun anew by the first demand of each subscriber. A cancel cancels the stage.
 *
 * @param <V> what the stage brings
 * @param <T> an element
 */
public final class StagePublisher<V extends @Nullable Object, T> implements Publisher<T> {

    private final Supplier<? extends CompletionStage<V>> operation;
    private final Function<? super V, ? extends Iterable<? extends T>> mapper;
    private final UnaryOperator<Throwable> errors;
    private final DroppedErrors dropped;

    private StagePublisher(
            Supplier<? extends CompletionStage<V>> operation,
            Function<? super V, ? extends Iterable<? extends T>> mapper,
            UnaryOperator<Throwable> errors,
            DroppedErrors dropped) {
        this.operation = operation;
        this.mapper = mapper;
        this.errors = errors;
        this.dropped = dropped;
    }

    /** Publishes the elements that what the stage brings is made into. */
    public static <V extends @Nullable Object, T> StagePublisher<V, T> ofAll(
            Supplier<? extends CompletionStage<V>> operation,
            Function<? super V, ? extends Iterable<? extends T>> mapper,
            DroppedErrors dropped) {
        return new StagePublisher<>(operation, mapper, StagePublisher::unwrapped, dropped);
    }

    /** Publishes the one value that what the stage brings is made into. */
    public static <V extends @Nullable Object, T> StagePublisher<V, T> of(
            Supplier<? extends CompletionStage<V>> operation,
            Function<? super V, ? extends T> mapper,
            DroppedErrors dropped) {
        return new StagePublisher<V, T>(
                operation, value -> List.of(mapper.apply(value)), StagePublisher::unwrapped, dropped);
    }

    /** Publishes no value: only that the stage has ended. */
    public static <V extends @Nullable Object, T> StagePublisher<V, T> ofEnd(
            Supplier<? extends CompletionStage<V>> operation, DroppedErrors dropped) {
        return new StagePublisher<V, T>(operation, value -> List.of(), StagePublisher::unwrapped, dropped);
    }

    /** The same with errors told as something else. */
    public StagePublisher<V, T> tellingErrorsAs(UnaryOperator<Throwable> newErrors) {
        return new StagePublisher<>(operation, mapper, newErrors, dropped);
    }

    @Override
    public void subscribe(Subscriber<? super T> subscriber) {
        var execution = new Execution<V, T>(this, requireNonNull(subscriber, "subscriber"));
        execution.downstream.start(execution);
    }

    /**
     * One subscriber's run. What is told is told by whoever has entered {@link #drain} first; others leave it a note that there is more to
     * do.
     */
    private static final class Execution<V extends @Nullable Object, T> implements Subscription {

        private final StagePublisher<V, T> publisher;
        private final Downstream<T> downstream;
        private final Wanted wanted = new Wanted();
        private final AtomicBoolean started = new AtomicBoolean();
        private final AtomicInteger notes = new AtomicInteger();
        private volatile @Nullable CompletionStage<?> stage;
        private volatile @Nullable Iterator<? extends T> elements;
        private volatile @Nullable Throwable failure;

        Execution(StagePublisher<V, T> publisher, Subscriber<? super T> subscriber) {
            this.publisher = publisher;
            this.downstream = new Downstream<>(subscriber, publisher.dropped);
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                failure = Wanted.refusal(n);
                cancelStage();
            } else {
                wanted.add(n);
                if (started.compareAndSet(false, true)) {
                    begin();
                }
            }
            drain();
        }

        private void begin() {
            try {
                var begun = publisher.operation.get();
                stage = begun;
                begun.whenComplete(this::ended);
                if (!downstream.isOpen()) {
                    cancelStage();
                }
            } catch (Throwable thrown) {
                failure = publisher.errors.apply(thrown);
            }
        }

        private void ended(V value, @Nullable Throwable error) {
            if (error == null) {
                try {
                    elements = publisher.mapper.apply(value).iterator();
                } catch (Throwable thrown) {
                    failure = thrown;
                }
            } else if (failure == null) {
                failure = publisher.errors.apply(error);
            }
            drain();
        }

        @Override
        public void cancel() {
            downstream.forget();
            cancelStage();
        }

        private void cancelStage() {
            var running = stage;
            if (running != null) {
                running.toCompletableFuture().cancel(true);
            }
        }

        private void drain() {
            if (notes.getAndIncrement() != 0) {
                return;
            }
            var seen = 1;
            do {
                tell();
                seen = notes.addAndGet(-seen);
            } while (seen != 0);
        }

        private void tell() {
            var why = failure;
            if (why != null) {
                if (downstream.isOpen()) {
                    downstream.fail(why);
                }
                return;
            }
            var rest = elements;
            while (rest != null && downstream.isOpen()) {
                if (!rest.hasNext()) {
                    downstream.complete();
                } else if (failure != null || !wanted.take()) {
                    return;
                } else {
                    downstream.next(rest.next());
                }
            }
        }
    }

    /** What a stage failed with. */
    public static Throwable unwrapped(Throwable error) {
        return error instanceof CompletionException wrapper && wrapper.getCause() != null ? wrapper.getCause() : error;
    }
}
