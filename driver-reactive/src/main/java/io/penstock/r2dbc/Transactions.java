package io.penstock.r2dbc;

import io.penstock.PgConnection;
import io.penstock.Result;
import io.penstock.TransactionStatus;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.R2dbcRollbackException;
import io.r2dbc.spi.TransactionDefinition;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one connection. Where it stands the server has told with its last answer: so autocommit is what there is outside of a
 * transaction, and what is begun twice is begun once.
 *
 * <p>A COMMIT that the server answers with ROLLBACK is an error. Safe from any thread; as the SPI has it, one operation at a time is the use to think of.
 */
final class Transactions {

    private final PgConnection connection;
    private volatile IsolationLevel level = IsolationLevel.READ_COMMITTED;

    Transactions(PgConnection connection) {
        this.connection = connection;
    }

    boolean isOpen() {
        return connection.status() != TransactionStatus.IDLE;
    }

    CompletionStage<@Nullable Object> begin(TransactionDefinition definition) {
        return isOpen() ? nothing() : run(TransactionWords.begin(definition));
    }

    CompletionStage<@Nullable Object> commit() {
        return isOpen()
                ? connection.script("COMMIT").thenApply(results -> {
                    if (results.get(0).tag().command().equals("ROLLBACK")) {
                        throw new CompletionException(new R2dbcRollbackException(
                                "COMMIT was answered by ROLLBACK: a statement of the transaction had failed", "40000"));
                    }
                    return results;
                })
                : nothing();
    }

    CompletionStage<@Nullable Object> rollback() {
        return isOpen() ? run("ROLLBACK") : nothing();
    }

    /** As the SPI says, a change of the mode commits. */
    CompletionStage<@Nullable Object> autoCommit(Mode mode) {
        return switch (mode) {
            case ON -> commit();
            case OFF -> isOpen() ? nothing() : run("BEGIN");
        };
    }

    /** Whether each statement is its own transaction. */
    enum Mode {
        ON,
        OFF
    }

    CompletionStage<@Nullable Object> savepoint(String name) {
        return run((isOpen() ? "" : "BEGIN; ") + "SAVEPOINT " + name);
    }

    CompletionStage<@Nullable Object> release(String name) {
        return run("RELEASE SAVEPOINT " + name);
    }

    CompletionStage<@Nullable Object> rollbackTo(String name) {
        return run("ROLLBACK TO SAVEPOINT " + name);
    }

    IsolationLevel level() {
        return level;
    }

    /** Of the transaction that is open, or else of all that follow. */
    CompletionStage<@Nullable Object> level(IsolationLevel newLevel) {
        var words = isOpen() ? "SET TRANSACTION" : "SET SESSION CHARACTERISTICS AS TRANSACTION";
        return run(words + " ISOLATION LEVEL " + newLevel.asSql()).thenApply(done -> {
            level = newLevel;
            return done;
        });
    }

    private CompletionStage<@Nullable Object> run(String sql) {
        CompletionStage<List<Result>> results = connection.script(sql);
        return results.thenApply(all -> all);
    }

    private static CompletionStage<@Nullable Object> nothing() {
        return CompletableFuture.completedFuture(null);
    }
}
