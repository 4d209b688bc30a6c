package io.penstock.reactive;

import static java.util.Objects.requireNonNull;

import io.penstock.Batch;
import io.penstock.CommandTag;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.Row;
import io.penstock.Session;
import io.penstock.reactive.operator.CopyInPublisher;
import io.penstock.reactive.operator.DroppedErrors;
import io.penstock.reactive.operator.StagePublisher;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/** The operations that a connection and a transaction have in common, as publishers. */
abstract sealed class SessionPublishers implements ReactiveSession
        permits RealReactiveConnection, RealReactiveTransaction {

    private final Session session;
    private final DroppedErrors dropped;

    SessionPublishers(Session session, DroppedErrors dropped) {
        this.session = session;
        this.dropped = dropped;
    }

    final DroppedErrors dropped() {
        return dropped;
    }

    @Override
    public <T> Publisher<T> query(Query query, Function<? super Row, ? extends T> mapper) {
        requireNonNull(query, "query");
        requireNonNull(mapper, "mapper");
        return subscriber -> RowPublisher.<T>of(session.stream(query), mapper).subscribe(subscriber);
    }

    @Override
    public Publisher<CommandTag> execute(Query query) {
        requireNonNull(query, "query");
        return StagePublisher.of(() -> session.stream(query).forEach(row -> {}), tag -> tag, dropped);
    }

    @Override
    public Publisher<Result> batch(Batch batch) {
        requireNonNull(batch, "batch");
        return StagePublisher.ofAll(() -> session.batch(batch), results -> results, dropped);
    }

    @Override
    public Publisher<CommandTag> copyIn(String sql, Publisher<? extends ByteBuffer> data) {
        requireNonNull(sql, "sql");
        return new CopyInPublisher(() -> session.copyIn(sql), requireNonNull(data, "data"), dropped);
    }

    @Override
    public Publisher<ByteBuffer> copyOut(String sql) {
        requireNonNull(sql, "sql");
        return subscriber ->
                FlowAdapters.toPublisher(session.copyOut(sql)).subscribe(requireNonNull(subscriber, "subscriber"));
    }
}
