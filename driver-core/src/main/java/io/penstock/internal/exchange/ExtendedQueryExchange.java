package io.penstock.internal.exchange;

import io.penstock.error.PgServerException;
import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.CopyDataRun;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.internal.wire.Sequel;

/**
 * One statement with its own Sync: it succeeds or fails alone, whatever is pipelined before and behind it.
 *
 * <pre>
 *   -> (the statement's messages) Sync
 *   &lt;- (the statement's answers | ErrorResponse) ReadyForQuery
 * </pre>
 *
 * <p>Others are pipelined behind it, and it does not wait for its columns: the first use of a statement takes text and goes. A {@link StreamExchange} does.
 *
 * <p>A statement that the server has lost, or whose plan has gone stale, is prepared again and run once more, outside of
 * transaction blocks and where no row was delivered.
 */
public sealed class ExtendedQueryExchange extends Exchange permits StreamExchange {

    private final StatementRun run;

    /** Of those that the run's parameters are for. */
    private final int use;

    private boolean retried;

    public ExtendedQueryExchange(StatementRun run, ExchangeEnd end) {
        this(run, 0, end);
    }

    /** @param use which of the uses that the run's parameters are for; the others are other statements' */
    public ExtendedQueryExchange(StatementRun run, int use, ExchangeEnd end) {
        super(end);
        this.run = run;
        this.use = use;
    }

    final StatementRun run() {
        return run;
    }

    /** The columns of the rows, once Bind is answered. */
    public final RowShape shape() {
        return run.shape();
    }

    @Override
    public String operation() {
        return "query";
    }

    @Override
    public String sql() {
        return run.sql();
    }

    @Override
    boolean exclusive() {
        return run.mayCopy();
    }

    @Override
    boolean goesAtOnce() {
        return scope() == null;
    }

    @Override
    void start(Outbox outbox) {
        run.write(outbox, use, Sequel.SYNC);
    }

    @Override
    boolean complete() {
        return run.done();
    }

    @Override
    public void onCloseComplete(BackendMessage.CloseComplete message) {
        run.onCloseComplete();
    }

    @Override
    public void onParseComplete(BackendMessage.ParseComplete message) {
        run.onParseComplete();
    }

    @Override
    public void onParameterDescription(BackendMessage.ParameterDescription message) {
        run.onParameterDescription(message);
    }

    @Override
    public void onRowDescription(BackendMessage.RowDescription message) {
        run.onRowDescription(message);
    }

    @Override
    public void onNoData(BackendMessage.NoData message) {
        run.onNoData();
    }

    @Override
    public void onBindComplete(BackendMessage.BindComplete message) {
        run.onBindComplete();
    }

    @Override
    public void onDataRows(DataRows rows) {
        run.onDataRows(rows);
    }

    @Override
    public void onCommandComplete(BackendMessage.CommandComplete message) {
        run.onTag(message.tag());
    }

    @Override
    public void onEmptyQueryResponse(BackendMessage.EmptyQueryResponse message) {
        run.onEmpty();
    }

    @Override
    public void onPortalSuspended(BackendMessage.PortalSuspended message) {
        run.onSuspended();
    }

    @Override
    public void onErrorResponse(BackendMessage.ErrorResponse message) {
        var error = new PgServerException(message.fields(), run.outcomeOf(message));
        record(run.explained(error));
        run.onError(error);
    }

    @Override
    public void onCopyInResponse(BackendMessage.CopyInResponse message) {
        run.onCopyIn();
        record(CopyRefusal.ofCopyIn());
    }

    @Override
    void refuseCopyIn(Outbox out) {
        CopyRefusal.writeWithSync(out);
    }

    @Override
    public void onCopyOutResponse(BackendMessage.CopyOutResponse message) {
        run.onCopyOut();
        record(CopyRefusal.ofCopyOut());
    }

    @Override
    public void onCopyData(CopyDataRun data) {
        run.onCopyData(data.payloadBytes());
    }

    @Override
    public void onCopyDone(BackendMessage.CopyDone message) {
        run.onCopyDone();
    }

    @Override
    boolean repeatable() {
        return !retried;
    }

    @Override
    boolean retryable(ReadyStatus status) {
        return !retried && status == ReadyStatus.IDLE && run.curable();
    }

    @Override
    void prepareRetry() {
        retried = true;
        run.inOneFlight();
    }

    @Override
    void abandon() {
        run.abandon();
    }

    @Override
    public long discardedBytes() {
        return run.discarded();
    }
}
