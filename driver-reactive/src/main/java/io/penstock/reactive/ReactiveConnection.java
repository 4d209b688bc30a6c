package io.penstock.reactive;

import static java.util.Objects.requireNonNull;

import io.penstock.ListenEvent;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.TransactionOptions;
import io.penstock.config.ConnectionOptions;
import io.penstock.reactive.operator.StagePublisher;
import java.util.function.Function;
import org.reactivestreams.Publisher;

/** One connection whose operations are publishers. Thread-safe, pipelined: what is asked for first is sent first. */
public interface ReactiveConnection extends ReactiveSession {

    /** Opens a connection for each subscriber, and publishes it. A cancel gives up connecting. */
    static Publisher<ReactiveConnection> connect(Penstock client, ConnectionOptions options) {
        requireNonNull(client, "client");
        requireNonNull(options, "options");
        return StagePublisher.of(
                () -> client.connect(options), connection -> of(client, options, connection), client::reportDropped);
    }

    /**
     * The reactive face of a connection.
     *
     * @param options where {@link #listen} connects to
     */
    static ReactiveConnection of(Penstock client, ConnectionOptions options, PgConnection connection) {
        return new RealReactiveConnection(
                requireNonNull(client, "client"),
                requireNonNull(options, "options"),
                requireNonNull(connection, "connection"));
    }

    /** Runs work in a transaction; see {@link #inTransaction(TransactionOptions, Function)}. */
    default <T> Publisher<T> inTransaction(
            Function<? super ReactiveTransaction, ? extends Publisher<? extends T>> work) {
        return inTransaction(TransactionOptions.DEFAULT, work);
    }

    /**
     * Runs work in a transaction, and publishes what it publishes: commits when its publisher completes, and completes when the server has
     * committed; rolls back when it fails, the function throws, or the subscriber cancels. What the commit fails with is published as the
     * end; see {@link PgConnection#inTransaction(TransactionOptions, Function)}. Elements come before the commit.
     */
    <T> Publisher<T> inTransaction(
            TransactionOptions options, Function<? super ReactiveTransaction, ? extends Publisher<? extends T>> work);

    /**
     * What is notified on channels, on a connection beside this one, which is made again when it is lost. Gaps are told: {@link
     * ListenEvent.Lost} where the subscriber was slower than the buffer (1,024 events, 4 MiB) is long, {@link ListenEvent.Reconnected}.
     */
    Publisher<ListenEvent> listen(String... channels);

    /** Asks the server to cancel what it is at, and completes when the request was delivered. */
    Publisher<Void> cancel();

    /** Finishes what was asked for before, and ends the session; a connection of a pool is returned. */
    Publisher<Void> close();

    /** The same connection for stages. */
    PgConnection connection();
}
