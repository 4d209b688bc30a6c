package io.penstock.jdbc.internal.connection;

import io.penstock.BlockingConnection;
import io.penstock.Penstock;
import io.penstock.error.PgException;
import io.penstock.jdbc.internal.convert.JdbcCodecs;
import io.penstock.jdbc.internal.errors.SqlErrors;
import io.penstock.jdbc.internal.session.SqlTexts;
import io.penstock.jdbc.internal.session.Tenancy;
import io.penstock.jdbc.internal.url.JdbcOptions;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The client of all connections that are made one by one: the first makes it, and the last ends it, with its threads, before its {@code close} returns. So an
 * application that has closed its connections leaves nothing behind, whether its container deregisters the driver or not. Any thread.
 *
 * <p>A connection counts from before it is opened until it is closed or aborted by its user; that the server has ended it does not end its count, for its user
 * may not have noticed yet.
 */
public final class DriverClient {

    /** Guards what is static, and the counts. Never held while anything waits. */
    private static final ReentrantLock LOCK = new ReentrantLock();

    private static @Nullable DriverClient current;

    private final Penstock client =
            Penstock.builder().codecs(JdbcCodecs.REGISTRY).build();
    private int connections;

    private DriverClient() {}

    /** What is made of a connection. */
    public interface Making<T> {

        /** @param ended to be run when the connection was closed or aborted by its user; once or more */
        T of(BlockingConnection link, Runnable ended);
    }

    /** Opens a connection; blocks. */
    public static JdbcConnection open(JdbcOptions options) throws SQLException {
        return open(
                options,
                (link, ended) ->
                        new JdbcConnection(link, options.facade(), SqlTexts.ofConnection(), Tenancy.OWNED, ended));
    }

    /** Opens a connection, and makes something of it; blocks. */
    public static <T> T open(JdbcOptions options, Making<T> making) throws SQLException {
        var shared = join();
        try {
            return making.of(shared.client.connectBlocking(options.connection()), shared.parting());
        } catch (PgException e) {
            shared.leave();
            throw SqlErrors.of(e);
        } catch (RuntimeException | Error e) {
            shared.leave();
            throw e;
        }
    }

    private static DriverClient join() {
        LOCK.lock();
        try {
            var shared = current;
            if (shared == null) {
                shared = new DriverClient();
                current = shared;
            }
            shared.connections++;
            return shared;
        } finally {
            LOCK.unlock();
        }
    }

    /** What a connection does at its end; it counts once, however often it is run. */
    private Runnable parting() {
        var gone = new AtomicBoolean();
        return () -> {
            if (!gone.getAndSet(true)) {
                leave();
            }
        };
    }

    /** The last one ends the client. Who comes meanwhile makes another. */
    private void leave() {
        if (isLast()) {
            client.close();
        }
    }

    private boolean isLast() {
        LOCK.lock();
        try {
            if (--connections > 0) {
                return false;
            }
            if (current == this) {
                current = null;
            }
            return true;
        } finally {
            LOCK.unlock();
        }
    }

    /** Ends the client and all its connections: the driver was deregistered. */
    public static void close() {
        var ended = remove();
        if (ended != null) {
            ended.client.close();
        }
    }

    private static @Nullable DriverClient remove() {
        LOCK.lock();
        try {
            var ended = current;
            current = null;
            return ended;
        } finally {
            LOCK.unlock();
        }
    }
}
