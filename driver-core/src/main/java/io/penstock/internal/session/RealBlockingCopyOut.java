package io.penstock.internal.session;

import io.penstock.BlockingCopyOut;
import io.penstock.CommandTag;
import io.penstock.error.PgException;
import io.penstock.internal.exchange.CopyOutExchange;
import io.penstock.internal.wire.CopyDataRun;
import io.penstock.internal.wire.ReadyStatus;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A {@code COPY … TO STDOUT} whose consumer reads it from the socket. What one read brings is held at a time.
 *
 * <p>Confined to the calling thread.
 */
final class RealBlockingCopyOut implements BlockingCopyOut, CopyOutExchange.Sink, Occupant {

    private final RealBlockingConnection connection;
    private final @Nullable Tenure tenure;
    private final BlockingCall call;
    private final CopyOutExchange exchange;
    private final @Nullable Duration timeout;
    private final ArrayDeque<CopyPieces> received = new ArrayDeque<>();
    private CallDeadline deadline = CallDeadline.NONE;

    /** On the current piece; null before the first and after the last. */
    private @Nullable CopyPieces pieces;

    private CommandTag tag = CommandTag.EMPTY_QUERY;
    private boolean started;
    private boolean closed;

    /**
     * @param tenure under which it is used; null for the connection's own user
     */
    RealBlockingCopyOut(
            RealBlockingConnection connection, @Nullable Tenure tenure, String sql, @Nullable Duration timeout) {
        this.connection = connection;
        this.tenure = tenure;
        this.call = new BlockingCall(connection.core(), connection.link(), "copy out", sql);
        this.exchange = new CopyOutExchange(sql, this);
        this.timeout = timeout;
    }

    @Override
    public boolean isOpen() {
        return started && !closed && !exchange.ended();
    }

    @Override
    public boolean next() {
        requireLent();
        if (closed) {
            return false;
        }
        while (pieces == null || !pieces.next()) {
            pieces = receive();
            if (pieces == null) {
                end();
                return false;
            }
        }
        return true;
    }

    /** What has come together next; null where nothing more comes. */
    private @Nullable CopyPieces receive() {
        if (received.isEmpty()) {
            start();
            connection.link().await(exchange, () -> !received.isEmpty());
        }
        return received.poll();
    }

    private void start() {
        if (started) {
            return;
        }
        connection.enterFree();
        try {
            requireLent();
            connection.occupancy().pass(this);
            started = true;
            deadline = CallDeadline.of(connection.core(), exchange, timeout);
            call.measure(exchange);
            connection.link().begin(exchange);
        } finally {
            connection.leave();
        }
    }

    private void end() {
        if (deadline.stop()) {
            call.overdue(deadline.timeout());
        }
        call.check();
    }

    @Override
    public ByteBuffer bytes() {
        var current = pieces;
        if (current == null) {
            throw new IllegalStateException("no bytes here: call next first");
        }
        return current.bytes();
    }

    @Override
    public CommandTag tag() {
        return tag;
    }

    private void requireLent() {
        connection.core().requireLent(tenure, "copy out");
    }

    /** Once the connection is returned the copy is its pool's to end. */
    @Override
    public void close() {
        if (!Tenure.hasEnded(tenure)) {
            settle();
        }
    }

    @Override
    public void settle() {
        if (closed) {
            return;
        }
        var wasOpen = isOpen();
        closed = true;
        pieces = null;
        received.clear();
        deadline.stop();
        if (wasOpen) {
            call.drain(exchange);
        }
    }

    // ---- the link, in the caller's thread

    @Override
    public void onCopyData(CopyDataRun run) {
        received.add(CopyPieces.of(run));
    }

    @Override
    public void onTag(String text) {
        tag = connection.core().tag(text);
    }

    @Override
    public void succeeded(ReadyStatus status) {
        call.succeeded(status);
    }

    @Override
    public void failed(PgException error) {
        call.failed(error);
    }
}
