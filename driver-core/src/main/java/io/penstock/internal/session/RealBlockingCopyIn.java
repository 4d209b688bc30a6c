package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.BlockingCopyIn;
import io.penstock.CommandTag;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.internal.exchange.CopyInExchange;
import io.penstock.internal.transport.CallerLink;
import io.penstock.internal.wire.CopyDataRun;
import io.penstock.internal.wire.ReadyStatus;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A {@code COPY … FROM STDIN} whose producer runs the connection. Data gathers until it makes a flight; while that is written, what the server says is
 * taken in. A flight counts its messages' headers.
 *
 * <p>Confined to the calling thread.
 */
final class RealBlockingCopyIn implements BlockingCopyIn, CopyInExchange.Listener, Occupant {

    /** The first flight goes early, and is as large as many a copy. */
    private static final int FIRST_FLIGHT_BYTES = 64 * 1024;

    /** Those behind it: a quarter as many bytes take some 7 % more of the CPU, and twice as many 12 %. */
    private static final int FLIGHT_BYTES = 256 * 1024;

    private final RealBlockingConnection connection;
    private final @Nullable Tenure tenure;
    private final CallerLink link;
    private final BlockingCall call;
    private final CopyInExchange exchange;
    private final @Nullable Duration timeout;
    private CallDeadline deadline = CallDeadline.NONE;
    private CommandTag tag = CommandTag.EMPTY_QUERY;
    private boolean ready;
    private boolean refused;
    private int flight = FIRST_FLIGHT_BYTES;
    private int unsent;

    /**
     * @param tenure under which it is used; null for the connection's own user
     */
    RealBlockingCopyIn(
            RealBlockingConnection connection, @Nullable Tenure tenure, String sql, @Nullable Duration timeout) {
        this.connection = connection;
        this.tenure = tenure;
        this.link = connection.link();
        this.call = new BlockingCall(connection.core(), link, "copy in", sql);
        this.exchange = new CopyInExchange(sql, this);
        this.timeout = timeout;
    }

    /** Blocks until the server waits for data. */
    void begin() {
        connection.enterFree();
        try {
            connection.occupancy().pass(this);
            deadline = CallDeadline.of(connection.core(), exchange, timeout);
            call.measure(exchange);
            link.begin(exchange);
            link.await(exchange, () -> ready);
        } finally {
            connection.leave();
        }
        if (!ready) {
            throwEnd();
        }
    }

    @Override
    public boolean isOpen() {
        return ready && !exchange.ended();
    }

    @Override
    public void write(ByteBuffer bytes) {
        requireOpen();
        var end = bytes.limit();
        try {
            while (bytes.position() < end) {
                bytes.limit(Math.min(end, bytes.position() + flight - CopyDataRun.HEADER_BYTES - unsent));
                gather(bytes);
                if (unsent + CopyDataRun.HEADER_BYTES >= flight) {
                    push();
                    makeRoom();
                }
            }
        } finally {
            bytes.limit(end);
        }
    }

    private void gather(ByteBuffer bytes) {
        unsent += CopyDataRun.HEADER_BYTES + bytes.remaining();
        link.enter();
        try {
            exchange.send(bytes);
        } finally {
            link.leave();
        }
    }

    /** Behind the first flight. */
    private void makeRoom() {
        unsent = 0;
        if (flight < FLIGHT_BYTES) {
            flight = FLIGHT_BYTES;
            link.execute(() -> exchange.sendsFlightsOf(FLIGHT_BYTES));
        }
    }

    /** Sends what has gathered. A server that has refused says so at most one flight later: the end follows. */
    private void push() {
        link.push(exchange);
        if (refused || exchange.ended()) {
            awaitEnd();
            throwEnd();
        }
    }

    @Override
    public CommandTag finish() {
        requireOpen();
        link.execute(exchange::finish);
        link.push(exchange);
        awaitEnd();
        call.check();
        return tag;
    }

    @Override
    public void fail(String reason) {
        var text = SessionOperations.checked(requireNonNull(reason, "reason"));
        requireOpen();
        giveUp(text);
    }

    private void giveUp(String text) {
        link.execute(() -> exchange.fail(text));
        link.push(exchange);
        awaitEnd();
        call.ignoreServerError();
        call.check();
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
        if (isOpen()) {
            giveUp("the copy was closed before its end");
        }
    }

    private void awaitEnd() {
        link.await(exchange, () -> false);
        if (deadline.stop()) {
            call.overdue(deadline.timeout());
        }
    }

    private void throwEnd() {
        deadline.stop();
        call.check();
        throw new AssertionError("BUG: a copy that is not ready and has not failed");
    }

    private void requireOpen() {
        connection.core().requireLent(tenure, "copy in");
        if (!isOpen()) {
            throw new PgRejectedException("the copy has ended", "55000", Outcome.NOT_SENT)
                    .in(connection.core().context("copy in", null));
        }
    }

    // ---- the link, in the caller's thread

    @Override
    public void onReady() {
        ready = true;
    }

    @Override
    public void onRefused(PgException why) {
        refused = true;
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
