package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.ListenEvent;
import io.penstock.ListenerOptions;
import io.penstock.Notification;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.flow.BlockingGuard;
import io.penstock.internal.flow.Deadline;
import io.penstock.internal.transport.CallerLink;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a session was notified of whose connection its callers run: for a thread that polls, or for a subscriber.
 *
 * <p>Heard by the connection's owner; asked for by any thread.
 */
final class CallerNotifications {

    private final RealBlockingConnection connection;
    private final ConnectionCore core;
    private final SessionState state;
    private final CallerLink link;

    /** What nobody has taken yet; another one for each user of the session, so that nobody is told what the next one hears. */
    private volatile ListenBuffer waiting = fresh();

    private final AtomicReference<@Nullable NotificationPush> push = new AtomicReference<>();

    CallerNotifications(RealBlockingConnection connection, ConnectionCore core, SessionState state, CallerLink link) {
        this.connection = connection;
        this.core = core;
        this.state = state;
        this.link = link;
    }

    private static ListenBuffer fresh() {
        return new ListenBuffer(ListenerOptions.defaults());
    }

    /** The owner: one has come. Before a reset is answered they are for the session's last user. */
    void hear(Notification notification) {
        if (core.resetsDue().get() > 0) {
            return;
        }
        state.listening(true);
        waiting.offer(notification);
        var current = push.get();
        if (current != null) {
            current.wake();
        }
    }

    /** Who wanted them is gone. */
    void forget() {
        state.listening(false);
        end(null);
        waiting = fresh();
    }

    // ---- a thread that polls

    /** @param tenure under which it is asked for; null for the connection's own user */
    @Nullable
    ListenEvent poll(Duration timeout, @Nullable Tenure tenure) {
        BlockingGuard.check();
        if (push.get() != null) {
            throw taken("poll");
        }
        var deadline = Deadline.after(timeout, System::nanoTime);
        if (!link.tryEnter(timeout)) {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted();
            }
            return Tenure.hasEnded(tenure) ? null : waiting.poll();
        }
        try {
            core.requireLent(tenure, "poll");
            if (connection.occupancy().isFree()) {
                await(deadline);
            }
            var event = waiting.poll();
            var ending = core.ending();
            if (event == null && ending != null) {
                throw ending.in(core.context("poll", null));
            }
            return event;
        } finally {
            connection.leave();
        }
    }

    private PgException taken(String operation) {
        return new PgRejectedException(
                        "the connection's notifications have a subscriber", SqlState.OBJECT_IN_USE, Outcome.NOT_SENT)
                .in(core.context(operation, null));
    }

    private PgException interrupted() {
        return new PgRejectedException(
                        "the thread was interrupted before it waited", SqlState.QUERY_CANCELED, Outcome.NOT_SENT)
                .in(core.context("poll", null));
    }

    /** What has come by now is taken in in any case. */
    private void await(Deadline deadline) {
        long left;
        do {
            left = deadline.remainingNanos();
        } while (!waiting.isWaiting() && link.glance(left) && left > 0);
    }

    // ---- a subscriber

    /** @param tenure for as long as which they are pushed; null for as long as the connection lasts */
    void subscribe(Flow.Subscriber<? super ListenEvent> subscriber, @Nullable Tenure tenure) {
        var started = new NotificationPush(connection, waiting, tenure, requireNonNull(subscriber, "subscriber"));
        if (!push.compareAndSet(null, started)) {
            throw taken("listen");
        }
        started.start();
        var ending = core.ending();
        if (ending != null) {
            started.end(ending.in(core.context("listen", null)));
        } else if (Tenure.hasEnded(tenure)) {
            started.end(ConnectionCore.returned().in(core.context("listen", null)));
        }
    }

    void ended(NotificationPush over) {
        push.compareAndSet(over, null);
    }

    /** What comes from now on is not the subscriber's any more. */
    void end(@Nullable PgException why) {
        var current = push.get();
        if (current != null) {
            current.end(why);
        }
    }

    /** The same where the subscriber's time is this one. */
    void endUnder(Tenure tenure) {
        var current = push.get();
        if (current != null && current.isUnder(tenure)) {
            current.end(null);
            waiting = fresh();
        }
    }
}
