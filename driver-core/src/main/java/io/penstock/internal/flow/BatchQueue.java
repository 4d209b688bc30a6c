package io.penstock.internal.flow;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Carries row batches from the event loop to a stream's consumer, in order. The stream's end stands in the same queue, so
 * it cannot overtake a batch.
 *
 * <p>Bounded in bytes by a {@link ByteWindow}, which the streams of a connection share: {@link #offer} says when reading has to stop,
 * {@link #consumed} when it may go on. What the consumer is working on counts as held until it says {@code
 * consumed}. Each batch ends in exactly one place: at the consumer, or at {@link Batch#discard()}.
 *
 * <p>Offering and ending are confined to the event loop. Polling is confined to the consumer, one thread at a time,
 * which a {@link SerialDispatcher} provides. Cancelling is safe from any thread.
 *
 * <p>The queue inside is the JDK's: there is one entry for a read of the socket, not for a row, so its 24 bytes an
 * entry weigh nothing, and it may be emptied by two threads, which makes a cancel that races with everything simple.
 *
 * @param <T> what is carried
 */
public final class BatchQueue<T extends BatchQueue.Batch> {
    private final ByteWindow window;

    /** This queue's part of what the window holds. */
    private final AtomicLong held = new AtomicLong();

    /** Batches, and at most one {@link End}, which stays at the head. */
    private final ConcurrentLinkedQueue<Batch> entries = new ConcurrentLinkedQueue<>();

    private volatile boolean cancelled;

    /** Confined to the loop. */
    private boolean ended;

    public BatchQueue(ByteWindow window) {
        this.window = window;
    }

    /**
     * Loop: hands a batch over, or discards it if the stream was cancelled.
     *
     * @return whether this was too much, so that reading has to stop
     */
    public boolean offer(T batch) {
        if (cancelled) {
            batch.discard();
            return false;
        }
        if (ended) {
            throw new AssertionError("BUG: a batch after the end");
        }
        int bytes = batch.byteLength();
        held.addAndGet(bytes);
        boolean over = window.add(bytes);
        entries.add(batch);
        if (cancelled) {
            // The canceller may have looked before the batch was there.
            discardAll();
            return false;
        }
        return over;
    }

    /** Loop: no more batches, the result is whole. Ignored after another end. */
    public void complete() {
        end(new End(State.COMPLETED, null));
    }

    /** Loop: no more batches; those before it are still delivered. Ignored after another end. */
    public void fail(Throwable failure) {
        end(new End(State.FAILED, failure));
    }

    private void end(End end) {
        if (!ended) {
            ended = true;
            entries.add(end);
        }
    }

    /** Any thread: the consumer wants no more. What is queued is discarded, and what comes. */
    public void cancel() {
        cancelled = true;
        discardAll();
    }

    /**
     * Consumer: the next batch, which it owns until {@link #consumed}.
     *
     * @return null when there is none now, or no more: {@link #next} tells the two apart
     */
    @SuppressWarnings("unchecked") // what is not the end is a T
    public @Nullable T poll() {
        var first = entries.peek();
        if (first == null || first instanceof End) {
            // Nothing is taken that was not seen: what comes in between may be the end, which has to stay.
            return null;
        }
        var entry = entries.poll();
        // An end after all: a cancel has taken the batch before it, and wants neither.
        return entry instanceof End ? null : (T) entry;
    }

    /**
     * Consumer: what a {@link #poll} will bring: {@code READY} a batch, {@code OPEN} nothing yet, else how the stream
     * ended, all its batches having been polled.
     */
    public State next() {
        if (cancelled) {
            return State.CANCELLED;
        }
        var entry = entries.peek();
        if (entry == null) {
            return State.OPEN;
        }
        return entry instanceof End end ? end.state : State.READY;
    }

    /** Why, when {@link #next} says {@code FAILED}. */
    public @Nullable Throwable failure() {
        return entries.peek() instanceof End end ? end.failure : null;
    }

    /**
     * Consumer: done with a polled batch.
     *
     * @return whether reading may go on if it was stopped: the window is not over any more, or nothing in it is this queue's
     */
    public boolean consumed(T batch) {
        return release(batch.byteLength());
    }

    /** Bytes offered and not consumed; a gauge. */
    public long heldBytes() {
        return held.get();
    }

    private boolean release(int bytes) {
        boolean ended = window.remove(bytes);
        return held.addAndGet(-bytes) == 0 || ended;
    }

    private void discardAll() {
        Batch batch;
        while ((batch = entries.poll()) != null) {
            release(batch.byteLength());
            batch.discard();
        }
    }

    /** What is carried: some rows. */
    public interface Batch {
        /** What it holds in memory, constant, at least 1. */
        int byteLength();

        /** Releases it unread. */
        default void discard() {}
    }

    /** How things stand for the consumer. */
    public enum State {
        /** A batch can be polled. */
        READY,
        /** Nothing yet. */
        OPEN,
        /** Ended well. */
        COMPLETED,
        /** Ended with {@link #failure()}. */
        FAILED,
        /** Ended by the consumer. */
        CANCELLED
    }

    /** The stream's end, as an entry. */
    private record End(State state, @Nullable Throwable failure) implements Batch {
        @Override
        public int byteLength() {
            return 0;
        }
    }
}
