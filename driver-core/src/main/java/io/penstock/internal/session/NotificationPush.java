package io.penstock.internal.session;

import io.penstock.ListenEvent;
import io.penstock.error.PgException;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Hands what a session was notified of to one subscriber, off the loop and off the callers' threads. What comes with the answers to calls is handed on at once; while
 * nobody is in a call the connection is looked at ten times a second.
 *
 * <p>Any thread.
 */
final class NotificationPush implements ListenDelivery.Source {

    private static final Duration PERIOD = Duration.ofMillis(100);

    private final RealBlockingConnection connection;
    private final ListenBuffer heard;
    private final @Nullable Tenure tenure;
    private final ListenDelivery delivery;
    private final Beat beat;
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();

    /** @param why null where it was asked for */
    private record End(@Nullable PgException why) {}

    /**
     * @param heard what the session was notified of
     * @param tenure for as long as which it is pushed; null for as long as the connection lasts
     */
    NotificationPush(
            RealBlockingConnection connection,
            ListenBuffer heard,
            @Nullable Tenure tenure,
            Flow.Subscriber<? super ListenEvent> subscriber) {
        var runtime = connection.core().runtime();
        this.connection = connection;
        this.heard = heard;
        this.tenure = tenure;
        this.delivery = new ListenDelivery(this, runtime.dispatchers().get(), subscriber, this::stop);
        this.beat = new Beat(runtime, PERIOD, this::look);
    }

    void start() {
        delivery.start();
        beat.start();
    }

    /** There may be something to deliver. */
    void wake() {
        delivery.schedule();
    }

    private void look() {
        if (Tenure.hasEnded(tenure)) {
            end(null);
        } else {
            connection.lookAfter();
        }
    }

    boolean isUnder(Tenure other) {
        return tenure == other;
    }

    /** What was heard is delivered first; then the error, or the completion where there is none. The first call counts. */
    void end(@Nullable PgException why) {
        if (end.compareAndSet(null, new End(why))) {
            stop();
            wake();
        }
    }

    private void stop() {
        beat.stop();
        connection.heard().ended(this);
    }

    // ---- what is delivered

    @Override
    public @Nullable ListenEvent poll() {
        return Tenure.hasEnded(tenure) ? null : heard.poll();
    }

    @Override
    public boolean isOver() {
        return end.get() != null && (Tenure.hasEnded(tenure) || !heard.isWaiting());
    }

    @Override
    public @Nullable PgException failure() {
        var ended = end.get();
        return ended == null ? null : ended.why();
    }
}
