package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.Batch;
import io.penstock.CopyIn;
import io.penstock.CopyOut;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.RowStream;
import io.penstock.Statement;
import io.penstock.Transaction;
import io.penstock.internal.exchange.TransactionScope;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a transaction's function gets: the operations of its scope. */
final class RealTransaction implements Transaction {

    private final SessionOperations operations;
    private volatile boolean rollbackOnly;

    RealTransaction(ConnectionCore core, TransactionScope scope, @Nullable Tenure tenure) {
        this.operations = new SessionOperations(core, scope, tenure);
    }

    SessionOperations operations() {
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

    @Override
    public CompletionStage<Result> query(Query query) {
        return operations.query(query);
    }

    @Override
    public CompletionStage<Result> query(String sql, @Nullable Object... values) {
        return operations.query(sql, values);
    }

    @Override
    public RowStream stream(Query query) {
        return operations.stream(query);
    }

    @Override
    public CompletionStage<List<Result>> batch(Batch batch) {
        return operations.batch(batch);
    }

    @Override
    public List<CompletionStage<Result>> batchEach(Batch batch) {
        return operations.batchEach(batch);
    }

    @Override
    public CompletionStage<List<Result>> script(String sql) {
        return operations.script(sql);
    }

    @Override
    public CompletionStage<Statement> prepare(String sql) {
        return operations.prepare(sql);
    }

    @Override
    public CompletionStage<CopyIn> copyIn(String sql) {
        return operations.copyIn(sql);
    }

    @Override
    public CopyOut copyOut(String sql) {
        return operations.copyOut(sql);
    }
}
