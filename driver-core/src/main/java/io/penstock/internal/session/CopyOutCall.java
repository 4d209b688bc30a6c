package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.CommandTag;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.CopyOutExchange;
import io.penstock.internal.flow.BatchQueue;
import io.penstock.internal.flow.Demand;
import io.penstock.internal.flow.RecurringTask;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.wire.CopyDataRun;
import io.penstock.internal.wire.ReadyStatus;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A {@code COPY … TO STDOUT} that is under way: chunks from the loop through a byte-bounded queue to one receiver, by demand. The
 * first demand sends it.
 *
 * <p>The call's own stage ends with the exchange; the receiver is told of the end when it has got the last chunk.
 */
final class CopyOutCall extends Call<CommandTag> implements CopyOutExchange.Sink, Reception.Receiver {

    private final SessionOperations operations;
    private final String sql;
    private final Receiver receiver;
    private final CopyOutExchange exchange;
    private final BatchQueue<Chunk> queue;
    private final Demand demand = new Demand();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final RecurringTask drainTask = new RecurringTask() {
        @Override
        public void run() {
            drain();
        }
    };

    private volatile CommandTag tag = CommandTag.EMPTY_QUERY;

    /** Grows with what is delivered; written by the drain alone. */
    private final AtomicLong deliveries = new AtomicLong();

    // Confined to the owner.
    private final IdleConsumer idleConsumer;
    private boolean bytesLost;

    /** Who gets the bytes: chunks on the dispatcher, one at a time; the end from any thread, and more than once. */
    interface Receiver {

        void chunk(ByteBuffer bytes);

        void completed(CommandTag tag);

        void failed(PgException error);
    }

    /** The bytes of one CopyData message; whoever reads them moves the buffer's position. */
    private record Chunk(ByteBuffer bytes) implements BatchQueue.Batch {

        @Override
        public int byteLength() {
            return bytes.capacity();
        }
    }

    CopyOutCall(SessionOperations operations, SerialDispatcher dispatcher, String sql, Receiver receiver) {
        super(operations.core(), dispatcher);
        this.operations = operations;
        this.sql = sql;
        this.receiver = receiver;
        this.exchange = new CopyOutExchange(sql, this);
        this.queue = core().reception().newQueue();
        this.idleConsumer = new IdleConsumer(core(), queue, deliveries::get, this::giveUp);
    }

    /**
     * Any thread: asks for chunks.
     *
     * @throws IllegalArgumentException unless it is for one at least
     */
    void request(long chunks) {
        demand.request(chunks);
        if (started.compareAndSet(false, true)) {
            submit();
        }
        schedule();
    }

    private void submit() {
        try {
            SessionOperations.checked(sql);
            operations.submit(exchange, this);
            StatementDeadline.set(core(), exchange, this, null);
            if (cancelled.get()) {
                core().abandon(exchange); // who has cancelled meanwhile may have found nothing to abandon
            }
        } catch (PgException e) {
            failed(e);
        }
    }

    @Override
    public long heldBytes() {
        return queue.heldBytes();
    }

    void cancel() {
        giveUp(new PgRejectedException("the copy was cancelled", SqlState.QUERY_CANCELED, Outcome.UNKNOWN));
    }

    @Override
    public void giveUp(PgException why) {
        if (leave()) {
            receiver.failed(located(why));
        }
    }

    /** Any thread: the receiver wants no more, and not to hear of it; false where that was known. */
    boolean leave() {
        var first = cancelled.compareAndSet(false, true);
        if (first) {
            queue.cancel();
            core().link().interject(() -> core().reception().leave(this));
            if (started.getAndSet(true)) {
                core().abandon(exchange);
            }
        }
        return first;
    }

    // ---- the owner: bytes arrive

    @Override
    public void onCopyData(CopyDataRun run) {
        var reception = core().reception();
        if (bytesLost || !reception.keeps(run.payloadBytes())) {
            bytesLost = true;
            return;
        }
        var pieces = CopyPieces.of(run);
        while (pieces.next()) {
            if (queue.offer(new Chunk(pieces.bytes()))) {
                reception.stopFor(this);
            }
        }
        schedule();
        idleConsumer.watch();
    }

    @Override
    public void onTag(String text) {
        tag = core().tag(text);
    }

    @Override
    CommandTag value(ReadyStatus status) {
        if (bytesLost) {
            throw new PgClosedException(
                    "the server closed the connection while reading was stopped for the copy's consumer",
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
        return "copy out";
    }

    @Override
    String sql() {
        return sql;
    }

    // ---- the dispatcher: bytes are delivered

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            dispatcher().enqueue(drainTask);
        }
    }

    private void drain() {
        scheduled.set(false);
        while (!cancelled.get() && goesOn()) {
            var chunk = queue.poll();
            if (chunk != null) {
                deliver(chunk);
            }
        }
    }

    private void deliver(Chunk chunk) {
        try {
            deliveries.lazySet(deliveries.get() + 1);
            receiver.chunk(chunk.bytes());
        } catch (Throwable thrown) {
            giveUp(new PgRejectedException(
                    "the copy's consumer failed: " + thrown,
                    SqlState.EXTERNAL_ROUTINE_EXCEPTION,
                    Outcome.UNKNOWN,
                    thrown));
        } finally {
            if (queue.consumed(chunk)) {
                core().reception().consumed();
            }
        }
    }

    /** Whether there is a chunk to poll, and it is asked for; tells the receiver where the queue has ended. */
    private boolean goesOn() {
        return switch (queue.next()) {
            case READY -> demand.tryTake();
            case OPEN, CANCELLED -> false;
            case COMPLETED -> {
                receiver.completed(tag);
                yield false;
            }
            case FAILED -> {
                receiver.failed((PgException) requireNonNull(queue.failure()));
                yield false;
            }
        };
    }
}
