package io.penstock.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Takes all that a publisher has, with all demand at once: no library between the driver and what is measured. */
final class Publishing {

    private Publishing() {}

    /** Calls with each element, and once behind the last; an error ends the process, since nothing is measured then. */
    static <T> void each(Publisher<T> publisher, Consumer<? super T> element, Runnable end) {
        publisher.subscribe(new Taking<>(element, end));
    }

    static <T> void drain(Publisher<T> publisher, Consumer<? super T> element) {
        var ended = new CompletableFuture<@Nullable Void>();
        each(publisher, element, () -> ended.complete(null));
        ended.join();
    }

    /** The last element. */
    static <T> T last(Publisher<T> publisher) {
        var last = new CompletableFuture<T>();
        var elements = new Object() {
            @Nullable
            T last;
        };
        each(publisher, element -> elements.last = element, () -> {
            var found = elements.last;
            if (found == null) {
                last.completeExceptionally(new IllegalStateException("nothing was published"));
            } else {
                last.complete(found);
            }
        });
        return last.join();
    }

    private record Taking<T>(Consumer<? super T> element, Runnable end) implements Subscriber<T> {

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(T next) {
            element.accept(next);
        }

        @Override
        public void onError(Throwable error) {
            Worker.fail(error);
        }

        @Override
        public void onComplete() {
            end.run();
        }
    }
}
