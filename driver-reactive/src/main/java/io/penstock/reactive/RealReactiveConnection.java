package io.penstock.reactive;

import static java.util.Objects.requireNonNull;

import io.penstock.Batch;
import io.penstock.CommandTag;
import io.penstock.ListenEvent;
import io.penstock.ListenerOptions;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.Row;
import io.penstock.Transaction;
import io.penstock.TransactionOptions;
import io.penstock.config.ConnectionOptions;
import io.penstock.reactive.operator.DroppedErrors;
import io.penstock.reactive.operator.ScopedPublisher;
import io.penstock.reactive.operator.StagePublisher;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.reactivestreams.Publisher;

/** A connection as its user sees it: every method hands on to the part that does it. */
final class RealReactiveConnection implements ReactiveConnection {

    private final Penstock client;
    private final ConnectionOptions options;
    private final PgConnection connection;
    private final DroppedErrors dropped;
    private final SessionPublishers session;

    RealReactiveConnection(Penstock client, ConnectionOptions options, PgConnection connection) {
        this.client = client;
        this.options = options;
        this.connection = connection;
        this.dropped = client::reportDropped;
        this.session = new SessionPublishers(connection, dropped);
    }

    @Override
    public <T> Publisher<T> inTransaction(
            TransactionOptions options, Function<? super ReactiveTransaction, ? extends Publisher<? extends T>> work) {
        requireNonNull(options, "options");
        requireNonNull(work, "work");
        return new ScopedPublisher<Transaction, T>(
                inner -> connection.inTransaction(options, inner),
                transaction -> work.apply(new RealReactiveTransaction(transaction, dropped)),
                dropped);
    }

    @Override
    public Publisher<ListenEvent> listen(String... channels) {
        return new ListenPublisher(client, options, ListenerOptions.defaults(), List.of(channels));
    }

    @Override
    public Publisher<Void> cancel() {
        return StagePublisher.ofEnd(connection::cancel, dropped);
    }

    @Override
    public Publisher<Void> close() {
        return StagePublisher.ofEnd(connection::close, dropped);
    }

    @Override
    public PgConnection connection() {
        return connection;
    }

    @Override
    public <T> Publisher<T> query(Query query, Function<? super Row, ? extends T> mapper) {
        return session.query(query, mapper);
    }

    @Override
    public Publisher<CommandTag> execute(Query query) {
        return session.execute(query);
    }

    @Override
    public Publisher<Result> batch(Batch batch) {
        return session.batch(batch);
    }

    @Override
    public Publisher<CommandTag> copyIn(String sql, Publisher<? extends ByteBuffer> data) {
        return session.copyIn(sql, data);
    }

    @Override
    public Publisher<ByteBuffer> copyOut(String sql) {
        return session.copyOut(sql);
    }

    @Override
    public String toString() {
        return "Reactive" + connection;
    }
}
