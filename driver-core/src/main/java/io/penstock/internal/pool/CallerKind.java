package io.penstock.internal.pool;

import io.penstock.config.ConnectionOptions;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import io.penstock.internal.flow.OffloadExecutor;
import io.penstock.internal.session.CallerConnect;
import io.penstock.internal.session.ClientRuntime;
import io.penstock.internal.session.Opening;
import io.penstock.internal.session.RealBlockingConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Connections that their callers run. Where there is no caller, a thread of the pool's own is: a platform thread always, since the JDK
 * leaves a socket that a virtual thread has used in non-blocking mode, which costs every later caller two more system calls.
 *
 * <p>Safe from any thread.
 */
final class CallerKind implements Kind<RealBlockingConnection> {

    /** A look at the socket costs three system calls; not worth it for one that was in use a moment ago. */
    private static final long GLANCE_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ClientRuntime runtime;
    private final ConnectionOptions options;
    private final OffloadExecutor threads = Pools.threads();

    CallerKind(ClientRuntime runtime, ConnectionOptions options) {
        this.runtime = runtime;
        this.options = options;
    }

    @Override
    public void open(Opening<RealBlockingConnection> opening) {
        try {
            threads.execute(() -> connect(opening));
        } catch (RejectedExecutionException e) {
            opening.failed(noThread(e));
        }
    }

    private void connect(Opening<RealBlockingConnection> opening) {
        RealBlockingConnection connection;
        try {
            connection = CallerConnect.connect(runtime, options);
        } catch (PgException e) {
            opening.failed(e);
            return;
        } catch (RuntimeException | Error e) {
            opening.failed(noThread(e));
            throw e;
        }
        opening.opened(connection);
    }

    private static PgException noThread(Throwable cause) {
        return new PgClosedException(
                "no thread to connect with: " + cause, SqlState.INSUFFICIENT_RESOURCES, Outcome.NOT_SENT, cause);
    }

    @Override
    public long glanceAfterNanos() {
        return GLANCE_AFTER_NANOS;
    }

    @Override
    public boolean sendsByItself() {
        return false;
    }

    @Override
    public boolean wantsWriter() {
        return Pools.wantsWriter(options);
    }

    @Override
    public void settle(RealBlockingConnection connection, Duration patience, Runnable told) {
        elsewhere(connection, connection::settle, told);
    }

    @Override
    public void reset(RealBlockingConnection connection, List<String> statements, Runnable told) {
        elsewhere(connection, () -> connection.resetNow(statements), told);
    }

    @Override
    public void probe(RealBlockingConnection connection, Duration timeout, Runnable told) {
        elsewhere(connection, () -> connection.probe(timeout), told);
    }

    @Override
    public void close(RealBlockingConnection connection) {
        elsewhere(connection, connection::close, () -> {});
    }

    /** What goes wrong with a connection closes it, and who is told finds it closed. */
    private void elsewhere(RealBlockingConnection connection, Runnable action, Runnable told) {
        Runnable task = () -> {
            try {
                action.run();
            } catch (PgException e) {
                connection.abort(e);
            } catch (RuntimeException | Error e) {
                connection.abort(noThread(e));
                throw e;
            } finally {
                told.run();
            }
        };
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            connection.abort(noThread(e));
            told.run();
        }
    }

    @Override
    public void shutDown() {
        threads.close();
    }
}
