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
import io.penstock.TransactionOptions;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.PoolOptions;
import io.penstock.pool.PgPool;
import io.penstock.reactive.operator.ScopedPublisher;
import io.penstock.reactive.operator.StagePublisher;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.reactivestreams.Publisher;

/** A pool as its user sees it: every operation borrows a connection for as long as its publisher lasts. */
final class RealReactivePool implements ReactivePool {

    private final Penstock client;
    private final ConnectionOptions options;
    private final PgPool pool;

    RealReactivePool(Penstock client, ConnectionOptions options, PoolOptions size) {
        this.client = client;
        this.options = options;
        this.pool = PgPool.create(client, options, size);
    }

    @Override
    public <T> Publisher<T> withConnection(
            Function<? super ReactiveConnection, ? extends Publisher<? extends T>> work) {
        requireNonNull(work, "work");
        return new ScopedPublisher<PgConnection, T>(
                pool::withConnection,
                connection -> work.apply(new RealReactiveConnection(client, options, connection)),
                client::reportDropped);
    }

    @Override
    public <T> Publisher<T> inTransaction(
            TransactionOptions transaction,
            Function<? super ReactiveTransaction, ? extends Publisher<? extends T>> work) {
        requireNonNull(transaction, "options");
        requireNonNull(work, "work");
        return withConnection(connection -> connection.inTransaction(transaction, work));
    }

    @Override
    public <T> Publisher<T> query(Query query, Function<? super Row, ? extends T> mapper) {
        requireNonNull(query, "query");
        requireNonNull(mapper, "mapper");
        return withConnection(connection -> connection.query(query, mapper));
    }

    @Override
    public Publisher<CommandTag> execute(Query query) {
        requireNonNull(query, "query");
        return withConnection(connection -> connection.execute(query));
    }

    @Override
    public Publisher<Result> batch(Batch batch) {
        requireNonNull(batch, "batch");
        return withConnection(connection -> connection.batch(batch));
    }

    @Override
    public Publisher<CommandTag> copyIn(String sql, Publisher<? extends ByteBuffer> data) {
        requireNonNull(sql, "sql");
        requireNonNull(data, "data");
        return withConnection(connection -> connection.copyIn(sql, data));
    }

    @Override
    public Publisher<ByteBuffer> copyOut(String sql) {
        requireNonNull(sql, "sql");
        return withConnection(connection -> connection.copyOut(sql));
    }

    @Override
    public Publisher<ListenEvent> listen(ListenerOptions bounds, String... channels) {
        return new ListenPublisher(client, options, requireNonNull(bounds, "bounds"), List.of(channels));
    }

    @Override
    public Publisher<Void> close() {
        return StagePublisher.ofEnd(pool::close, client::reportDropped);
    }

    @Override
    public PgPool pool() {
        return pool;
    }
}
