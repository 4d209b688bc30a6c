package io.penstock.internal.session;

import io.penstock.Notification;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExchangeQueue;
import io.penstock.internal.wire.BackendMessage.NoticeResponse;
import io.penstock.observe.ConnectionClosedEvent;
import io.penstock.observe.NoticeEvent;
import io.penstock.observe.StatementsUnnamedEvent;
import java.time.Duration;

/** Where the events of a connection go that its callers run. Confined to the owner. */
final class CallerSignals implements SessionState.Receiver {

    private final RealBlockingConnection connection;
    private final ConnectionCore core;
    private final ExchangeQueue queue;
    private final long opened = System.nanoTime();

    CallerSignals(RealBlockingConnection connection, ConnectionCore core, ExchangeQueue queue) {
        this.connection = connection;
        this.core = core;
        this.queue = queue;
    }

    @Override
    public void onNotice(NoticeResponse notice) {
        core.runtime()
                .events()
                .tellNotice(
                        new NoticeEvent(core.server().address(), core.server().processId(), notice.fields()));
        connection.noticed(notice.fields());
    }

    @Override
    public void onNotification(Notification notification) {
        connection.heard().hear(notification);
    }

    @Override
    public void onSessionError(PgException error) {
        core.closed(error);
        core.runtime().offload().executor().execute(() -> core.link().close(error));
    }

    @Override
    public void onUnnamed(PgException why) {
        var event = new StatementsUnnamedEvent(
                core.server().address(), core.server().processId(), why.sqlState());
        core.runtime().events().tell(listener -> listener.statementsUnnamed(event));
    }

    @Override
    public void onSentinel(Exchange sentinel) {
        core.sentinelSent(sentinel);
    }

    @Override
    public void onExchangeEnded(Exchange exchange) {
        core.exchangeEnded(exchange, SessionBuilder.status(queue.status()));
    }

    @Override
    public void onBurst() {}

    @Override
    public void onBurstEnd() {}

    @Override
    public void onWritable() {}

    @Override
    public void onClosing(PgException cause) {
        if (core.ending() == null) {
            core.closed(cause);
        }
    }

    @Override
    public void onClosed(PgException cause) {
        if (!cause.sqlState().equals(SqlState.CONNECTION_DOES_NOT_EXIST)) {
            core.types().suspect(); // what answers at this address next may be another server
        }
        connection.heard().end(cause.in(core.context("listen", null)));
        core.runtime().closed(connection);
        var event = new ConnectionClosedEvent(
                core.server().address(),
                core.server().processId(),
                cause,
                Duration.ofNanos(System.nanoTime() - opened));
        core.runtime().events().tell(listener -> listener.connectionClosed(event));
        core.watch().gone();
    }
}
