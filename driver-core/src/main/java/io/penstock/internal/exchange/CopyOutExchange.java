package io.penstock.internal.exchange;

import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.CopyDataRun;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.FrontendEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Bulk data from the server.
 *
 * <pre>
 *   -> Query                    &lt;- CopyOutResponse CopyData* CopyDone
 *                               &lt;- (CommandComplete | ErrorResponse) ReadyForQuery
 * </pre>
 *
 * <p>A text that is not one {@code COPY … TO STDOUT} is run to its end and reported as an error: what else it sends is dropped, copy
 * data that it asks for is refused.
 */
public final class CopyOutExchange extends Exchange {

    /** Takes the data, on the connection's owner. */
    public interface Sink extends ExchangeEnd {

        /** Messages that came together, borrowed. */
        void onCopyData(CopyDataRun run);

        void onTag(String tag);
    }

    private enum State {
        REQUESTED,
        COPYING,
        COPIED,
        /** Rows of a statement of another kind. */
        ROWS,
        /** A copy in the other direction, which we have refused: only the server's error can follow. */
        COPY_IN,
        /** A second copy, which is dropped. */
        COPY_OUT,
        /** The second copy's data is over. */
        DROPPED,
        /** A statement is done; the text may hold more. */
        DONE,
        /** The server discards the rest of the text. */
        FAILED
    }

    private final String sql;
    private final Sink sink;
    private State state = State.REQUESTED;
    private boolean abandoned;
    private long discarded;
    private @Nullable Outbox out;

    public CopyOutExchange(String sql, Sink sink) {
        super(sink);
        this.sql = sql;
        this.sink = sink;
    }

    @Override
    public String operation() {
        return "copy out";
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

    @Override
    boolean complete() {
        return state == State.DONE || state == State.FAILED;
    }

    @Override
    public void onCopyOutResponse(BackendMessage.CopyOutResponse message) {
        if (state == State.REQUESTED) {
            state = State.COPYING;
            return;
        }
        expectStatement("CopyOutResponse");
        state = State.COPY_OUT;
    }

    @Override
    public void onCopyData(CopyDataRun run) {
        if (state != State.COPY_OUT) {
            expect(State.COPYING, "CopyData");
        }
        if (abandoned || state == State.COPY_OUT) {
            discarded += run.payloadBytes();
        } else {
            sink.onCopyData(run);
        }
    }

    @Override
    public void onCopyDone(BackendMessage.CopyDone message) {
        if (state == State.COPY_OUT) {
            state = State.DROPPED;
            return;
        }
        expect(State.COPYING, "CopyDone");
        state = State.COPIED;
    }

    @Override
    public void onCommandComplete(BackendMessage.CommandComplete message) {
        switch (state) {
            case COPIED -> sink.onTag(message.tag());
            case REQUESTED, ROWS, DROPPED, DONE -> record(notOneCopy());
            case COPYING, COPY_IN, COPY_OUT, FAILED -> throw unexpected("CommandComplete");
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
    public void onCopyInResponse(BackendMessage.CopyInResponse message) {
        expectStatement("CopyInResponse");
        state = State.COPY_IN;
        if (out != null) {
            CopyRefusal.write(out);
        }
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
        state = State.FAILED;
    }

    private static PgException notOneCopy() {
        return new PgRejectedException(
                "the text is not one COPY … TO STDOUT; what else it held was executed",
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
    void abandon() {
        abandoned = true;
    }

    @Override
    public long discardedBytes() {
        return discarded;
    }
}
