package io.penstock.error;

import org.jspecify.annotations.Nullable;

/**
 * The connection was closed, by us, by the server or by the network, before the operation ended.
 *
 * <p>SQLSTATE is 08003 where it was closed before the operation began, 08006 where it broke under it,
 * 08007 where a COMMIT got no answer, or the server's own (57P01, 57P02, 57P05, 25P03). The connection
 * is dead; take another.
 */
public final class PgClosedException extends PgException {
    private static final long serialVersionUID = 1L;

    /** A connection that is gone. */
    public PgClosedException(String message, String sqlState, Outcome outcome, @Nullable Throwable cause) {
        this(message, sqlState, outcome, null, cause);
    }

    private PgClosedException(
            String text, String sqlState, Outcome outcome, @Nullable ErrorContext context, @Nullable Throwable cause) {
        super(text, sqlState, outcome, context, cause);
    }

    @Override
    PgException copy(Outcome newOutcome, @Nullable ErrorContext newContext) {
        return new PgClosedException(problem(), sqlState(), newOutcome, newContext, getCause());
    }
}
