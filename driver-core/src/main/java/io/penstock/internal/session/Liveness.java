package io.penstock.internal.session;

import io.penstock.internal.exchange.ExchangeQueue;
import io.penstock.internal.exchange.ProbeExchange;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that the server has gone while nobody reads. Its end lies behind what it had sent, out of sight: no transport tells of it. So,
 * as often as idle connections are probed, a Sync is sent. Where the server lives it waits there until the server is done with what
 * is in front; where it does not, its operating system refuses it, and the connection ends, at the second probe at the latest.
 *
 * <p>Confined to the connection's owner.
 */
final class Liveness {

    private final ConnectionCore core;
    private final ExchangeQueue exchanges;
    private @Nullable Runnable stopTimer;

    Liveness(ConnectionCore core, ExchangeQueue exchanges) {
        this.core = core;
        this.exchanges = exchanges;
    }

    /** Reading has stopped. */
    void stopped() {
        switch (core.options().tcp().keepAlive()) {
            case ON -> next();
            case OFF -> {}
        }
    }

    private void next() {
        stopTimer = core.link().schedule(this::probe, core.options().tcp().keepAliveInterval());
    }

    private void probe() {
        if (stopTimer != null && !exchanges.isClosed()) {
            exchanges.probe(new ProbeExchange());
            core.link().flush();
            next();
        }
    }

    /** Reading goes on. */
    void wentOn() {
        var stop = stopTimer;
        if (stop != null) {
            stopTimer = null;
            stop.run();
        }
    }
}
