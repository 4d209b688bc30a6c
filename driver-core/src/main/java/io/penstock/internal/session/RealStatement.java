package io.penstock.internal.session;

import io.penstock.Column;
import io.penstock.Result;
import io.penstock.RowStream;
import io.penstock.Statement;
import io.penstock.error.Outcome;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.HeldStatement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A statement that its caller has prepared and will close. */
final class RealStatement implements Statement {

    private final SessionOperations operations;
    private final HeldStatement statement;
    private final int[] parameterOids;
    private final AtomicReference<@Nullable CompletionStage<@Nullable Void>> closed = new AtomicReference<>();

    RealStatement(SessionOperations operations, HeldStatement statement) {
        this.operations = operations;
        this.statement = statement;
        this.parameterOids = statement.parameterOids();
    }

    @Override
    public String sql() {
        return statement.sql();
    }

    @Override
    public List<Integer> parameterTypes() {
        return Arrays.stream(parameterOids).boxed().toList();
    }

    @Override
    public List<Column> columns() {
        return ResultColumns.list(statement.shape());
    }

    @Override
    public CompletionStage<Result> query(@Nullable Object... values) {
        return closed.get() == null ? operations.query(statement, parameterOids, values) : refused();
    }

    private CompletionStage<Result> refused() {
        var call = new QueryCall(operations.core(), operations.core().dispatcher(null));
        call.failedBefore(
                sql(),
                new PgRejectedException(
                        "the statement is closed", SqlState.INVALID_SQL_STATEMENT_NAME, Outcome.NOT_SENT));
        return call;
    }

    @Override
    public RowStream stream(@Nullable Object... values) {
        return operations.stream(statement, parameterOids, values);
    }

    @Override
    public CompletionStage<@Nullable Void> close() {
        var earlier = closed.get();
        if (earlier != null) {
            return earlier;
        }
        var call = new DoneCall(operations.core(), "close", statement.sql());
        if (!closed.compareAndSet(null, call)) {
            return close();
        }
        operations.close(statement, call);
        return call;
    }

    @Override
    public String toString() {
        return "Statement[" + sql() + "]";
    }
}
