package io.penstock.internal.exchange;

import io.penstock.error.PgException;
import io.penstock.internal.wire.FrontendEncoder;
import io.penstock.internal.wire.ReadyStatus;

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

    @Override
    void succeeded(ReadyStatus status) {}

    /** What has become of the connection is told by the exchanges in front. */
    @Override
    void failed(PgException error) {}
}
