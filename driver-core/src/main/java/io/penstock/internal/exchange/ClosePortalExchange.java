package io.penstock.internal.exchange;

import io.penstock.error.PgException;
import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.FrontendEncoder;
import io.penstock.internal.wire.ReadyStatus;

/**
 * Closes a suspended portal before its transaction ends. One that is gone already is no error.
 *
 * <pre>
 *   -> Close(portal) Sync
 *   &lt;- CloseComplete ReadyForQuery
 * </pre>
 */
public final class ClosePortalExchange extends Exchange {

    private final String portal;
    private final ExchangeEnd end;
    private boolean answered;

    public ClosePortalExchange(String portal, ExchangeEnd end) {
        this.portal = portal;
        this.end = end;
    }

    @Override
    public String operation() {
        return "close";
    }

    @Override
    void start(Outbox out) {
        FrontendEncoder.closePortal(out.buffer(), portal);
        FrontendEncoder.sync(out.buffer());
    }

    @Override
    boolean complete() {
        return answered;
    }

    @Override
    public void onCloseComplete(BackendMessage.CloseComplete message) {
        if (answered) {
            throw unexpected("CloseComplete");
        }
        answered = true;
    }

    @Override
    public void onErrorResponse(BackendMessage.ErrorResponse message) {
        super.onErrorResponse(message);
        answered = true;
    }

    @Override
    void succeeded(ReadyStatus status) {
        end.succeeded(status);
    }

    @Override
    void failed(PgException error) {
        end.failed(error);
    }
}
