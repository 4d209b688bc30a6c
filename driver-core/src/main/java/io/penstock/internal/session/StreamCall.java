package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.CommandTag;
import io.penstock.RowSubscriber;
import io.penstock.RowSubscription;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.ExtendedQueryExchange;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.flow.BatchQueue;
import io.penstock.internal.flow.ByteWindow;
import io.penstock.internal.flow.Demand;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.flow.SerialTask;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.ReadyStatus;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is under way: row batches from the loop through a byte-bounded queue to one subscriber.
 *
 * <p><b>Two sides.</b> The owner's side ({@code onColumns}, {@code onRows}, {@code onTag}, the end) copies batches into the queue and
 * stops reading at the window's high mark. The consumer's side ({@code drain}) runs on the dispatcher, one call at a time: it
 * delivers while there are both rows and demand, and has reading resumed at the low mark.
 *
 * <p><b>Order.</b> {@code shape} and {@code tag} are written before the batch or the end that makes them visible. A stream starts
 * with its first demand, ends once, and says nothing after a cancel.
 */
final class StreamCall extends Call<CommandTag> implements ResultSink, RowSubscription {

    /** Rows delivered in one go before others get the thread; the dispatcher resumes with the rest. */
    private static final int ROWS_PER_DRAIN = 4_096;

    private final SessionOperations operations;
    private final StreamSource source;
    private final RowSubscriber subscriber;
    private final Demand demand = new Demand();
    private final BatchQueue<RowBatch> queue;
    private final AtomicReference<@Nullable ExtendedQueryExchange> exchange = new AtomicReference<>();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);

    /** Written by the owner before the first batch is offered. */
    private volatile @Nullable RowShape shape;

    private volatile CommandTag tag = CommandTag.EMPTY_QUERY;

    /** Grows with what is delivered; written by the drain alone. */
    private final AtomicLong deliveries = new AtomicLong();

    /** Confined to the owner: somebody looks whether the consumer moves on. */
    private boolean watched;

    // Confined to the dispatcher's drain.
    private @Nullable RealRow row;
    private @Nullable RowBatch batch;
    private int position;
    private int delivered;
    private boolean ended;

    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final SerialTask drainTask = new SerialTask() {
        @Override
        public void run() {
            drain();
        }
    };

    private enum Phase {
        NEW,
        STARTED,
        CANCELLED
    }

    StreamCall(
            SessionOperations operations, SerialDispatcher dispatcher, StreamSource source, RowSubscriber subscriber) {
        super(operations.core(), dispatcher);
        this.operations = operations;
        this.source = source;
        this.subscriber = subscriber;
        var window = operations.core().options().limits().window();
        this.queue = new BatchQueue<>(new ByteWindow(window.lowBytes(), window.highBytes()));
    }

    long bufferedBytes() {
        return queue.bufferedBytes();
    }

    /** Begins the conversation with the subscriber; nothing goes to the server before its first demand. */
    void start() {
        dispatcher().execute(() -> guarded(() -> subscriber.onStart(this)));
    }

    // ---- any thread: the subscriber's hold

    @Override
    public void request(long rows) {
        try {
            demand.request(rows);
        } catch (IllegalArgumentException e) {
            giveUp(new PgRejectedException(
                    "request(" + rows + "): a stream's demand is at least 1 (Reactive Streams rule 3.9)",
                    SqlState.INVALID_PARAMETER_VALUE,
                    Outcome.UNKNOWN,
                    e));
            return;
        }
        if (phase.compareAndSet(Phase.NEW, Phase.STARTED)) {
            submit();
        }
        schedule();
    }

    private void submit() {
        try {
            exchange.set(source.submit(operations, this));
        } catch (PgException e) {
            failed(e);
            return;
        }
        var submitted = exchange.get();
        if (submitted != null) {
            StatementDeadline.set(core(), submitted, this, source.timeout());
            if (phase.get() == Phase.CANCELLED) {
                abandon(submitted);
            }
        }
    }

    @Override
    public void cancel() {
        if (phase.getAndSet(Phase.CANCELLED) == Phase.CANCELLED) {
            return;
        }
        var resumes = queue.cancel();
        var submitted = exchange.get();
        if (submitted != null) {
            abandon(submitted);
        }
        if (resumes) {
            resume();
        }
    }

    private void abandon(ExtendedQueryExchange submitted) {
        core().abandon(submitted);
    }

    private void resume() {
        core().link().execute(core().link()::resumeReading);
    }

    /** Cancels the stream and tells the subscriber why. */
    private void giveUp(PgException why) {
        cancel();
        dispatcher().execute(() -> endWith(why));
    }

    // ---- the owner: rows arrive

    @Override
    public void onColumns(RowShape columns) {
        shape = columns;
    }

    @Override
    public void onRows(DataRows rows) {
        if (queue.offer(RowBatch.copyOf(rows))) {
            core().link().pauseReading();
        }
        schedule();
        var patience = core().options().timeouts().idleConsumer();
        if (patience != null && !watched) {
            watch(deliveries.get(), patience);
        }
    }

    /** A consumer that stands still holds the server's locks and the connection: not for ever. */
    private void watch(long seen, Duration patience) {
        watched = true;
        core().link()
                .schedule(
                        () -> {
                            watched = false;
                            if (queue.bufferedBytes() == 0) {
                                return;
                            }
                            if (deliveries.get() == seen) {
                                giveUp(new PgTimeoutException(
                                        "the stream's consumer took no row for " + patience,
                                        SqlState.QUERY_CANCELED,
                                        Outcome.UNKNOWN));
                            } else {
                                watch(deliveries.get(), patience);
                            }
                        },
                        patience);
    }

    @Override
    public void onTag(String text) {
        tag = core().tag(text);
    }

    @Override
    CommandTag value(ReadyStatus status) {
        queue.complete();
        schedule();
        return tag;
    }

    @Override
    void onFailed(PgException error) {
        queue.fail(error);
        schedule();
    }

    @Override
    String operation() {
        return "stream";
    }

    @Override
    String sql() {
        return source.sql();
    }

    // ---- the dispatcher: rows are delivered

    /** At most one drain is queued; one that runs sees all that was there when it began. */
    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            dispatcher().enqueue(drainTask);
        }
    }

    private void drain() {
        scheduled.set(false);
        var budget = ROWS_PER_DRAIN;
        while (!ended && phase.get() != Phase.CANCELLED) {
            var current = batch;
            if (current == null) {
                if (!nextBatch()) {
                    return;
                }
                continue;
            }
            var rows = (int) demand.take(Math.min(current.count() - delivered, budget));
            if (rows == 0) {
                return;
            }
            deliver(current, rows);
            budget -= rows;
            if (budget == 0) {
                schedule();
                return;
            }
        }
        dropBatch();
    }

    private void deliver(RowBatch current, int rows) {
        var view = view();
        try {
            for (var i = 0; i < rows && phase.get() != Phase.CANCELLED; i++) {
                var frame = position;
                position = current.next(frame);
                delivered++;
                deliveries.lazySet(deliveries.get() + 1);
                subscriber.onRow(view.at(current.data(), frame));
            }
        } catch (Throwable thrown) {
            cancel();
            endWith(new PgRejectedException(
                    "the row handler failed: " + thrown, SqlState.EXTERNAL_ROUTINE_EXCEPTION, Outcome.UNKNOWN, thrown));
        } finally {
            view.clear();
        }
        if (delivered == current.count()) {
            dropBatch();
        }
    }

    private RealRow view() {
        var view = row;
        if (view == null) {
            view = new RealRow(shape == null ? RowShape.NONE : shape, core().codecs());
            row = view;
        }
        return view;
    }

    /** Gets the next batch, or ends the stream; false when there is nothing to deliver now. */
    private boolean nextBatch() {
        position = 0;
        delivered = 0;
        batch = queue.poll();
        if (batch != null) {
            return true;
        }
        return switch (queue.next()) {
            case READY -> true;
            case OPEN, CANCELLED -> false;
            case COMPLETED -> {
                end(() -> subscriber.onComplete(tag));
                yield false;
            }
            case FAILED -> {
                end(() -> subscriber.onError((PgException) requireNonNull(queue.failure())));
                yield false;
            }
        };
    }

    private void dropBatch() {
        var consumed = batch;
        batch = null;
        if (consumed != null && queue.consumed(consumed)) {
            resume();
        }
    }

    private void endWith(PgException error) {
        end(() -> subscriber.onError(located(error)));
    }

    private void end(Runnable signal) {
        if (!ended) {
            ended = true;
            guarded(signal);
        }
    }

    private void guarded(Runnable signal) {
        try {
            signal.run();
        } catch (Throwable thrown) {
            cancel();
            core().runtime().offload().droppedErrors().report("row subscriber", thrown);
        }
    }
}
