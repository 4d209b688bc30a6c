package io.penstock.internal.session;

import io.penstock.PgConnection;
import io.penstock.config.ConnectionOptions;
import io.penstock.error.PgException;
import io.penstock.internal.flow.CallSite;
import io.penstock.internal.flow.DriverFuture;
import io.penstock.internal.transport.LoopLinks;
import java.util.concurrent.CompletionStage;

/** Connects on an event loop: the asynchronous API's way in. */
public final class LoopConnect implements Connector.End {

    private final ClientRuntime runtime;
    private final CallSite site;
    private final DriverFuture<PgConnection> future;

    private LoopConnect(ClientRuntime runtime, CallSite site, DriverFuture<PgConnection> future) {
        this.runtime = runtime;
        this.site = site;
        this.future = future;
    }

    /** Starts a connection; the stage brings it when it can be used. */
    public static CompletionStage<PgConnection> connect(ClientRuntime runtime, ConnectionOptions options) {
        var links = LoopLinks.next(runtime.loops(), runtime.offload().executor());
        var future = new DriverFuture<PgConnection>(runtime.dispatcher(runtime.strategy(), links));
        var end = new LoopConnect(runtime, ConnectionCore.callSite(options), future);
        new Connector(runtime, options, links, end).start();
        return future;
    }

    @Override
    public void connected(SessionBuilder session) {
        var connection = session.connection();
        runtime.opened(connection);
        future.succeed(connection);
    }

    @Override
    public void failed(PgException error) {
        future.fail(site.stamp(error));
    }
}
