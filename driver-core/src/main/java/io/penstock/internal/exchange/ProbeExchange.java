package io.penstock.internal.exchange;

import io.penstock.internal.wire.FrontendEncoder;

/**
 * A question behind a result that nobody reads at the moment: is the server still there? Its operating system answers at once, one way or
 * the other; the server itself when it is done with what is in front.
 *
 * <pre>
 *   -> Sync
 *   &lt;- ReadyForQuery
 * </pre>
 */
public final class ProbeExchange extends Exchange {

    /** How it ends is no news: what has become of the connection is told by the exchanges in front. */
    public ProbeExchange() {
        super(ExchangeEnd.IGNORED);
    }

    @Override
    public String operation() {
        return "probe";
    }

    @Override
    void start(Outbox out) {
        FrontendEncoder.sync(out.buffer());
    }

    @Override
    boolean complete() {
        return true;
    }

    /** Nobody waits for it. */
    @Override
    boolean isProbe() {
        return true;
    }
}
