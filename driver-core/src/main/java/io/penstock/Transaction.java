package io.penstock;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A transaction, for as long as the function that it was passed to runs: what is called on it is executed inside the
 * transaction, in the order of the calls. Used after its end, every method fails with a {@link
 * io.penstock.error.PgRejectedException}.
 */
public interface Transaction extends Session {

    /**
     * Runs work under a savepoint: released when the work's stage succeeds; rolled back to when it
     * fails, so that the transaction itself can go on.
     */
    <T> CompletionStage<T> inSavepoint(Function<? super Transaction, ? extends CompletionStage<T>> work);

    /** Makes the transaction end in a rollback although its function succeeds. */
    void setRollbackOnly();
}
