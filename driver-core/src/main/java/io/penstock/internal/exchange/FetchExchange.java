package io.penstock.internal.exchange;

import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.FrontendEncoder;

/**
 * Asks a suspended portal for its next rows. The portal lives until its transaction ends.
 *
 * <pre>
 *   -> Execute(portal, rows) Sync
 *   &lt;- DataRow* (PortalSuspended | CommandComplete | ErrorResponse) ReadyForQuery
 * </pre>
 */
public final class FetchExchange extends Exchange {

    private final String portal;
    private final int maxRows;
    private final RowShape shape;
    private ResultSink sink;
    private boolean answered;
    private long discarded;

    /** @param shape the columns, in the formats in which the portal was bound */
    public FetchExchange(String portal, int maxRows, RowShape shape, ResultSink sink, ExchangeEnd end) {
        super(end);
        this.portal = portal;
        this.maxRows = maxRows;
        this.shape = shape;
        this.sink = sink;
    }

    @Override
    public String operation() {
        return "fetch";
    }

    @Override
    void start(Outbox out) {
        FrontendEncoder.execute(out.buffer(), portal, maxRows);
        FrontendEncoder.sync(out.buffer());
    }

    @Override
    boolean complete() {
        return answered;
    }

    @Override
    public void onDataRows(DataRows rows) {
        expectRows("DataRow");
        shape.require(rows);
        if (sink == ResultSink.DISCARD) {
            discarded += rows.byteLength();
        } else {
            sink.onRows(rows);
        }
    }

    @Override
    public void onPortalSuspended(BackendMessage.PortalSuspended message) {
        expectRows("PortalSuspended");
        answered = true;
        sink.onSuspended();
    }

    @Override
    public void onCommandComplete(BackendMessage.CommandComplete message) {
        expectRows("CommandComplete");
        answered = true;
        sink.onTag(message.tag());
    }

    @Override
    public void onErrorResponse(BackendMessage.ErrorResponse message) {
        super.onErrorResponse(message);
        answered = true;
    }

    private void expectRows(String message) {
        if (answered) {
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
