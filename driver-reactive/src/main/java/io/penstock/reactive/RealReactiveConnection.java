package io.penstock.reactive;

import static java.util.Objects.requireNonNull;

import io.penstock.ListenEvent;
import io.penstock.ListenerOptions;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.Transaction;
import io.penstock.TransactionOptions;
import io.penstock.config.ConnectionOptions;
import io.penstock.reactive.operator.ScopedPublisher;
import io.penstock.reactive.operator.StagePublisher;
import java.util.List;
import java.util.function.Function;
import org.reactivestreams.Publisher;

/** A connection as its user sees it. */
final class RealReactiveConnection extends SessionPublishers implements ReactiveConnection {

    private final Penstock client;
    private final ConnectionOptions options;
    private final PgConnection connection;

    RealReactiveConnection(Penstock client, ConnectionOptions options, PgConnection connection) {
        super(connection, client::reportDropped);
        this.client = client;
        this.options = options;
        this.connection = connection;
    }

    @Override
    public <T> Publisher<T> inTransaction(
            TransactionOptions options, Function<? super ReactiveTransaction, ? extends Publisher<? extends T>> work) {
        requireNonNull(options, "options");
        requireNonNull(work, "work");
        return new ScopedPublisher<Transaction, T>(
                inner -> connection.inTransaction(options, inner),
                transaction -> work.apply(new RealReactiveTransaction(transaction, dropped())),
                dropped());
    }

    @Override
    public Publisher<ListenEvent> listen(String... channels) {
        return new ListenPublisher(client, options, ListenerOptions.defaults(), List.of(channels));
    }

    @Override
    public Publisher<Void> cancel() {
        return StagePublisher.ofEnd(connection::cancel, dropped());
    }

    @Override
    public Publisher<Void> close() {
        return StagePublisher.ofEnd(connection::close, dropped());
    }

    @Override
    public PgConnection connection() {
        return connection;
    }

    @Override
    public String toString() {
        return "Reactive" + connection;
    }
}
