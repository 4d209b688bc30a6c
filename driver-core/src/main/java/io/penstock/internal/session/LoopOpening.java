package io.penstock.internal.session;

import io.penstock.config.ConnectionOptions;
import io.penstock.error.PgException;
import io.penstock.internal.transport.LoopLinks;
import java.util.concurrent.Executor;

/** Connects on an event loop, and tells by a call instead of a stage: a pool's way in. */
public final class LoopOpening implements Connector.End {

    private final ClientRuntime runtime;
    private final Opening<RealConnection> opening;

    private LoopOpening(ClientRuntime runtime, Opening<RealConnection> opening) {
        this.runtime = runtime;
        this.opening = opening;
    }

    /**
     * Starts a connection on the next loop in turn.
     *
     * @param blocking runs what may block while connecting
     */
    public static void start(
            ClientRuntime runtime, ConnectionOptions options, Executor blocking, Opening<RealConnection> opening) {
        var links = LoopLinks.next(runtime.loops(), blocking);
        new Connector(runtime, options, links, new LoopOpening(runtime, opening)).start();
    }

    @Override
    public void connected(SessionBuilder session) {
        var connection = session.connection();
        runtime.opened(connection);
        TypeLookUp.ifDue(connection.core(), () -> opening.opened(connection), error -> {
            connection.core().closeWhenIdle();
            opening.failed(error);
        });
    }

    @Override
    public void failed(PgException error) {
        opening.failed(error);
    }
}
