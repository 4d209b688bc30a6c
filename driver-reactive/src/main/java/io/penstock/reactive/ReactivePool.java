package io.penstock.reactive;

import static java.util.Objects.requireNonNull;

import io.penstock.ListenEvent;
import io.penstock.ListenerOptions;
import io.penstock.Penstock;
import io.penstock.TransactionOptions;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.PoolOptions;
import io.penstock.pool.PgPool;
import java.util.function.Function;
import org.reactivestreams.Publisher;

/**
 * A pool whose operations are publishers. The first demand waits for a connection, in the order of coming; the end of the publisher returns it,
 * before the subscriber hears of it. Who gets no connection is told as {@link PgPool} says.
 */
public interface ReactivePool extends ReactiveSession {

    /** A pool of a client's connections; see {@link PgPool#create}. */
    static ReactivePool create(Penstock client, ConnectionOptions connection, PoolOptions pool) {
        return new RealReactivePool(
                requireNonNull(client, "client"),
                requireNonNull(connection, "connection"),
                requireNonNull(pool, "pool"));
    }

    /** Runs work with a connection, which is returned when its publisher has ended, well or not, or its subscriber has cancelled. */
    <T> Publisher<T> withConnection(Function<? super ReactiveConnection, ? extends Publisher<? extends T>> work);

    /** Runs work in a transaction on a connection of its own; see {@link ReactiveConnection#inTransaction(Function)}. */
    default <T> Publisher<T> inTransaction(
            Function<? super ReactiveTransaction, ? extends Publisher<? extends T>> work) {
        return inTransaction(TransactionOptions.DEFAULT, work);
    }

    /**
     * Runs work in a transaction on a connection of its own; see {@link ReactiveConnection#inTransaction(TransactionOptions,
     * Function)}.
     */
    <T> Publisher<T> inTransaction(
            TransactionOptions options, Function<? super ReactiveTransaction, ? extends Publisher<? extends T>> work);

    /** As {@link #listen(ListenerOptions, String...)}, with the default bounds. */
    default Publisher<ListenEvent> listen(String... channels) {
        return listen(ListenerOptions.defaults(), channels);
    }

    /**
     * What is notified on channels, on a connection beside the pool, which is made again when it is lost. Gaps are told: {@link
     * ListenEvent.Lost}, {@link ListenEvent.Reconnected}.
     */
    Publisher<ListenEvent> listen(ListenerOptions bounds, String... channels);

    /** Closes the pool; completes when all its sockets are closed. See {@link PgPool#close}. */
    Publisher<Void> close();

    /** The same pool for stages. */
    PgPool pool();
}
