package io.penstock.error;

import org.jspecify.annotations.Nullable;

/**
 * A deadline of the client passed: connect, queue, statement, idle consumer or close. What the server's own
 * {@code statement_timeout} ends is a {@link PgServerException} instead.
 *
 * <p>SQLSTATE is 57014 for a statement, 08001 for a connect, 53300 for a wait in a queue. Outcome depends on
 * how far it had come: {@link Outcome#NOT_SENT} while queued, {@link Outcome#UNKNOWN} once sent.
 */
public final class PgTimeoutException extends PgException {
    private static final long serialVersionUID = 1L;

    /** A deadline that passed. */
    public PgTimeoutException(String message, String sqlState, Outcome outcome) {
        this(message, sqlState, outcome, null, null);
    }

    /** A deadline that passed, with the failure seen last before it. */
    public PgTimeoutException(String message, String sqlState, Outcome outcome, @Nullable Throwable cause) {
        this(message, sqlState, outcome, null, cause);
    }

    private PgTimeoutException(
            String text, String sqlState, Outcome outcome, @Nullable ErrorContext context, @Nullable Throwable cause) {
        super(text, sqlState, outcome, context, cause);
    }

    @Override
    PgException copy(Outcome newOutcome, @Nullable ErrorContext newContext) {
        return new PgTimeoutException(problem(), sqlState(), newOutcome, newContext, getCause());
    }

    /** True: more time or a less busy server may help. */
    @Override
    public boolean isTransient() {
        return true;
    }
}
