package io.penstock.reactive;

import io.penstock.Transaction;
import java.util.function.Function;
import org.reactivestreams.Publisher;

/**
 * A transaction, for as long as the publisher lasts that its function has returned. Used after its end, every publisher fails with a {@link
 * io.penstock.error.PgRejectedException}.
 */
public interface ReactiveTransaction extends ReactiveSession {

    /**
     * Runs work under a savepoint: released when its publisher completes; rolled back to when it fails or its subscriber cancels, so that
     * the transaction itself can go on.
     */
    <T> Publisher<T> inSavepoint(Function<? super ReactiveTransaction, ? extends Publisher<? extends T>> work);

    /** Makes the transaction end in a rollback although its work completes. */
    void setRollbackOnly();

    /** The same transaction for stages. */
    Transaction transaction();
}
