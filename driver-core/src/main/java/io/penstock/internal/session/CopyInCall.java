package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.CommandTag;
import io.penstock.CopyIn;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.CopyInExchange;
import io.penstock.internal.flow.DriverFuture;
import io.penstock.internal.wire.ReadyStatus;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A {@code COPY … FROM STDIN} that is under way: the caller's chunks, one by one, to the exchange; the room that the socket has, back
 * to the caller.
 *
 * <p>Bound: bytes handed in and not yet taken by the socket, at most {@code maxInFlightBytes}; a write above it is refused. A
 * single larger write is taken when nothing else is queued.
 */
final class CopyInCall extends Call<CommandTag> implements CopyIn, CopyInExchange.Listener {

    private final String sql;
    private final Opening opening;
    private final CopyInExchange exchange;
    private final AtomicLong queuedBytes = new AtomicLong();

    // Confined to the connection's owner.
    private final ArrayDeque<Write> waiting = new ArrayDeque<>();
    private @Nullable PgException failure;
    private @Nullable DriverFuture<@Nullable Void> failing;
    private final IdleProducer idleProducer;
    private CommandTag tag = CommandTag.EMPTY_QUERY;
    private long writes;
    private long rooms;
    private boolean waitsForProducer;
    private boolean ended;

    /** A chunk that the socket has no room for yet. */
    private record Write(DriverFuture<@Nullable Void> future, int bytes) {}

    CopyInCall(ConnectionCore core, String sql) {
        super(core, core.dispatcher(null));
        this.sql = sql;
        this.opening = new Opening();
        this.exchange = new CopyInExchange(sql, this);
        this.idleProducer = new IdleProducer(core, () -> writes, waiting::isEmpty, this::endEarly);
        runsAs(exchange);
    }

    CopyInExchange exchange() {
        return exchange;
    }

    /** Behind its submission: the server's silence has an end, and the producer's has another. */
    void deadline() {
        StatementDeadline.setForSilence(
                core(), exchange, this, null, () -> rooms, () -> waitsForProducer && waiting.isEmpty());
    }

    /** The call whose stage brings this object, once the server is ready. */
    Opening opening() {
        return opening;
    }

    // ---- the caller's side

    @Override
    public CompletionStage<@Nullable Void> write(ByteBuffer bytes) {
        var length = requireNonNull(bytes, "bytes").remaining();
        var future = new DriverFuture<@Nullable Void>(dispatcher());
        var queued = queuedBytes.addAndGet(length);
        if (queued > core().options().limits().maxInFlightBytes() && queued != length) {
            queuedBytes.addAndGet(-length);
            future.fail(located(new PgRejectedException(
                    "more than maxInFlightBytes of copy data is queued; wait for the stage of the write before",
                    SqlState.CONFIGURATION_LIMIT_EXCEEDED,
                    Outcome.NOT_SENT)));
            return future;
        }
        var chunk = new byte[length];
        bytes.get(chunk);
        core().link().execute(() -> send(chunk, future));
        return future;
    }

    private void send(byte[] chunk, DriverFuture<@Nullable Void> future) {
        writes++;
        if (ended || failure != null) {
            queuedBytes.addAndGet(-chunk.length);
            future.fail(refusal());
            return;
        }
        exchange.send(chunk, 0, chunk.length);
        core().link().flush();
        if (ended) {
            queuedBytes.addAndGet(-chunk.length);
            future.fail(refusal());
        } else if (core().link().isWritable()) {
            queuedBytes.addAndGet(-chunk.length);
            future.succeed(null);
        } else {
            waiting.add(new Write(future, chunk.length));
            core().onWritable(this::roomAgain);
        }
    }

    private void roomAgain() {
        rooms++;
        while (!waiting.isEmpty()) {
            var write = waiting.remove();
            queuedBytes.addAndGet(-write.bytes());
            write.future().succeed(null);
        }
    }

    @Override
    public CompletionStage<CommandTag> finish() {
        core().link().execute(() -> {
            if (!ended) {
                idleProducer.stop();
                waitsForProducer = false;
                exchange.finish();
                core().link().flush();
            }
        });
        return this;
    }

    @Override
    public CompletionStage<@Nullable Void> fail(String reason) {
        var future = new DriverFuture<@Nullable Void>(dispatcher());
        var text = SessionOperations.checked(requireNonNull(reason, "reason"));
        core().link().execute(() -> giveUp(text, future));
        return future;
    }

    private void giveUp(String reason, DriverFuture<@Nullable Void> future) {
        if (ended) {
            future.succeed(null);
            return;
        }
        failing = future;
        idleProducer.stop();
        waitsForProducer = false;
        exchange.fail(reason);
        core().link().flush();
    }

    private PgException refusal() {
        return failure != null
                ? failure
                : located(new PgRejectedException("the copy has ended", "55000", Outcome.NOT_SENT));
    }

    // ---- the owner's side

    @Override
    public void onReady() {
        idleProducer.watch();
        waitsForProducer = true;
        opening.succeed(this);
    }

    @Override
    public void onRefused(PgException why) {
        failure = located(why);
        failWaiting(failure);
    }

    private void failWaiting(PgException why) {
        while (!waiting.isEmpty()) {
            var write = waiting.remove();
            queuedBytes.addAndGet(-write.bytes());
            write.future().fail(why);
        }
    }

    private void end() {
        ended = true;
        idleProducer.stop();
    }

    @Override
    public void onTag(String text) {
        tag = core().tag(text);
    }

    @Override
    CommandTag value(ReadyStatus status) {
        end();
        roomAgain();
        return tag;
    }

    @Override
    void onFailed(PgException error) {
        end();
        if (failure == null) {
            failure = error;
        }
        failWaiting(error);
        opening.failed(error);
        var asked = failing;
        if (asked != null) {
            asked.succeed(null);
        }
    }

    @Override
    String operation() {
        return "copy in";
    }

    @Override
    String sql() {
        return sql;
    }

    /** The part of the call that ends when the server waits for data. */
    final class Opening extends Call<CopyIn> {

        Opening() {
            super(CopyInCall.this.core(), CopyInCall.this.dispatcher());
        }

        @Override
        CopyIn value(ReadyStatus status) {
            return CopyInCall.this;
        }

        @Override
        String operation() {
            return "copy in";
        }

        @Override
        String sql() {
            return sql;
        }
    }
}
