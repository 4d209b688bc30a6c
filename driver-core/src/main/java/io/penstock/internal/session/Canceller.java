package io.penstock.internal.session;

import io.penstock.ServerInfo;
import io.penstock.config.ConnectionOptions;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.internal.flow.Deadline;
import io.penstock.internal.transport.CancelSender;
import io.penstock.internal.transport.Dial;
import io.penstock.internal.transport.LoopLinks;
import io.penstock.internal.transport.tls.TlsNegotiation;
import io.penstock.observe.CancelOutcome;
import io.penstock.observe.CancelSentEvent;

/**
 * Asks the server to cancel what one connection is at: with that connection's key, to the address that was dialled, under its TLS
 * policy, within {@code cancelTimeout}. Safe from any thread.
 */
final class Canceller {

    private final ClientRuntime runtime;
    private final ConnectionOptions options;
    private final Dial dialled;
    private final ServerInfo server;
    private final byte[] secretKey;

    Canceller(ClientRuntime runtime, ConnectionOptions options, Dial dialled, ServerInfo server, byte[] secretKey) {
        this.runtime = runtime;
        this.options = options;
        this.dialled = dialled;
        this.server = server;
        this.secretKey = secretKey;
    }

    /** Sends a request that nobody waits for. */
    void send() {
        send(new CancelSender.Outcome() {
            @Override
            public void delivered() {}

            @Override
            public void failed(PgException error) {}
        });
    }

    /** Sends a request; the outcome is told on the loop. */
    void send(CancelSender.Outcome outcome) {
        if (secretKey.length == 0) {
            outcome.failed(new PgRejectedException("the server gave no key to cancel with", "0A000", Outcome.NOT_SENT));
            return;
        }
        var deadline = Deadline.after(options.timeouts().cancel(), System::nanoTime);
        var dial = dialled.with(TlsNegotiation.first(options.tls(), dialled.host()), deadline);
        var links = LoopLinks.next(runtime.loops(), runtime.offload().executor());
        links.execute(() -> CancelSender.send(links, dial, server.processId(), secretKey, told(outcome)));
    }

    private CancelSender.Outcome told(CancelSender.Outcome outcome) {
        return new CancelSender.Outcome() {
            @Override
            public void delivered() {
                tell(CancelOutcome.DELIVERED);
                outcome.delivered();
            }

            @Override
            public void failed(PgException error) {
                tell(CancelOutcome.FAILED);
                outcome.failed(error);
            }
        };
    }

    private void tell(CancelOutcome how) {
        var event = new CancelSentEvent(server.address(), server.processId(), how);
        runtime.events().tell(listener -> listener.cancelSent(event));
    }
}
