package io.penstock.pool;

import io.penstock.BlockingConnection;
import io.penstock.BlockingWork;
import io.penstock.Penstock;
import io.penstock.TransactionOptions;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.PoolOptions;
import io.penstock.internal.pool.Pools;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections that their callers run, for threads that wait: platform or virtual, thousands of them. See the package's tour.
 *
 * <p><b>Threads.</b> Any thread may call but one of the driver's event loops, which gets an {@link IllegalStateException} at once. Who
 * waits is parked; whoever returns a connection unparks who has waited longest.
 *
 * <p><b>Interrupts.</b> A thread that is interrupted before or while it waits gets a {@link io.penstock.error.PgRejectedException} (57014),
 * keeps its interrupt, and loses no connection.
 *
 * <p><b>Errors</b> are those of {@link PgPool}, thrown in the calling thread.
 */
public interface BlockingPool extends AutoCloseable {

    /**
     * A pool of a client's connections. It opens none before they are asked for, save {@code minSize} of them. It ends with {@link
     * #close}, or with its client.
     */
    static BlockingPool create(Penstock client, ConnectionOptions connection, PoolOptions pool) {
        return Pools.callerRun(client, connection, pool);
    }

    /** Runs work with a connection, which is taken back when the work returns or throws. */
    <T extends @Nullable Object, E extends Exception> T withConnection(BlockingWork<T, E> work) throws E;

    /** Runs work in a transaction on a connection of its own; see {@link BlockingConnection#inTransaction(BlockingWork)}. */
    default <T extends @Nullable Object, E extends Exception> T inTransaction(BlockingWork<T, E> work) throws E {
        return inTransaction(TransactionOptions.DEFAULT, work);
    }

    /**
     * Runs work in a transaction on a connection of its own; see {@link BlockingConnection#inTransaction(TransactionOptions,
     * BlockingWork)}.
     */
    default <T extends @Nullable Object, E extends Exception> T inTransaction(
            TransactionOptions options, BlockingWork<T, E> work) throws E {
        return withConnection(connection -> connection.inTransaction(options, work));
    }

    /**
     * A connection, to be returned by its {@link BlockingConnection#close()}: for what does not fit into a function. The first use to
     * think of is {@link #withConnection}, which cannot forget it.
     *
     * <p>A cursor that is open when it is returned is closed. Returned twice, it is returned once. Used after its return, every method
     * throws a {@link io.penstock.error.PgClosedException} (08003), {@code NOT_SENT}. Returned while another thread is in a call on it,
     * that call ends and the connection is closed.
     */
    BlockingConnection acquire();

    /** As {@link #acquire()}, with another limit than {@code acquireTimeout}; longer than 0. */
    BlockingConnection acquire(Duration timeout);

    /** What the pool has and what has happened to it; read from its state now. */
    PoolMetrics metrics();

    /**
     * Closes the pool: who waits is told at once; what is lent is waited for, for as long as {@code closeTimeout}, then cancelled on the
     * server, and cut after {@code cancelTimeout}. Returns when all its sockets are closed; when it is interrupted, at once. Idempotent.
     */
    @Override
    void close();
}
