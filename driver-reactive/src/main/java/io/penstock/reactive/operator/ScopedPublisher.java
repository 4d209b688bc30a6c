package io.penstock.reactive.operator;

import static java.util.Objects.requireNonNull;

import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Somebody's publisher inside a scope: the first demand opens the scope, its end closes it, and the subscriber hears of the end when the scope is
 * closed. A cancel ends both, the scope as after a failure.
 *
 * @param <S> what the scope hands to the work
 * @param <T> an element
 */
public final class ScopedPublisher<S, T> implements Publisher<T> {

    private final Scope<S> scope;
    private final Function<? super S, ? extends Publisher<? extends T>> work;
    private final DroppedErrors dropped;

    /**
     * What is opened before the work and closed behind it.
     *
     * @param <S> what it hands to the work
     */
    @FunctionalInterface
    public interface Scope<S> {

        /** Opens the scope, runs the work, and closes the scope when the work's stage has ended; ends then. */
        CompletionStage<Boolean> run(Function<S, CompletionStage<Boolean>> work);
    }

    public ScopedPublisher(
            Scope<S> scope, Function<? super S, ? extends Publisher<? extends T>> work, DroppedErrors dropped) {
        this.scope = scope;
        this.work = work;
        this.dropped = dropped;
    }

    @Override
    public void subscribe(Subscriber<? super T> subscriber) {
        var execution = new Execution<S, T>(this, requireNonNull(subscriber, "subscriber"));
        execution.downstream.start(execution);
    }

    /** One subscriber's run: the subscription of who is below, and the subscriber of what is inside. */
    private static final class Execution<S, T> implements Subscription, Subscriber<T> {

        private final ScopedPublisher<S, T> publisher;
        private final Downstream<T> downstream;
        private final Requests requests = new Requests();
        private final AtomicBoolean started = new AtomicBoolean();
        private final AtomicBoolean entered = new AtomicBoolean();
        private final AtomicReference<@Nullable Subscription> inner = new AtomicReference<>();
        private final CompletableFuture<Boolean> workEnd = new CompletableFuture<>();
        private volatile @Nullable CompletionStage<Boolean> opened;
        private volatile @Nullable Throwable refusal;

        Execution(ScopedPublisher<S, T> publisher, Subscriber<? super T> subscriber) {
            this.publisher = publisher;
            this.downstream = new Downstream<>(subscriber, publisher.dropped);
        }

        // ---- from below

        @Override
        public void request(long n) {
            if (n <= 0) {
                refuse(Wanted.refusal(n));
                return;
            }
            requests.add(n);
            if (started.compareAndSet(false, true)) {
                open();
            }
        }

        private void refuse(IllegalArgumentException why) {
            refusal = why;
            if (started.compareAndSet(false, true)) {
                downstream.fail(why);
            } else {
                abandon(why);
            }
        }

        @Override
        public void cancel() {
            downstream.forget();
            abandon(new CancellationException("the subscriber has cancelled"));
        }

        private void abandon(Throwable why) {
            var running = inner.getAndSet(Requests.NONE);
            if (running != null) {
                running.cancel();
            }
            workEnd.completeExceptionally(why);
            var opening = opened;
            if (opening != null && !entered.get()) {
                opening.toCompletableFuture().cancel(true);
            }
        }

        // ---- the scope

        private void open() {
            try {
                var opening = publisher.scope.run(this::enter);
                opened = opening;
                opening.whenComplete(this::closed);
                if (workEnd.isDone() && !entered.get()) {
                    opening.toCompletableFuture().cancel(true);
                }
            } catch (Throwable thrown) {
                downstream.fail(thrown);
            }
        }

        private CompletionStage<Boolean> enter(S inside) {
            entered.set(true);
            if (!workEnd.isDone()) {
                requireNonNull(publisher.work.apply(inside), "the function returned null instead of a publisher")
                        .subscribe(this);
            }
            return workEnd;
        }

        private void closed(Boolean done, @Nullable Throwable error) {
            var why = refusal != null ? refusal : error == null ? null : StagePublisher.unwrapped(error);
            if (why == null) {
                downstream.complete();
            } else if (downstream.isOpen() || !isCancellation(why)) {
                downstream.fail(why);
            }
        }

        /** What a cancel from below leads to is no news to anybody. */
        private static boolean isCancellation(Throwable why) {
            return why instanceof CancellationException
                    || (why instanceof PgException error && error.sqlState().equals(SqlState.QUERY_CANCELED));
        }

        // ---- from inside

        @Override
        public void onSubscribe(Subscription subscription) {
            if (inner.compareAndSet(null, requireNonNull(subscription, "subscription"))) {
                requests.passTo(subscription);
            } else {
                subscription.cancel(); // rule 2.5, or a cancel from below
            }
        }

        @Override
        public void onNext(T element) {
            if (!downstream.next(requireNonNull(element, "element"))) {
                cancel();
            }
        }

        @Override
        public void onError(Throwable error) {
            workEnd.completeExceptionally(requireNonNull(error, "error"));
        }

        @Override
        public void onComplete() {
            workEnd.complete(true);
        }
    }
}
