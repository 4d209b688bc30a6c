package io.penstock.r2dbc;

import io.penstock.Query;
import io.penstock.reactive.operator.Downstream;
import io.r2dbc.spi.Result;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * One execution of one statement. The first demand sends it; the result is published when the server has begun to answer, and read as its
 * subscriber asks. A cancel before that ends the statement; one behind it leaves the result to who has it.
 */
final class StreamedResult implements Publisher<Result> {

    private final SpiSession session;
    private final Query query;
    private final Segments.Rows rows;

    StreamedResult(SpiSession session, Query query, Segments.Rows rows) {
        this.session = session;
        this.query = query;
        this.rows = rows;
    }

    @Override
    public void subscribe(Subscriber<? super Result> subscriber) {
        var execution = new Execution(SpiArguments.present(subscriber, "subscriber"));
        execution.downstream.start(execution);
    }

    private final class Execution implements Subscription {

        private final Downstream<Result> downstream;
        private final AtomicBoolean started = new AtomicBoolean();

        /** Whether the result belongs to who reads it. */
        private final AtomicBoolean handedOver = new AtomicBoolean();

        private volatile @Nullable StreamedSegments segments;

        Execution(Subscriber<? super Result> subscriber) {
            downstream = new Downstream<>(subscriber, session.dropped());
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                started.set(true);
                downstream.fail(new IllegalArgumentException(
                        "request(" + n + "): at least 1 result must be asked for (Reactive Streams rule 3.9)"));
                stop();
            } else if (started.compareAndSet(false, true)) {
                send();
            }
        }

        private void send() {
            var sent = new StreamedSegments(
                    new Segments(session.codecs(), rows), session.dropped(), this::answered, this::ended);
            segments = sent;
            session.opened(sent);
            sent.send(session.connection().stream(query));
            if (!downstream.isOpen()) {
                stop();
            }
        }

        private void answered() {
            var sent = segments;
            if (sent != null && downstream.isOpen() && handedOver.compareAndSet(false, true)) {
                downstream.next(new RealResult(sent, session.dropped()));
                downstream.complete();
            }
        }

        private void ended() {
            var sent = segments;
            if (sent != null) {
                session.ended(sent);
            }
        }

        @Override
        public void cancel() {
            downstream.forget();
            stop();
        }

        private void stop() {
            var sent = segments;
            if (sent != null && handedOver.compareAndSet(false, true)) {
                sent.stop();
            }
        }
    }
}
