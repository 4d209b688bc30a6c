package io.penstock.internal.flow;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Carries row batches from the event loop to a stream's consumer, in order. The stream's end stands in the same queue, so
 * it cannot overtake a batch.
 *
 * <p>Bounded in bytes by its {@link ByteWindow}: {@link #offer} says when reading has to pause, {@link #consumed} and
 * {@link #cancel} when it has to resume. What the consumer is working on counts as buffered until it says {@code
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
     * @return whether reading must pause now
     */
    public boolean offer(T batch) {
        if (cancelled) {
            batch.discard();
            return false;
        }
        if (ended) {
            throw new AssertionError("BUG: a batch after the end");
        }
        boolean pauses = window.add(batch.byteLength());
        entries.add(batch);
        if (cancelled) {
            // The canceller may have looked before the batch was there.
            discardAll();
            return false;
        }
        return pauses;
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

    /**
     * Any thread: the consumer wants no more. What is queued is discarded, and what comes.
     *
     * @return whether reading must resume, so that the rest can be drained
     */
    public boolean cancel() {
        cancelled = true;
        boolean resumes = window.openForGood();
        discardAll();
        return resumes;
    }

    /**
     * Consumer: the next batch, which it owns until {@link #consumed}.
     *
     * @return null when there is none now, or no more: {@link #next} tells the two apart
     */
    @SuppressWarnings("unchecked") // what is not the end is a T
    public @Nullable T poll() {
        if (entries.peek() instanceof End) {
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
     * @return whether reading must resume
     */
    public boolean consumed(T batch) {
        return window.remove(batch.byteLength());
    }

    /** Bytes offered and not consumed; a gauge. */
    public long bufferedBytes() {
        return window.buffered();
    }

    private void discardAll() {
        Batch batch;
        while ((batch = entries.poll()) != null) {
            window.remove(batch.byteLength());
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
