package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.penstock.CommandTag;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.CopyOutExchange;
import io.penstock.internal.flow.BatchQueue;
import io.penstock.internal.flow.DriverFuture;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.flow.SerialTask;
import io.penstock.internal.wire.ReadyStatus;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A {@code COPY … TO STDOUT} that is under way: chunks from the loop through a byte-bounded queue to one consumer.
 *
 * <p>The call's own stage ends with the exchange; {@link #result()} ends when the consumer has seen the last chunk.
 */
final class CopyOutCall extends Call<CommandTag> implements CopyOutExchange.Sink, Reception.Receiver {

    private final String sql;
    private final Consumer<? super ByteBuffer> action;
    private final CopyOutExchange exchange;
    private final BatchQueue<Chunk> queue;
    private final DriverFuture<CommandTag> result;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final SerialTask drainTask = new SerialTask() {
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
    private long received;

    /** The bytes of one CopyData message. */
    private record Chunk(byte[] bytes) implements BatchQueue.Batch {

        @Override
        public int byteLength() {
            return bytes.length;
        }
    }

    CopyOutCall(ConnectionCore core, SerialDispatcher dispatcher, String sql, Consumer<? super ByteBuffer> action) {
        super(core, dispatcher);
        this.sql = sql;
        this.action = action;
        this.exchange = new CopyOutExchange(sql, this);
        this.result = new DriverFuture<>(dispatcher);
        this.queue = core.reception().newQueue();
        this.idleConsumer = new IdleConsumer(core, queue, deliveries::get, this::giveUp);
    }

    void start(SessionOperations operations) {
        try {
            SessionOperations.checked(sql);
            operations.submit(exchange, this);
            StatementDeadline.setForSilence(
                    core(), exchange, this, null, () -> received, core().reception()::isStopped);
        } catch (PgException e) {
            failed(e);
        }
    }

    CompletionStage<CommandTag> result() {
        return result;
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
        if (cancelled.compareAndSet(false, true)) {
            queue.cancel();
            core().link().execute(() -> core().reception().leave(this));
            core().abandon(exchange);
            result.fail(located(why));
        }
    }

    // ---- the owner: bytes arrive

    @Override
    public void onCopyData(ByteBuf payload) {
        received++;
        if (!payload.isReadable()) {
            return;
        }
        var reception = core().reception();
        if (bytesLost || !reception.keeps(payload.readableBytes())) {
            bytesLost = true;
            return;
        }
        var bytes = new byte[payload.readableBytes()];
        payload.getBytes(payload.readerIndex(), bytes);
        if (queue.offer(new Chunk(bytes))) {
            reception.stopFor(this);
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
        while (!cancelled.get()) {
            var chunk = queue.poll();
            if (chunk != null) {
                deliver(chunk);
            } else if (!goesOn()) {
                return;
            }
        }
    }

    private void deliver(Chunk chunk) {
        try {
            deliveries.lazySet(deliveries.get() + 1);
            action.accept(ByteBuffer.wrap(chunk.bytes()).asReadOnlyBuffer());
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

    /** Whether there is more to poll; ends the result where the queue has ended. */
    private boolean goesOn() {
        return switch (queue.next()) {
            case READY -> true;
            case OPEN, CANCELLED -> false;
            case COMPLETED -> {
                result.succeed(tag);
                yield false;
            }
            case FAILED -> {
                result.fail(requireNonNull(queue.failure()));
                yield false;
            }
        };
    }
}
