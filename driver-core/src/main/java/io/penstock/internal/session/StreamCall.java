package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.CommandTag;
import io.penstock.RowSubscriber;
import io.penstock.RowSubscription;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.ExtendedQueryExchange;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.flow.BatchQueue;
import io.penstock.internal.flow.Demand;
import io.penstock.internal.flow.RecurringTask;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.ReadyStatus;
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
final class StreamCall extends Call<CommandTag> implements ResultSink, RowSubscription, Reception.Receiver {

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

    /** Rows are not delivered yet, for types of theirs are being looked up. Written by the owner. */
    private volatile boolean awaitsTypes;

    private volatile CommandTag tag = CommandTag.EMPTY_QUERY;

    /** Grows with what is delivered; written by the drain alone. */
    private final AtomicLong deliveries = new AtomicLong();

    // Confined to the owner.
    private final IdleConsumer idleConsumer;
    private boolean rowsLost;
    private long received;

    // Confined to the dispatcher's drain.
    private @Nullable RealRow row;
    private @Nullable RowBatch batch;
    private int position;
    private int delivered;
    private boolean ended;

    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final RecurringTask drainTask = new RecurringTask() {
        @Override
        public void run() {
            carried(StreamCall.this::drain);
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
        this.queue = operations.core().reception().newQueue();
        this.idleConsumer = new IdleConsumer(operations.core(), queue, deliveries::get, this::giveUp);
    }

    @Override
    public long heldBytes() {
        return queue.heldBytes();
    }

    /**
     * Begins the conversation with the subscriber, on the thread that subscribes: what it asks for there is sent in the order of the calls.
     * Nothing goes to the server before its first demand, and nothing is delivered before its {@code onStart} has returned.
     */
    void start() {
        dispatcher().runFirst(() -> guarded(() -> subscriber.onStart(this)));
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
            carried(this::submit);
        }
        schedule();
    }

    private void submit() {
        try {
            exchange.set(source.submit(operations, this));
        } catch (PgException e) {
            failed(e);
            return;
        } catch (RuntimeException | Error e) {
            // Thrown by a codec of the user's: nobody else is told of it here.
            failed(new PgRejectedException(
                    "the statement could not be encoded: " + e,
                    SqlState.EXTERNAL_ROUTINE_EXCEPTION,
                    Outcome.NOT_SENT,
                    e));
            return;
        }
        var submitted = exchange.get();
        if (submitted != null) {
            StatementDeadline.setForSilence(
                    core(), submitted, this, source.timeout(), () -> received, core().reception()::isStopped);
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
        queue.cancel();
        core().link().interject(() -> core().reception().leave(this));
        var submitted = exchange.get();
        if (submitted != null) {
            abandon(submitted);
        }
    }

    private void abandon(ExtendedQueryExchange submitted) {
        core().abandon(submitted);
    }

    /** Cancels the stream and tells the subscriber why. */
    @Override
    public void giveUp(PgException why) {
        cancel();
        dispatcher().execute(() -> endWith(why));
    }

    // ---- the owner: rows arrive

    @Override
    public void onColumns(RowShape columns) {
        shape = columns;
        if (!core().types().knows(columns.changingTypes())) {
            awaitsTypes = true;
            TypeWait.start(core(), done -> core().types().lookUp(columns.changingTypes(), done), this::onTypes);
        }
    }

    /** The rows can be read now. */
    private void onTypes() {
        awaitsTypes = false;
        schedule();
        idleConsumer.watch();
    }

    @Override
    public boolean hasRoom() {
        return core().reception().hasRoom();
    }

    @Override
    public void onRows(DataRows rows) {
        received++;
        var reception = core().reception();
        if (rowsLost || !reception.keeps(rows.byteLength())) {
            rowsLost = true;
            return;
        }
        if (queue.offer(RowBatch.copyOf(rows))) {
            reception.stopFor(this);
        }
        schedule();
        if (!awaitsTypes) {
            idleConsumer.watch();
        }
    }

    @Override
    public void onTag(String text) {
        tag = core().ended(text);
    }

    @Override
    CommandTag value(ReadyStatus status) {
        if (rowsLost) {
            throw new PgClosedException(
                    "the server closed the connection while reading was stopped for the stream's consumer",
                    SqlState.CONNECTION_FAILURE,
                    Outcome.UNKNOWN,
                    null);
        }
        queue.complete();
        core().reception().leave(this);
        schedule();
        return tag;
    }

    @Override
    void onFailed(PgException error) {
        queue.fail(error);
        core().reception().leave(this);
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

    /** In the context of the thread that has subscribed, whoever calls. */
    private void carried(Runnable task) {
        var context = context();
        if (context == null) {
            task.run();
        } else {
            context.run(task);
        }
    }

    private void drain() {
        scheduled.set(false);
        var budget = ROWS_PER_DRAIN;
        while (!ended && !awaitsTypes && phase.get() != Phase.CANCELLED) {
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
            view = new RealRow(core().resultColumns(shape == null ? RowShape.NONE : shape));
            row = view;
        }
        return view;
    }

    /** Gets the next batch, or ends the stream; false when there is nothing to deliver now. */
    private boolean nextBatch() {
        delivered = 0;
        batch = queue.poll();
        if (batch != null) {
            position = batch.start();
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
            core().reception().consumed();
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
