package io.penstock.internal.session;

import io.penstock.config.ConnectionOptions;
import io.penstock.error.PgException;
import io.penstock.internal.flow.BlockingGuard;
import io.penstock.internal.transport.CallerLinks;
import org.jspecify.annotations.Nullable;

/** Connects in the calling thread: the blocking API's way in. */
public final class CallerConnect implements Connector.End {

    private final ClientRuntime runtime;
    private @Nullable RealBlockingConnection connection;
    private @Nullable PgException failure;

    private CallerConnect(ClientRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Opens a connection; blocks.
     *
     * @throws PgException if there is none within the connect timeout
     */
    public static RealBlockingConnection connect(ClientRuntime runtime, ConnectionOptions options) {
        BlockingGuard.check();
        var links = new CallerLinks(runtime.loops(), runtime.standIns());
        var end = new CallerConnect(runtime);
        new Connector(runtime, options, links, end).start();
        if (end.failure != null) {
            throw end.failure;
        }
        if (end.connection == null) {
            throw new AssertionError("BUG: connecting ended without a word");
        }
        return withTypes(end.connection);
    }

    private static RealBlockingConnection withTypes(RealBlockingConnection connection) {
        try {
            connection.loadDueTypes();
            return connection;
        } catch (PgException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void connected(SessionBuilder session) {
        connection = RealBlockingConnection.of(session);
        runtime.opened(connection);
        runtime.lookAfterCallers();
    }

    @Override
    public void failed(PgException error) {
        failure = error;
    }
}
