package io.penstock.reactive.operator;

import static java.util.Objects.requireNonNull;

import io.penstock.CommandTag;
import io.penstock.CopyIn;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A {@code COPY … FROM STDIN} of what a publisher brings. The first demand begins it; the data's publisher is subscribed to when the server
 * waits for data; the tag comes when the server has taken all. A cancel, or a failure of the data, ends the copy without a row.
 */
public final class CopyInPublisher implements Publisher<CommandTag> {

    private final Supplier<? extends CompletionStage<CopyIn>> opening;
    private final Publisher<? extends ByteBuffer> data;
    private final DroppedErrors dropped;

    public CopyInPublisher(
            Supplier<? extends CompletionStage<CopyIn>> opening,
            Publisher<? extends ByteBuffer> data,
            DroppedErrors dropped) {
        this.opening = opening;
        this.data = data;
        this.dropped = dropped;
    }

    @Override
    public void subscribe(Subscriber<? super CommandTag> subscriber) {
        var execution = new Execution(requireNonNull(subscriber, "subscriber"));
        execution.downstream.start(execution);
    }

    /** One subscriber's copy. */
    private final class Execution implements Subscription {

        private final Downstream<CommandTag> downstream;
        private final AtomicBoolean started = new AtomicBoolean();
        private volatile @Nullable CopyInSubscriber feeding;

        Execution(Subscriber<? super CommandTag> subscriber) {
            downstream = new Downstream<>(subscriber, dropped);
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                started.set(true);
                downstream.fail(Wanted.refusal(n));
                stop("its subscriber broke rule 3.9 of Reactive Streams");
            } else if (started.compareAndSet(false, true)) {
                begin();
            }
        }

        private void begin() {
            try {
                opening.get().whenComplete((copy, error) -> {
                    if (error == null) {
                        feed(copy);
                    } else {
                        downstream.fail(StagePublisher.unwrapped(error));
                    }
                });
            } catch (Throwable thrown) {
                downstream.fail(thrown);
            }
        }

        private void feed(CopyIn copy) {
            var subscriber = new CopyInSubscriber(copy);
            feeding = subscriber;
            subscriber.result().whenComplete(this::ended);
            if (downstream.isOpen()) {
                data.subscribe(subscriber);
            } else {
                stop("its subscriber has cancelled");
            }
        }

        private void ended(@Nullable CommandTag tag, @Nullable Throwable error) {
            if (error != null) {
                if (downstream.isOpen()) {
                    downstream.fail(StagePublisher.unwrapped(error));
                }
            } else if (downstream.next(requireNonNull(tag))) {
                downstream.complete();
            }
        }

        @Override
        public void cancel() {
            downstream.forget();
            stop("its subscriber has cancelled");
        }

        private void stop(String reason) {
            var running = feeding;
            if (running != null) {
                running.giveUp(reason);
            }
        }
    }
}
