package io.penstock.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.CommandTag;
import io.penstock.Row;
import io.penstock.RowStream;
import io.penstock.RowSubscriber;
import io.penstock.RowSubscription;
import io.penstock.error.Outcome;
import io.penstock.error.PgRejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collector;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class RowPublisherTest {

    private final HandedStream stream = new HandedStream();
    private final Recorder recorder = new Recorder();

    @Test
    void passesDemandAndCancelOn() {
        RowPublisher.of(stream, row -> "x").subscribe(recorder);
        stream.subscriber.onStart(stream);

        recorder.subscription.request(3);
        recorder.subscription.cancel();

        assertThat(stream.calls).containsExactly("request 3", "cancel");
    }

    @Test
    void passesTheEndOn() {
        RowPublisher.of(stream, row -> "x").subscribe(recorder);
        stream.subscriber.onStart(stream);
        stream.subscriber.onComplete(CommandTag.parse("SELECT 0"));

        assertThat(recorder.signals).containsExactly("subscribed", "complete");
    }

    @Test
    void passesAnErrorOn() {
        RowPublisher.of(stream, row -> "x").subscribe(recorder);
        stream.subscriber.onStart(stream);
        stream.subscriber.onError(new PgRejectedException("no", "53000", Outcome.NOT_SENT));

        assertThat(recorder.signals).containsExactly("subscribed", "error PgRejectedException");
    }

    @Test
    void refusesASecondSubscriber() {
        var publisher = RowPublisher.of(stream, row -> "x");
        publisher.subscribe(new Recorder());
        publisher.subscribe(recorder);

        assertThat(recorder.signals).containsExactly("subscribed", "error IllegalStateException");
    }

    @Test
    void refusesANullSubscriberAtOnce() {
        assertThatThrownBy(() -> RowPublisher.of(stream, row -> "x").subscribe(null))
                .isInstanceOf(NullPointerException.class);
        assertThat(stream.subscriber).isNull();
    }

    /** A stream whose subscriber the test talks to. */
    private static final class HandedStream implements RowStream, RowSubscription {

        private final List<String> calls = new ArrayList<>();
        private RowSubscriber subscriber;

        @Override
        public void subscribe(RowSubscriber newSubscriber) {
            subscriber = newSubscriber;
        }

        @Override
        public CompletionStage<CommandTag> forEach(Consumer<? super Row> action) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <R> CompletionStage<R> collect(Collector<? super Row, ?, R> collector) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long bufferedBytes() {
            return 0;
        }

        @Override
        public void request(long rows) {
            calls.add("request " + rows);
        }

        @Override
        public void cancel() {
            calls.add("cancel");
        }
    }

    private static final class Recorder implements Subscriber<String> {

        private final List<String> signals = new ArrayList<>();
        private Subscription subscription;

        @Override
        public void onSubscribe(Subscription newSubscription) {
            subscription = newSubscription;
            signals.add("subscribed");
        }

        @Override
        public void onNext(String value) {
            signals.add("next " + value);
        }

        @Override
        public void onError(Throwable error) {
            signals.add("error " + error.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }
    }
}
