package io.penstock.internal.exchange;

import io.penstock.error.Outcome;
import io.penstock.error.PgServerException;
import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.CopyDataRun;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.FrontendEncoder;
import org.jspecify.annotations.Nullable;

/**
 * One Query message: SQL text of any number of statements, rows in text format.
 *
 * <pre>
 *   -> Query
 *   &lt;- ([RowDescription DataRow*] CommandComplete | EmptyQueryResponse)* [ErrorResponse] ReadyForQuery
 * </pre>
 *
 * <p>The sink hears of one statement after the other, {@code onTag} ends each. An error undoes the statements before it, save
 * what a COMMIT in the text has made last: then the outcome is {@code UNKNOWN}.
 */
public final class SimpleQueryExchange extends Exchange {

    private enum State {
        /** Between statements. */
        STATEMENT,
        ROWS,
        /** We have refused to send copy data: only the server's error can follow. */
        COPY_IN,
        COPY_OUT,
        /** The copy data is over, the tag is not here yet. */
        COPIED,
        /** The server discards the rest of the script. */
        FAILED
    }

    private final String operation;
    private final String sql;
    private final SessionWords words;
    private ResultSink sink;
    private State state = State.STATEMENT;
    private boolean answered;
    private boolean committed;
    private RowShape shape = RowShape.NONE;
    private long discarded;
    private @Nullable Outbox out;

    public SimpleQueryExchange(String operation, String sql, ResultSink sink, ExchangeEnd end) {
        super(end);
        this.operation = operation;
        this.sql = sql;
        this.words = new SessionWords(sql);
        this.sink = sink;
    }

    @Override
    public String operation() {
        return operation;
    }

    @Override
    boolean exclusive() {
        return CopyWord.isIn(sql);
    }

    @Override
    void start(Outbox outbox) {
        out = outbox;
        FrontendEncoder.query(outbox.buffer(), sql);
    }

    @Override
    boolean complete() {
        return state == State.FAILED || (state == State.STATEMENT && answered);
    }

    @Override
    public void onRowDescription(BackendMessage.RowDescription message) {
        expect(State.STATEMENT, "RowDescription");
        shape = RowShape.announced(message.fields());
        sink.onColumns(shape);
        state = State.ROWS;
    }

    @Override
    public void onDataRows(DataRows rows) {
        expect(State.ROWS, "DataRow");
        shape.require(rows);
        if (sink == ResultSink.DISCARD) {
            discarded += rows.byteLength();
        } else {
            sink.onRows(rows);
        }
    }

    @Override
    public void onCommandComplete(BackendMessage.CommandComplete message) {
        switch (state) {
            case STATEMENT, ROWS, COPIED -> {}
            case COPY_IN, COPY_OUT, FAILED -> throw unexpected("CommandComplete");
        }
        if (out != null) {
            out.statements().onTag(message.tag(), words);
        }
        committed |= commits(message.tag());
        statementDone(message.tag());
    }

    @Override
    public void onEmptyQueryResponse(BackendMessage.EmptyQueryResponse message) {
        expect(State.STATEMENT, "EmptyQueryResponse");
        statementDone("");
    }

    private void statementDone(String tag) {
        state = State.STATEMENT;
        answered = true;
        sink.onTag(tag);
    }

    @Override
    public void onErrorResponse(BackendMessage.ErrorResponse message) {
        record(new PgServerException(message.fields(), committed ? Outcome.UNKNOWN : outcomeOf(message, sql)));
        state = State.FAILED;
    }

    @Override
    public void onCopyInResponse(BackendMessage.CopyInResponse message) {
        expect(State.STATEMENT, "CopyInResponse");
        var refused = CopyRefusal.ofCopyIn();
        record(committed ? refused.withOutcome(Outcome.UNKNOWN) : refused);
        state = State.COPY_IN;
        if (out != null) {
            CopyRefusal.write(out);
        }
    }

    @Override
    public void onCopyOutResponse(BackendMessage.CopyOutResponse message) {
        expect(State.STATEMENT, "CopyOutResponse");
        record(CopyRefusal.ofCopyOut());
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

    private void expect(State expected, String message) {
        if (state != expected) {
            throw unexpected(message);
        }
    }

    @Override
    void abandon() {
        sink = ResultSink.DISCARD;
    }

    @Override
    public long discardedBytes() {
        return discarded;
    }
}
