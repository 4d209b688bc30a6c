package io.penstock;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement on one connection, with the parameter types and columns that the server told.
 *
 * <p>Preparing explicitly is rarely needed: {@link PgConnection#query} keeps recent statements prepared by itself. It pays where
 * the types must be known before the values, and where values are to be converted to the server's parameter types: here
 * an {@code Integer} reaches a {@code bigint} or {@code numeric} parameter as that type.
 */
public interface Statement {

    /** The SQL text. */
    String sql();

    /** The OIDs of the parameters' types, in order. */
    List<Integer> parameterTypes();

    /** The columns of its rows; empty where it returns none. */
    List<Column> columns();

    /** Runs it and collects its result. */
    CompletionStage<Result> query(@Nullable Object... values);

    /** Runs it as a stream; see {@link PgConnection#stream}. */
    RowStream stream(@Nullable Object... values);

    /** Gives it up on the server, with the next flight. Idempotent. */
    CompletionStage<@Nullable Void> close();
}
