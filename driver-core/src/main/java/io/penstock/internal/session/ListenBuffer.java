package io.penstock.internal.session;

import io.penstock.ListenEvent;
import io.penstock.ListenerOptions;
import io.penstock.Notification;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a listener has heard and its consumer has not taken: bounded in events and bytes, the oldest dropped and counted, or the listener failed.
 *
 * <p>Safe from any thread. The lock is held for a few instructions, and never while something is waited for.
 */
final class ListenBuffer implements ListenDelivery.Source {

    /** What an event takes beside its text, in bytes: an estimate. */
    private static final int EVENT_BYTES = 64;

    private final ListenerOptions options;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private final ArrayDeque<ListenEvent> events = new ArrayDeque<>();
    private long bytes;
    private long lost;

    /** A reconnect that stood among what was dropped: it is in front of what is left. */
    private ListenEvent.@Nullable Reconnected reconnected;

    private boolean ended;
    private @Nullable PgException failure;

    ListenBuffer(ListenerOptions options) {
        this.options = options;
    }

    /** False when this has made it fail. */
    boolean offer(ListenEvent event) {
        lock.lock();
        try {
            if (ended) {
                return true;
            }
            if (event instanceof ListenEvent.Reconnected) {
                forgetReconnect(); // where nothing was heard in between
            }
            events.add(event);
            bytes += weight(event);
            changed.signal();
            return !isFull() || makeRoom();
        } finally {
            lock.unlock();
        }
    }

    private void forgetReconnect() {
        if (events.isEmpty()) {
            reconnected = null;
        } else if (events.peekLast() instanceof ListenEvent.Reconnected last) {
            bytes -= weight(last);
            events.removeLast();
        }
    }

    private boolean isFull() {
        return events.size() > options.maxEvents() || (bytes > options.maxBytes() && events.size() > 1);
    }

    private boolean makeRoom() {
        return switch (options.overflow()) {
            case DROP_OLDEST -> {
                while (isFull()) {
                    drop(events.remove());
                }
                yield true;
            }
            case FAIL -> {
                bytes -= weight(events.removeLast());
                ended = true;
                failure = new PgRejectedException(
                        "the listener's consumer is too slow: " + events.size() + " events wait",
                        SqlState.CONFIGURATION_LIMIT_EXCEEDED,
                        Outcome.UNKNOWN);
                changed.signalAll();
                yield false;
            }
        };
    }

    private void drop(ListenEvent event) {
        bytes -= weight(event);
        if (event instanceof ListenEvent.Reconnected known) {
            reconnected = known;
        } else {
            lost++;
        }
    }

    private static long weight(ListenEvent event) {
        return event instanceof Notification notification
                ? EVENT_BYTES
                        + 2L
                                * (notification.channel().length()
                                        + notification.payload().length())
                : EVENT_BYTES;
    }

    /** The next event, or null; what was dropped is told in the place of what is missing. */
    @Override
    public @Nullable ListenEvent poll() {
        lock.lock();
        try {
            return next();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ListenEvent next() {
        if (lost > 0) {
            var gap = new ListenEvent.Lost(lost);
            lost = 0;
            return gap;
        }
        var back = reconnected;
        if (back != null) {
            reconnected = null;
            return back;
        }
        var event = events.poll();
        if (event != null) {
            bytes -= weight(event);
        }
        return event;
    }

    /** Waits for the next event; null at the timeout, an exception at the end. */
    @Nullable
    ListenEvent poll(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = nanos;
            while (true) {
                var event = next();
                if (event != null) {
                    return event;
                }
                if (ended) {
                    throw failure != null
                            ? failure
                            : new PgClosedException("the listener is closed", "08003", Outcome.NOT_SENT, null);
                }
                if (left <= 0) {
                    return null;
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes; why, or null where it was closed. The first call counts. */
    void end(@Nullable PgException why) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                failure = why;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #poll()} would give something. */
    boolean isWaiting() {
        lock.lock();
        try {
            return !isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private boolean isEmpty() {
        return lost == 0 && reconnected == null && events.isEmpty();
    }

    @Override
    public boolean isOver() {
        lock.lock();
        try {
            return ended && isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable PgException failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }
}
