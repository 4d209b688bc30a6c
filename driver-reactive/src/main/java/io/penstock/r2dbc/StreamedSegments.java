package io.penstock.r2dbc;

import io.penstock.CommandTag;
import io.penstock.Row;
import io.penstock.RowStream;
import io.penstock.RowSubscriber;
import io.penstock.RowSubscription;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import io.penstock.reactive.operator.Downstream;
import io.penstock.reactive.operator.DroppedErrors;
import io.penstock.reactive.operator.Refusal;
import io.r2dbc.spi.Result.Segment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The segments of a statement that is under way, for one subscriber, who may come later than the answer.
 *
 * <p><b>Demand.</b> One row is asked for to have the statement sent; it counts for the first that the subscriber asks for. So at most one row
 * comes that nobody has asked for yet: it is kept, detached. What else comes is bounded by the core's window.
 *
 * <p><b>Threads.</b> Rows come from the core, one call at a time, and go straight on. The kept row and the end are handed on by whoever enters
 * {@link #drain} first, the core's thread or the one that asks. A row cannot come meanwhile: more rows are asked for behind the kept one, and the
 * end is behind all of them.
 */
final class StreamedSegments implements Publisher<Segment>, RowSubscriber, Subscription {

    private final Segments segments;
    private final DroppedErrors dropped;
    private final Runnable onAnswer;
    private final Runnable onEnd;
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicLong toAskFor = new AtomicLong();
    private final AtomicInteger notes = new AtomicInteger();
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicReference<@Nullable Downstream<Segment>> reader = new AtomicReference<>();
    private volatile @Nullable RowSubscription rows;

    /** The reader, once it has its subscription. */
    private volatile @Nullable Downstream<Segment> downstream;

    private volatile @Nullable Row kept;
    private volatile @Nullable End end;

    /** Confined to who drains. */
    private boolean credited;

    /** How the statement has ended; a segment that is still to be handed on, or none. */
    private record End(@Nullable Segment segment, @Nullable PgException error) {}

    /**
     * @param onAnswer run once, when the server has begun to answer, or the statement has failed
     * @param onEnd run when all was handed on, or nobody wants it any more
     */
    StreamedSegments(Segments segments, DroppedErrors dropped, Runnable onAnswer, Runnable onEnd) {
        this.segments = segments;
        this.dropped = dropped;
        this.onAnswer = onAnswer;
        this.onEnd = onEnd;
    }

    /** Has the statement sent. */
    void send(RowStream stream) {
        stream.subscribe(this);
        var sent = rows;
        if (sent != null) {
            sent.request(1);
        }
    }

    // ---- the subscriber

    /** For one subscriber. */
    @Override
    public void subscribe(Subscriber<? super Segment> subscriber) {
        var receiver = new Downstream<Segment>(SpiArguments.present(subscriber, "subscriber"), dropped);
        if (reader.compareAndSet(null, receiver)) {
            receiver.start(this);
            downstream = receiver;
            drain();
        } else {
            Refusal.of(receiver, new IllegalStateException("a result can be read once"));
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            stop();
            var receiver = reader.get();
            if (receiver != null) {
                receiver.fail(new IllegalArgumentException(
                        "request(" + n + "): at least 1 segment must be asked for (Reactive Streams rule 3.9)"));
            }
            return;
        }
        wanted.accumulateAndGet(n, StreamedSegments::sum);
        toAskFor.accumulateAndGet(n, StreamedSegments::sum);
        drain();
    }

    private static long sum(long some, long more) {
        var sum = some + more;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private boolean take() {
        return wanted.getAndUpdate(now -> now == 0 || now == Long.MAX_VALUE ? now : now - 1) > 0;
    }

    @Override
    public void cancel() {
        var receiver = reader.get();
        if (receiver != null) {
            receiver.forget();
        }
        stop();
    }

    /** Ends the statement, whoever reads. Idempotent. */
    void stop() {
        var source = rows;
        if (source != null) {
            source.cancel();
        }
        onEnd.run();
    }

    /** Ends the statement because its session is over: whoever reads is told, or will be; an error that nobody has read is dropped. */
    void abort() {
        stop();
        var closed = new PgClosedException(
                "the connection was given back or closed with the result still to be read",
                SqlState.CONNECTION_DOES_NOT_EXIST,
                Outcome.UNKNOWN,
                null);
        var receiver = reader.get();
        var how = end;
        if (receiver != null && receiver.isOpen()) {
            receiver.fail(SpiErrors.of(closed));
        } else if (receiver != null) {
            return; // it has read all, or wants no more
        } else if (how == null) {
            end = new End(Segments.of(closed), closed);
        } else if (how.error() != null) {
            dropped.report("a result that nobody has read", SpiErrors.of(how.error()));
        }
    }

    // ---- the core

    @Override
    public void onStart(RowSubscription subscription) {
        rows = subscription;
    }

    @Override
    public void onRow(Row row) {
        answer();
        var receiver = downstream;
        if (receiver == null || !take()) {
            kept = row.detach();
            drain();
        } else if (!receiver.next(segments.of(row))) {
            stop();
        }
    }

    @Override
    public void onComplete(CommandTag tag) {
        end = new End(Segments.of(tag), null);
        ended();
    }

    @Override
    public void onError(PgException error) {
        end = new End(Segments.of(error), error);
        ended();
    }

    private void ended() {
        answer();
        var how = end;
        if (downstream == null && how != null && how.error() == null) {
            onEnd.run();
        }
        drain();
    }

    private void answer() {
        if (answered.compareAndSet(false, true)) {
            onAnswer.run();
        }
    }

    // ---- what waits

    private void drain() {
        if (notes.getAndIncrement() != 0) {
            return;
        }
        var seen = 1;
        do {
            var receiver = downstream;
            if (receiver != null) {
                drainInto(receiver);
            }
            seen = notes.addAndGet(-seen);
        } while (seen != 0);
    }

    private void drainInto(Downstream<Segment> receiver) {
        var row = kept;
        if (row != null && take()) {
            kept = null;
            if (!receiver.next(segments.of(row))) {
                stop();
                return;
            }
            row = null;
        }
        askForMore();
        var how = end;
        if (how != null && row == null && (how.segment() == null || take())) {
            if (how.segment() != null) {
                receiver.next(how.segment());
            }
            receiver.complete();
            onEnd.run();
        }
    }

    private void askForMore() {
        var more = toAskFor.getAndSet(0);
        if (more > 0 && !credited) {
            credited = true;
            more--;
        }
        var source = rows;
        if (more > 0 && source != null) {
            source.request(more);
        }
    }
}
