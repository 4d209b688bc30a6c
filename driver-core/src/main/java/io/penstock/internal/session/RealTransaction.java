package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.Transaction;
import io.penstock.internal.exchange.TransactionScope;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a transaction's function gets: the operations of its scope. */
final class RealTransaction implements Transaction, ScopedSession {

    private final SessionOperations operations;
    private volatile boolean rollbackOnly;

    RealTransaction(ConnectionCore core, TransactionScope scope, @Nullable Tenure tenure) {
        this.operations = new SessionOperations(core, scope, tenure);
    }

    @Override
    public SessionOperations operations() {
        return operations;
    }

    boolean isRollbackOnly() {
        return rollbackOnly;
    }

    @Override
    public void setRollbackOnly() {
        rollbackOnly = true;
    }

    @Override
    public <T> CompletionStage<T> inSavepoint(Function<? super Transaction, ? extends CompletionStage<T>> work) {
        return ScopedWork.savepoint(this, requireNonNull(work, "work"));
    }
}
