package io.penstock.internal.session;

import io.penstock.Batch;
import io.penstock.CopyIn;
import io.penstock.CopyOut;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.RowStream;
import io.penstock.Session;
import io.penstock.Statement;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A session all of whose statements are those of one scope: outside of transactions, of a transaction, or of a savepoint. */
interface ScopedSession extends Session {

    /** What is sent in the scope goes through these. */
    SessionOperations operations();

    @Override
    default CompletionStage<Result> query(Query query) {
        return operations().query(query);
    }

    @Override
    default CompletionStage<Result> query(String sql, @Nullable Object... values) {
        return operations().query(sql, values);
    }

    @Override
    default RowStream stream(Query query) {
        return operations().stream(query);
    }

    @Override
    default CompletionStage<List<Result>> batch(Batch batch) {
        return operations().batch(batch);
    }

    @Override
    default List<CompletionStage<Result>> batchEach(Batch batch) {
        return operations().batchEach(batch);
    }

    @Override
    default CompletionStage<List<Result>> script(String sql) {
        return operations().script(sql);
    }

    @Override
    default CompletionStage<Statement> prepare(String sql) {
        return operations().prepare(sql);
    }

    @Override
    default CompletionStage<CopyIn> copyIn(String sql) {
        return operations().copyIn(sql);
    }

    @Override
    default CopyOut copyOut(String sql) {
        return operations().copyOut(sql);
    }
}
