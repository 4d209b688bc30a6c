package io.penstock.internal.exchange;

import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.FrontendEncoder;

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
    private boolean answered;

    public ClosePortalExchange(String portal, ExchangeEnd end) {
        super(end);
        this.portal = portal;
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
}
