package io.penstock;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What can be run on a connection, inside a transaction or outside: the common part of {@link PgConnection} and {@link
 * Transaction}.
 *
 * <p>Calls return at once and may be made from any thread. Statements run on the server in the order of the calls; statements submitted without
 * waiting are pipelined. Every stage completes exactly once, off the event loop (see {@link
 * io.penstock.concurrent.ExecutionStrategy}), with a {@link io.penstock.error.PgException} when it fails. Over the
 * connection's bounds a call fails at once, {@code NOT_SENT}.
 */
public interface Session {

    /** Runs one statement and collects its rows. */
    CompletionStage<Result> query(Query query);

    /** Runs one statement and collects its rows. */
    default CompletionStage<Result> query(String sql, @Nullable Object... values) {
        return query(Query.of(sql, values));
    }

    /** The rows of one statement as a lazy, bounded stream. */
    RowStream stream(Query query);

    /** The rows of one statement as a lazy, bounded stream. */
    default RowStream stream(String sql, @Nullable Object... values) {
        return stream(Query.of(sql, values));
    }

    /**
     * Runs several queries in one flight. The results are in the order of the queries.
     *
     * @return fails with the first error; in an {@link Batch.Mode#INDEPENDENT} batch the other queries have run all the
     *     same, and {@link #batchEach} tells their results
     */
    CompletionStage<List<Result>> batch(Batch batch);

    /** As {@link #batch}, with a stage for each query. */
    List<CompletionStage<Result>> batchEach(Batch batch);

    /**
     * Runs SQL text of any number of statements, separated by semicolons, through the simple query protocol: text without
     * parameters. Outside a transaction block the statements form one implicit transaction. The results are in order; an error ends the
     * script and fails the stage.
     */
    CompletionStage<List<Result>> script(String sql);

    /** Prepares a statement and learns its parameter types and columns. */
    CompletionStage<Statement> prepare(String sql);

    /**
     * Begins a {@code COPY … FROM STDIN}. The stage completes when the server is ready for data.
     *
     * <p>The connection belongs to the copy until it has ended; statements submitted meanwhile wait.
     */
    CompletionStage<CopyIn> copyIn(String sql);

    /** A {@code COPY … TO STDOUT} as a lazy, bounded stream of bytes. */
    CopyOut copyOut(String sql);
}
