package io.penstock.internal.flow;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What the event loop has gathered for one dispatcher while it handles one read: a chain of signals, and completions
 * that are still to be published. Confined to the thread that opened it; {@link #isMine} may be asked by any.
 *
 * <p>Bounded by what one read of the socket can hold.
 */
final class Burst {
    private static final Object NO_VALUE = new Object();

    /**
     * So many are woken by the loop, and the others by them: one at a time would leave processors idle, and all at once would take the loop's own. On
     * few processors there are other loops as well.
     */
    private static final int ROWS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

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

    /** Some of them are for more than a thread that waits. */
    private boolean holdsObserved;

    /** Those that can go on; null for one that another wakes. */
    private final ArrayList<@Nullable WaitingThread> awaiting = new ArrayList<>(0);

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
        holdsObserved |= future.observed();
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

    /** Whether what is held needs a drain; once asked, what comes behind is counted anew. */
    boolean takeObserved() {
        var answer = holdsObserved;
        holdsObserved = false;
        return answer;
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

    /** What it waits for is done. */
    void wakes(WaitingThread thread) {
        awaiting.add(thread);
    }

    /** The outermost one has ended: puts them into rows, and wakes the first of each. */
    void wakeAll() {
        for (var i = awaiting.size() - 1; i >= ROWS; i--) {
            var thread = requireNonNull(awaiting.get(i), "in no row yet");
            var before = requireNonNull(awaiting.get(i - ROWS), "in no row yet");
            if (before.goesBefore(thread)) {
                awaiting.set(i, null);
            }
        }
        for (var first : awaiting) {
            if (first != null) {
                first.wake();
            }
        }
        awaiting.clear();
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
