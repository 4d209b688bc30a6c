package io.penstock.internal.flow;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What the event loop has gathered for one dispatcher while it handles one read: a chain of signals, and completions
 * that are still to be published. Confined to the thread that opened it; {@link #isMine} may be asked by any.
 *
 * <p>Bounded by what one read of the socket can hold.
 */
final class Burst {
    private static final Object NO_VALUE = new Object();

    private record Failure(Throwable error) {}

    /**
     * Written by the owner only. Others read it without synchronisation: whatever they see, it is not themselves,
     * because only their own write could have put them there.
     */
    private @Nullable Thread owner;

    private int depth;
    private @Nullable Signal youngest;
    private @Nullable Signal oldest;

    /** Futures, each followed by what it is to be completed with. */
    private final ArrayDeque<Object> held = new ArrayDeque<>(0);

    /** Starts the drain that is to find all of it; null where none was reserved. */
    private @Nullable Runnable prepared;

    /** The one whose completion is being published. */
    private @Nullable DriverFuture<?> publishing;

    boolean isMine() {
        return owner == Thread.currentThread();
    }

    void open() {
        owner = Thread.currentThread();
        depth++;
    }

    /** True when it was the outermost one: the caller then publishes, calls {@link #close} and flushes. */
    boolean leave() {
        return --depth == 0;
    }

    /** What starts the drain that was reserved meanwhile; null where none was. */
    @Nullable
    Runnable close() {
        owner = null;
        var start = prepared;
        prepared = null;
        return start;
    }

    void add(Signal task) {
        task.linked(youngest);
        youngest = task;
        if (oldest == null) {
            oldest = task;
        }
    }

    /** Moves the chain to the queue; false when there was none. */
    boolean flush(SerialQueue queue) {
        if (youngest == null || oldest == null) {
            return false;
        }
        queue.push(youngest, oldest);
        youngest = null;
        oldest = null;
        return true;
    }

    <T extends @Nullable Object> void hold(DriverFuture<T> future, T value, @Nullable Throwable error) {
        held.add(future);
        held.add(error != null ? new Failure(error) : value != null ? value : NO_VALUE);
    }

    boolean holdsAny() {
        return youngest != null || !held.isEmpty();
    }

    void prepared(Runnable start) {
        prepared = start;
    }

    boolean holdsCompletion() {
        return !held.isEmpty();
    }

    /** Publishes the completion that has been held for longest. Of several of one future the first counts. */
    @SuppressWarnings("unchecked") // what follows a future is its own
    void publishNext(@Nullable Throwable refusal) {
        var future = (DriverFuture<@Nullable Object>) held.remove();
        var completion = held.remove();
        publishing = future;
        if (completion instanceof Failure failure) {
            future.publish(null, failure.error(), null);
        } else {
            future.publish(completion == NO_VALUE ? null : completion, null, future.observed() ? refusal : null);
        }
        publishing = null;
    }

    /** Adds what runs a function: of a future that is being published, to whose first one it lends itself, or of none. */
    void addRun(Runnable function) {
        var published = publishing;
        if (published == null) {
            add(new SerialDispatcher.Plain(function));
        } else if (published.lendsItself(function)) {
            add(published);
        } else {
            add(new SerialDispatcher.Continuation(function, published.begunAt()));
        }
    }
}
