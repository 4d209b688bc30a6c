package io.penstock.r2dbc;

import io.penstock.reactive.operator.Downstream;
import io.penstock.reactive.operator.DroppedErrors;
import io.r2dbc.spi.Result.Message;
import io.r2dbc.spi.Result.Segment;
import io.r2dbc.spi.Result.UpdateCount;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The sum of a result's update counts, when the statement has ended; nothing where there is none. Rows are dropped unread. */
final class UpdateCounts implements Publisher<Long> {

    private final Publisher<Segment> source;
    private final DroppedErrors dropped;

    UpdateCounts(Publisher<Segment> source, DroppedErrors dropped) {
        this.source = source;
        this.dropped = dropped;
    }

    @Override
    public void subscribe(Subscriber<? super Long> subscriber) {
        source.subscribe(new Sum(new Downstream<>(SpiArguments.present(subscriber, "subscriber"), dropped)));
    }

    private static final class Sum implements Subscriber<Segment>, Subscription {

        private final Downstream<Long> downstream;
        private final AtomicBoolean asked = new AtomicBoolean();
        private Subscription upstream = this;
        private long sum;
        private boolean counted;

        Sum(Downstream<Long> downstream) {
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
                upstream.request(n);
            } else if (asked.compareAndSet(false, true)) {
                upstream.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void cancel() {
            downstream.forget();
            upstream.cancel();
        }

        @Override
        public void onNext(Segment segment) {
            if (segment instanceof UpdateCount count) {
                counted = true;
                sum += count.value();
            } else if (segment instanceof Message message) {
                upstream.cancel();
                downstream.fail(message.exception());
            }
        }

        @Override
        public void onError(Throwable error) {
            downstream.fail(error);
        }

        @Override
        public void onComplete() {
            if (!downstream.isOpen()) {
                return;
            }
            if (counted) {
                downstream.next(sum);
            }
            downstream.complete();
        }
    }
}
