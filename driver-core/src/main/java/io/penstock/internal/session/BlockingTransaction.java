package io.penstock.internal.session;

import io.penstock.BlockingConnection;
import io.penstock.BlockingWork;
import io.penstock.Result;
import io.penstock.TransactionOptions;
import io.penstock.TransactionStatus;
import io.penstock.error.ErrorContext;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** BEGIN, work, COMMIT or ROLLBACK, in the calling thread. */
public final class BlockingTransaction {

    private BlockingTransaction() {}

    /** See {@link BlockingConnection#inTransaction(TransactionOptions, BlockingWork)}. */
    public static <T extends @Nullable Object, E extends Exception> T run(
            BlockingConnection connection, TransactionOptions options, BlockingWork<T, E> work) throws E {
        if (connection.status() != TransactionStatus.IDLE) {
            throw new PgRejectedException(
                            "a transaction is open on this connection already",
                            SqlState.ACTIVE_SQL_TRANSACTION,
                            Outcome.NOT_SENT)
                    .in(context(connection, "begin"));
        }
        connection.script(options.beginStatement());
        T value;
        try {
            value = work.run(connection);
        } catch (Throwable thrown) {
            rollBack(connection, thrown);
            throw thrown;
        }
        commit(connection);
        return value;
    }

    /** The work's own error is the news; that its rollback failed too is a detail. */
    private static void rollBack(BlockingConnection connection, Throwable thrown) {
        try {
            connection.script("ROLLBACK");
        } catch (RuntimeException e) {
            thrown.addSuppressed(e);
        }
    }

    private static void commit(BlockingConnection connection) {
        List<Result> results;
        try {
            results = connection.script("COMMIT");
        } catch (PgException e) {
            var told = CommitAnswer.failure(e, true);
            throw told.context() != null ? told : told.in(context(connection, "commit"));
        }
        var refusal = CommitAnswer.refusal(results);
        if (refusal != null) {
            throw refusal.in(context(connection, "commit"));
        }
    }

    private static ErrorContext context(BlockingConnection connection, String operation) {
        var server = connection.server();
        return new ErrorContext(operation, server.address() + "/" + server.database(), null);
    }
}
