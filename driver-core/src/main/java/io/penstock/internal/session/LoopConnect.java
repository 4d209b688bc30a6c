package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.PgConnection;
import io.penstock.config.ConnectionOptions;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.flow.CallSite;
import io.penstock.internal.flow.DriverFuture;
import io.penstock.internal.transport.LoopLinks;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Connects on an event loop: the asynchronous API's way in. */
public final class LoopConnect implements Connector.End {

    private final ClientRuntime runtime;
    private final CallSite site;
    private final Connector connector;
    private final DriverFuture<PgConnection> future;

    /** Set by a thread that cancels, or by the owner; whoever comes second closes the connection that nobody gets. */
    private final AtomicReference<@Nullable Object> fate = new AtomicReference<>();

    private LoopConnect(ClientRuntime runtime, ConnectionOptions options, LoopLinks links) {
        this.runtime = runtime;
        this.site = ConnectionCore.callSite(options);
        this.connector = new Connector(runtime, options, links, this);
        this.future = DriverFuture.of(this::cancel, runtime.dispatcher(runtime.strategy(), links));
    }

    /** Starts a connection; the stage brings it when it can be used. */
    public static CompletionStage<PgConnection> connect(ClientRuntime runtime, ConnectionOptions options) {
        var links = LoopLinks.next(runtime.loops(), runtime.offload().executor());
        var connect = new LoopConnect(runtime, options, links);
        connect.connector.start();
        return connect.future;
    }

    /** Any thread: the user's copy of the stage was cancelled before it had a connection. */
    private void cancel() {
        var cancelled = new PgRejectedException("connecting was cancelled", SqlState.QUERY_CANCELED, Outcome.NOT_SENT);
        if (fate.getAndSet(cancelled) instanceof PgConnection connection) {
            connection.close();
        }
        connector.abandon(cancelled);
    }

    @Override
    public void connected(SessionBuilder session) {
        var connection = session.connection();
        runtime.opened(connection);
        TypeLookUp.ifDue(connection.core(), () -> ready(connection), error -> {
            connection.core().closeWhenIdle();
            failed(error);
        });
    }

    private void ready(RealConnection connection) {
        if (fate.compareAndSet(null, connection)) {
            future.succeed(connection);
        } else {
            connection.close();
            future.fail(site.stamp(requireNonNull((PgException) fate.get())));
        }
    }

    @Override
    public void failed(PgException error) {
        future.fail(site.stamp(error));
    }
}
