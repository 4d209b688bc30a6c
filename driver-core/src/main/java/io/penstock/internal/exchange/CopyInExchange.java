package io.penstock.internal.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.CopyDataRun;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.FrontendEncoder;
import io.penstock.internal.wire.ReadyStatus;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bulk data to the server.
 *
 * <pre>
 *   -> Query                    &lt;- CopyInResponse
 *   -> CopyData* (CopyDone | CopyFail)
 *                               &lt;- (CommandComplete | ErrorResponse) ReadyForQuery
 * </pre>
 *
 * <p>The server may refuse the data at any time; what the producer sends after that is dropped here, and it is told at once. A
 * text that is not one {@code COPY … FROM STDIN} is run to its end and reported as an error: copy data that it sends is dropped,
 * copy data that it asks for is refused.
 */
public final class CopyInExchange extends Exchange {

    /** Hears how the copy goes, on the connection's owner. */
    public interface Listener extends ExchangeEnd {

        /** The server waits for data. */
        void onReady();

        /** The server has refused, and says why: more data is in vain. The end follows. */
        void onRefused(PgException why);

        /** The data was taken in. */
        void onTag(String tag);
    }

    private enum State {
        REQUESTED,
        COPYING,
        /** CopyDone was sent. */
        FINISHING,
        /** CopyFail was sent: only the server's error can follow. */
        FAILING,
        /** Rows of a statement of another kind. */
        ROWS,
        /** A copy in the other direction. */
        COPY_OUT,
        COPIED,
        /** A statement is done; the text may hold more. */
        DONE,
        /** The server discards the rest of the text. */
        FAILED
    }

    private final String sql;
    private final Listener listener;
    private State state = State.REQUESTED;
    private boolean abandoned;
    private long discarded;
    private @Nullable Outbox out;

    public CopyInExchange(String sql, Listener listener) {
        super(listener);
        this.sql = sql;
        this.listener = listener;
    }

    @Override
    public String operation() {
        return "copy in";
    }

    @Override
    boolean exclusive() {
        return true;
    }

    @Override
    void start(Outbox outbox) {
        out = outbox;
        FrontendEncoder.query(outbox.buffer(), sql);
    }

    // ---- the producer's side

    /** From now on flights of so many bytes follow each other: room for one is kept until the end. */
    public void sendsFlightsOf(int bytes) {
        if (state == State.COPYING && out != null) {
            out.reserve(bytes);
        }
    }

    /** Sends the remaining bytes, which are consumed; drops them when the server does not want them any more. */
    public void send(ByteBuffer bytes) {
        if (state == State.COPYING) {
            encode(buffer -> FrontendEncoder.copyData(buffer, bytes));
        } else {
            bytes.position(bytes.limit());
        }
    }

    /** Sends data; drops it when the server does not want it any more. */
    public void send(byte[] bytes, int offset, int length) {
        if (state == State.COPYING) {
            encode(buffer -> FrontendEncoder.copyData(buffer, bytes, offset, length));
        }
    }

    /** Ends the data. */
    public void finish() {
        if (state == State.COPYING) {
            encode(FrontendEncoder::copyDone);
            state = State.FINISHING;
        }
    }

    /** Gives up; the server answers with an error that repeats the reason (57014). */
    public void fail(String reason) {
        if (state == State.COPYING) {
            encode(buffer -> FrontendEncoder.copyFail(buffer, reason));
            state = State.FAILING;
        }
    }

    /** Behind the exchange's own writing, where nobody else looks at what becomes of it: a part of a message must not be followed by another. */
    private void encode(Consumer<ByteBuf> message) {
        if (out != null) {
            try {
                message.accept(out.buffer());
            } catch (RuntimeException | Error e) {
                out.spoil(e);
            }
        }
    }

    /** The server need not wait for data that will not come. */
    @Override
    void abandon() {
        abandoned = true;
        fail("the copy was abandoned");
    }

    // ---- its end

    @Override
    void succeeded(ReadyStatus status) {
        forgoRoom();
        super.succeeded(status);
    }

    @Override
    void failed(PgException error) {
        forgoRoom();
        super.failed(error);
    }

    private void forgoRoom() {
        if (out != null) {
            out.forgo();
        }
    }

    // ---- answers

    @Override
    boolean complete() {
        return state == State.DONE || state == State.FAILED;
    }

    @Override
    public void onCopyInResponse(BackendMessage.CopyInResponse message) {
        if (state == State.REQUESTED) {
            state = State.COPYING;
            if (abandoned) {
                abandon();
            } else {
                listener.onReady();
            }
            return;
        }
        expect(State.DONE, "CopyInResponse");
        record(notOneCopy());
        state = State.FAILING;
        encode(buffer -> FrontendEncoder.copyFail(buffer, "copyIn takes one statement"));
    }

    @Override
    public void onCommandComplete(BackendMessage.CommandComplete message) {
        switch (state) {
            case FINISHING -> listener.onTag(message.tag());
            case REQUESTED, ROWS, COPIED, DONE -> record(notOneCopy());
            case COPYING, FAILING, COPY_OUT, FAILED -> throw unexpected("CommandComplete");
        }
        state = State.DONE;
    }

    @Override
    public void onRowDescription(BackendMessage.RowDescription message) {
        expectStatement("RowDescription");
        state = State.ROWS;
    }

    @Override
    public void onDataRows(DataRows rows) {
        expect(State.ROWS, "DataRow");
        discarded += rows.byteLength();
    }

    @Override
    public void onCopyOutResponse(BackendMessage.CopyOutResponse message) {
        expectStatement("CopyOutResponse");
        state = State.COPY_OUT;
    }

    @Override
    public void onCopyData(CopyDataRun run) {
        expect(State.COPY_OUT, "CopyData");
        discarded += run.payloadBytes();
    }

    @Override
    public void onCopyDone(BackendMessage.CopyDone message) {
        expect(State.COPY_OUT, "CopyDone");
        state = State.COPIED;
    }

    @Override
    public void onEmptyQueryResponse(BackendMessage.EmptyQueryResponse message) {
        expect(State.REQUESTED, "EmptyQueryResponse");
        record(notOneCopy());
        state = State.DONE;
    }

    @Override
    public void onErrorResponse(BackendMessage.ErrorResponse message) {
        super.onErrorResponse(message);
        var wasCopying = state == State.COPYING;
        state = State.FAILED;
        if (wasCopying) {
            listener.onRefused(requireNonNull(error()));
        }
    }

    private static PgException notOneCopy() {
        return new PgRejectedException(
                "the text is not one COPY … FROM STDIN; what else it held was executed",
                SqlState.FEATURE_NOT_SUPPORTED,
                Outcome.UNKNOWN);
    }

    /** Between statements, where another may begin. */
    private void expectStatement(String message) {
        if (state != State.REQUESTED) {
            expect(State.DONE, message);
        }
        record(notOneCopy());
    }

    private void expect(State expected, String message) {
        if (state != expected) {
            throw unexpected(message);
        }
    }

    @Override
    public long discardedBytes() {
        return discarded;
    }
}
