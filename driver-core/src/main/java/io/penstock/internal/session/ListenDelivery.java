package io.penstock.internal.session;

import io.penstock.ListenEvent;
import io.penstock.error.PgException;
import io.penstock.internal.flow.Demand;
import io.penstock.internal.flow.SerialDispatcher;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Hands a listener's events to its one subscriber, by demand, on the dispatcher: one signal at a time. Signals end with the terminal one, with a
 * cancel, or with what the subscriber throws.
 */
final class ListenDelivery implements Flow.Subscription {

    /** Events delivered in one go before others get the thread. */
    private static final int EVENTS_PER_DRAIN = 256;

    private final Source source;
    private final SerialDispatcher dispatcher;
    private final Flow.Subscriber<? super ListenEvent> subscriber;
    private final Runnable onCancel;
    private final Demand demand = new Demand();

    /** Where events come from. */
    interface Source {

        /** The next event, or null. */
        @Nullable
        ListenEvent poll();

        /** Whether all was taken and nothing more comes. */
        boolean isOver();

        /** Why nothing more comes; null where that was asked for. */
        @Nullable
        PgException failure();
    }

    /** From the beginning: the first drain follows {@code onSubscribe}, and none comes before it. */
    private final AtomicBoolean scheduled = new AtomicBoolean(true);

    private volatile boolean cancelled;

    ListenDelivery(
            Source source,
            SerialDispatcher dispatcher,
            Flow.Subscriber<? super ListenEvent> subscriber,
            Runnable onCancel) {
        this.source = source;
        this.dispatcher = dispatcher;
        this.subscriber = subscriber;
        this.onCancel = onCancel;
    }

    void start() {
        dispatcher.execute(() -> {
            subscriber.onSubscribe(this);
            drain();
        });
    }

    @Override
    public void request(long events) {
        try {
            demand.request(events);
        } catch (IllegalArgumentException e) {
            dispatcher.execute(() -> fail(e));
            return;
        }
        schedule();
    }

    @Override
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            onCancel.run();
        }
    }

    /** Any thread: there may be something to deliver. */
    void schedule() {
        if (!cancelled && scheduled.compareAndSet(false, true)) {
            dispatcher.execute(this::drain);
        }
    }

    private void drain() {
        scheduled.set(false);
        for (var i = 0; i < EVENTS_PER_DRAIN && !cancelled; i++) {
            if (source.isOver()) {
                end();
                return;
            }
            if (demand.outstanding() == 0) {
                return;
            }
            var event = source.poll();
            if (event == null) {
                return;
            }
            demand.take(1);
            deliver(event);
        }
        schedule();
    }

    private void deliver(ListenEvent event) {
        try {
            subscriber.onNext(event);
        } catch (Throwable thrown) {
            fail(thrown);
        }
    }

    private void end() {
        cancelled = true;
        var failure = source.failure();
        if (failure == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(failure);
        }
    }

    private void fail(Throwable thrown) {
        if (!cancelled) {
            cancel();
            subscriber.onError(thrown);
        }
    }
}
