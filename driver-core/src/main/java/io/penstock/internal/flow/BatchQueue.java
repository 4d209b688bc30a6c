package io.penstock.internal.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Carries row batches from the event loop to a stream's consumer, in order, with the stream's end behind them.
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
    private static final VarHandle END;

    static {
        try {
            END = MethodHandles.lookup().findVarHandle(BatchQueue.class, "end", End.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ByteWindow window;
    private final ConcurrentLinkedQueue<T> batches = new ConcurrentLinkedQueue<>();

    /** Set once. Written after the last offer, read before a poll: so an empty queue behind an end stays empty. */
    private volatile @Nullable End end;

    public BatchQueue(ByteWindow window) {
        this.window = window;
    }

    /**
     * Loop: hands a batch over, or discards it if the stream was cancelled.
     *
     * @return whether reading must pause now
     */
    public boolean offer(T batch) {
        End ended = end;
        if (ended != null) {
            if (ended.state != State.CANCELLED) {
                throw new AssertionError("BUG: a batch after the end");
            }
            batch.discard();
            return false;
        }
        boolean pauses = window.add(batch.byteLength());
        batches.add(batch);
        if (end != null) {
            // Cancelled meanwhile: the canceller may have looked before the batch was there.
            discardAll();
            return false;
        }
        return pauses;
    }

    /** Loop: no more batches, the result is whole. Ignored after another end. */
    public void complete() {
        END.compareAndSet(this, null, End.COMPLETED);
    }

    /** Loop: no more batches; those before it are still delivered. Ignored after another end. */
    public void fail(Throwable failure) {
        END.compareAndSet(this, null, new End(State.FAILED, failure));
    }

    /**
     * Any thread: the consumer wants no more. Ignored after another end, save that what is still queued is discarded.
     *
     * @return whether reading must resume, so that the rest can be drained
     */
    public boolean cancel() {
        END.compareAndSet(this, null, End.CANCELLED);
        End ended = end;
        if (ended != null && ended.state != State.CANCELLED) {
            END.compareAndSet(this, ended, End.CANCELLED);
        }
        boolean resumes = window.openForGood();
        discardAll();
        return resumes;
    }

    /**
     * Consumer: the next batch, which it owns until {@link #consumed}.
     *
     * @return null when there is none now, or no more: {@link #next} tells the two apart
     */
    public @Nullable T poll() {
        return batches.poll();
    }

    /**
     * Consumer: what a {@link #poll} will bring: {@code READY} a batch, {@code OPEN} nothing yet, else how the stream
     * ended, all its batches having been polled.
     */
    public State next() {
        End ended = end;
        if (!batches.isEmpty()) {
            return State.READY;
        }
        return ended == null ? State.OPEN : ended.state;
    }

    /** Why, when {@link #next} says {@code FAILED}. */
    public @Nullable Throwable failure() {
        End ended = end;
        return ended == null ? null : ended.failure;
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
        T batch;
        while ((batch = batches.poll()) != null) {
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

    private record End(State state, @Nullable Throwable failure) {
        static final End COMPLETED = new End(State.COMPLETED, null);
        static final End CANCELLED = new End(State.CANCELLED, null);
    }
}
