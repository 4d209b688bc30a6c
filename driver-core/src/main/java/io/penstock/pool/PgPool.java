package io.penstock.pool;

import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.Transaction;
import io.penstock.TransactionOptions;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.PoolOptions;
import io.penstock.internal.pool.Pools;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections that event loops run, for callers that do not wait. See the package's tour.
 *
 * <p><b>Threads.</b> Any thread may call; calls return at once. Functions run on the execution strategy's threads, or in the calling
 * thread where a connection is idle at the moment of the call; never on an event loop unless the strategy opts in.
 *
 * <p><b>Errors.</b> Who gets no connection is told {@code NOT_SENT}: a {@link io.penstock.error.PgTimeoutException} (53300) when his time is
 * up, a {@link io.penstock.error.PgRejectedException} when too many wait already (53400) or he has cancelled (57014), a {@link
 * io.penstock.error.PgClosedException} when the pool is closed (08003), and the server's own words where connecting fails for good (a wrong
 * password, a database that does not exist).
 */
public interface PgPool {

    /**
     * A pool of a client's connections. It opens none before they are asked for, save {@code minSize} of them. It ends with {@link
     * #close}, or with its client.
     */
    static PgPool create(Penstock client, ConnectionOptions connection, PoolOptions pool) {
        return Pools.loopRun(client, connection, pool);
    }

    /**
     * Runs work with a connection, which is taken back when the stage that the work returns has ended, well or not.
     *
     * @return ends as the work's stage does, after the connection is taken back. {@code cancel(true)} of a copy stops waiting for a
     *     connection, or cancels what the work's stage stands for
     */
    <T> CompletionStage<T> withConnection(Function<? super PgConnection, ? extends CompletionStage<T>> work);

    /** Runs work in a transaction on a connection of its own; see {@link PgConnection#inTransaction(Function)}. */
    default <T> CompletionStage<T> inTransaction(Function<? super Transaction, ? extends CompletionStage<T>> work) {
        return inTransaction(TransactionOptions.DEFAULT, work);
    }

    /**
     * Runs work in a transaction on a connection of its own; see {@link PgConnection#inTransaction(TransactionOptions,
     * Function)}.
     */
    default <T> CompletionStage<T> inTransaction(
            TransactionOptions options, Function<? super Transaction, ? extends CompletionStage<T>> work) {
        return withConnection(connection -> connection.inTransaction(options, work));
    }

    /** Runs one statement on any connection. */
    default CompletionStage<Result> query(Query query) {
        return withConnection(connection -> connection.query(query));
    }

    /** Runs one statement on any connection. */
    default CompletionStage<Result> query(String sql, @Nullable Object... values) {
        return query(Query.of(sql, values));
    }

    /**
     * A connection, to be returned by its {@link PgConnection#close()}: for what does not fit into a function. The first use to
     * think of is {@link #withConnection}, which cannot forget it.
     *
     * <p>What is still under way when it is returned is waited for, for as long as {@code settleTimeout}, before somebody else gets the
     * connection. Returned twice, it is returned once. Used after its return, every method fails with a {@link
     * io.penstock.error.PgClosedException} (08003), {@code NOT_SENT}.
     *
     * @return {@code cancel(true)} of a copy gives up waiting; a connection that arrives at this moment goes to the next waiter
     */
    CompletionStage<PgConnection> acquire();

    /** As {@link #acquire()}, with another limit than {@code acquireTimeout}; longer than 0. */
    CompletionStage<PgConnection> acquire(Duration timeout);

    /** What the pool has and what has happened to it; read from its state now. */
    PoolMetrics metrics();

    /**
     * Closes the pool: who waits is told at once; what is lent is waited for, for as long as {@code closeTimeout}, then cancelled on the
     * server, and cut after {@code cancelTimeout}. Idempotent.
     *
     * @return completes when all its sockets are closed; never fails
     */
    CompletionStage<@Nullable Void> close();
}
