package io.penstock.internal.exchange;

import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.FrontendEncoder;

/**
 * Closes one prepared statement on the server, together with those that the cache has given up.
 *
 * <pre>
 *   -> Close+ Sync
 *   &lt;- CloseComplete+ ReadyForQuery
 * </pre>
 */
public final class CloseExchange extends Exchange {

    private final HeldStatement statement;
    private int expected;

    public CloseExchange(HeldStatement statement, ExchangeEnd end) {
        super(end);
        this.statement = statement;
    }

    @Override
    public String operation() {
        return "close";
    }

    @Override
    void start(Outbox out) {
        statement.close(out.statements());
        expected = out.statements().writeCloses(out.buffer()).size();
        FrontendEncoder.sync(out.buffer());
    }

    @Override
    boolean complete() {
        return expected == 0;
    }

    @Override
    public void onCloseComplete(BackendMessage.CloseComplete message) {
        if (expected == 0) {
            throw unexpected("CloseComplete");
        }
        expected--;
    }

    @Override
    public void onErrorResponse(BackendMessage.ErrorResponse message) {
        super.onErrorResponse(message);
        expected = 0;
    }
}
