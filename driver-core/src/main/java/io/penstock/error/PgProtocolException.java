package io.penstock.error;

import org.jspecify.annotations.Nullable;

/**
 * The peer broke the PostgreSQL wire protocol: a message that makes no sense here, a length that cannot
 * be, or bytes that are not PostgreSQL's at all. The connection is closed at once; nothing is guessed,
 * since a reply taken for another's is worse than a lost connection. SQLSTATE is 08P01, outcome {@link
 * Outcome#UNKNOWN} unless told otherwise.
 */
public final class PgProtocolException extends PgException {
    private static final long serialVersionUID = 1L;

    /** A protocol violation found by us. */
    public PgProtocolException(String message) {
        this(message, null);
    }

    /** A protocol violation found through another failure. */
    public PgProtocolException(String message, @Nullable Throwable cause) {
        this(message, SqlState.PROTOCOL_VIOLATION, Outcome.UNKNOWN, null, cause);
    }

    private PgProtocolException(
            String text, String sqlState, Outcome outcome, @Nullable ErrorContext context, @Nullable Throwable cause) {
        super(text, sqlState, outcome, context, cause);
    }

    @Override
    PgException copy(Outcome newOutcome, @Nullable ErrorContext newContext) {
        return new PgProtocolException(problem(), sqlState(), newOutcome, newContext, getCause());
    }

    /** False: the same peer will break it again. */
    @Override
    public boolean isTransient() {
        return false;
    }
}
