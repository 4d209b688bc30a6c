package io.penstock.reactive;

import static java.util.Objects.requireNonNull;

import io.penstock.Batch;
import io.penstock.CommandTag;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.Row;
import io.penstock.Transaction;
import io.penstock.reactive.operator.DroppedErrors;
import io.penstock.reactive.operator.ScopedPublisher;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.reactivestreams.Publisher;

/** A transaction as its work sees it: every method hands on to the part that does it. */
final class RealReactiveTransaction implements ReactiveTransaction {

    private final Transaction transaction;
    private final DroppedErrors dropped;
    private final SessionPublishers session;

    RealReactiveTransaction(Transaction transaction, DroppedErrors dropped) {
        this.transaction = transaction;
        this.dropped = dropped;
        this.session = new SessionPublishers(transaction, dropped);
    }

    @Override
    public <T> Publisher<T> inSavepoint(Function<? super ReactiveTransaction, ? extends Publisher<? extends T>> work) {
        requireNonNull(work, "work");
        return new ScopedPublisher<Transaction, T>(
                transaction::inSavepoint, inner -> work.apply(new RealReactiveTransaction(inner, dropped)), dropped);
    }

    @Override
    public void setRollbackOnly() {
        transaction.setRollbackOnly();
    }

    @Override
    public Transaction transaction() {
        return transaction;
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
}
