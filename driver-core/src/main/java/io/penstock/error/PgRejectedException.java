package io.penstock.error;

import org.jspecify.annotations.Nullable;

/**
 * The client itself declined: a queue or budget is full, an executor refused, the operation was cancelled
 * before it was sent, or a result outgrew its bound.
 *
 * <p>SQLSTATE is of class 53 (insufficient resources) for a full bound, 57014 for a cancelled operation.
 * Load shedding is always {@link Outcome#NOT_SENT}.
 */
public final class PgRejectedException extends PgException {
    private static final long serialVersionUID = 1L;

    /** An operation declined by the client. */
    public PgRejectedException(String message, String sqlState, Outcome outcome) {
        this(message, sqlState, outcome, null, null);
    }

    /** An operation declined by the client, with the reason behind it. */
    public PgRejectedException(String message, String sqlState, Outcome outcome, @Nullable Throwable cause) {
        this(message, sqlState, outcome, null, cause);
    }

    private PgRejectedException(
            String text, String sqlState, Outcome outcome, @Nullable ErrorContext context, @Nullable Throwable cause) {
        super(text, sqlState, outcome, context, cause);
    }

    @Override
    PgException copy(Outcome newOutcome, @Nullable ErrorContext newContext) {
        return new PgRejectedException(problem(), sqlState(), newOutcome, newContext, getCause());
    }
}
