package io.penstock.internal.session;

import io.penstock.Notification;
import io.penstock.error.PgException;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExchangeQueue;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.wire.BackendMessage.NoticeResponse;
import io.penstock.observe.ConnectionClosedEvent;
import io.penstock.observe.NoticeEvent;
import io.penstock.observe.StatementsUnnamedEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a running connection's events go: ends to admission and drain, bursts to the dispatcher, the unasked to whoever listens.
 *
 * <p>Confined to the connection's owner.
 */
final class ConnectionSignals implements SessionState.Receiver {

    private final RealConnection connection;
    private final ConnectionCore core;
    private final ExchangeQueue queue;
    private final SerialDispatcher dispatcher;
    private final long opened = System.nanoTime();
    private @Nullable PgException sessionError;

    ConnectionSignals(RealConnection connection, ExchangeQueue queue, SerialDispatcher dispatcher) {
        this.connection = connection;
        this.core = connection.core();
        this.queue = queue;
        this.dispatcher = dispatcher;
    }

    @Override
    public void onBurst() {
        dispatcher.beginBurst();
    }

    @Override
    public void onBurstEnd() {
        dispatcher.endBurst();
        core.drain().onBurstEnd();
    }

    @Override
    public void onWritable() {
        core.writable();
    }

    @Override
    public void onNotice(NoticeResponse notice) {
        core.runtime()
                .events()
                .tellNotice(
                        new NoticeEvent(core.server().address(), core.server().processId(), notice.fields()));
    }

    @Override
    public void onNotification(Notification notification) {
        connection.notifications().deliver(notification);
    }

    /** The server is ending the session: nothing new is sent into it, its own words explain the end, and nobody waits for it to hang up. */
    @Override
    public void onSessionError(PgException error) {
        if (sessionError == null) {
            sessionError = error;
            core.closed(error);
            core.link().execute(() -> core.link().close(error));
        }
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
    public void onClosing(PgException cause) {
        core.closed(sessionError != null ? sessionError : cause);
    }

    @Override
    public void onClosed(PgException cause) {
        var reason = sessionError != null ? sessionError : cause;
        var wanted = core.isClosing();
        core.heldEnds().releaseAll();
        if (!wanted) {
            core.types().suspect(); // what answers at this address next may be another server
        }
        core.runtime().closed(connection);
        var event = new ConnectionClosedEvent(
                core.server().address(),
                core.server().processId(),
                wanted ? null : reason,
                Duration.ofNanos(System.nanoTime() - opened));
        core.runtime().events().tell(listener -> listener.connectionClosed(event));
        connection.closedFuture().succeed(null);
        core.watch().gone();
    }
}
