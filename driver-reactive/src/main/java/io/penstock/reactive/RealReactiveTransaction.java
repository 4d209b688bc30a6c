package io.penstock.reactive;

import static java.util.Objects.requireNonNull;

import io.penstock.Transaction;
import io.penstock.reactive.operator.DroppedErrors;
import io.penstock.reactive.operator.ScopedPublisher;
import java.util.function.Function;
import org.reactivestreams.Publisher;

/** A transaction as its work sees it. */
final class RealReactiveTransaction extends SessionPublishers implements ReactiveTransaction {

    private final Transaction transaction;

    RealReactiveTransaction(Transaction transaction, DroppedErrors dropped) {
        super(transaction, dropped);
        this.transaction = transaction;
    }

    @Override
    public <T> Publisher<T> inSavepoint(Function<? super ReactiveTransaction, ? extends Publisher<? extends T>> work) {
        requireNonNull(work, "work");
        return new ScopedPublisher<Transaction, T>(
                transaction::inSavepoint,
                inner -> work.apply(new RealReactiveTransaction(inner, dropped())),
                dropped());
    }

    @Override
    public void setRollbackOnly() {
        transaction.setRollbackOnly();
    }

    @Override
    public Transaction transaction() {
        return transaction;
    }
}
