package io.penstock.error;

import org.jspecify.annotations.Nullable;

/**
 * The server answered with an ErrorResponse.
 *
 * <p>The connection lives on unless {@link #isFatal()}. Outcome: {@link Outcome#NOT_EXECUTED} for a
 * refused statement outside a transaction block, {@link Outcome#ROLLED_BACK} where the server has
 * rolled the transaction back, {@link Outcome#UNKNOWN} where it does not tell.
 */
public final class PgServerException extends PgException {
    private static final long serialVersionUID = 1L;

    private final ErrorFields fields;
    private final boolean answersCancel;

    /** An error the server reported. */
    public PgServerException(ErrorFields fields, Outcome outcome) {
        this(fields, outcome, null);
    }

    /**
     * An error the server reported, with the earlier failure behind it, such as the one that made every
     * later statement of a transaction fail with 25P02.
     */
    public PgServerException(ErrorFields fields, Outcome outcome, @Nullable Throwable cause) {
        this(fields, outcome, null, cause, false);
    }

    private PgServerException(
            ErrorFields fields,
            Outcome outcome,
            @Nullable ErrorContext context,
            @Nullable Throwable cause,
            boolean answersCancel) {
        super(textOf(fields), fields.sqlState(), outcome, context, cause);
        this.fields = fields;
        this.answersCancel = answersCancel;
    }

    @Override
    PgException copy(Outcome newOutcome, @Nullable ErrorContext newContext) {
        return new PgServerException(fields, newOutcome, newContext, getCause(), answersCancel);
    }

    /** This failure as the server's answer to a cancel request of this connection. For the driver. */
    public PgServerException asAnswerToCancel() {
        return (PgServerException) alike(new PgServerException(fields, outcome(), context(), getCause(), true));
    }

    /** All that the server said. Detail, hint and context may quote values of rows and parameters. */
    public ErrorFields fields() {
        return fields;
    }

    /** Whether the server ends the session after this error (severity FATAL or PANIC). */
    public boolean isFatal() {
        return fields.isFatal();
    }

    /**
     * See {@link PgException#isTransient()}. Also true where the server has lost a statement that the driver had prepared, or its plan does not
     * fit the tables any more: the driver prepares it anew on its next use.
     */
    @Override
    public boolean isTransient() {
        return super.isTransient()
                || switch (sqlState()) {
                    case SqlState.FEATURE_NOT_SUPPORTED -> "RevalidateCachedQuery".equals(fields.routine());
                    case SqlState.INVALID_SQL_STATEMENT_NAME, SqlState.DUPLICATE_PREPARED_STATEMENT ->
                        outcome() == Outcome.ROLLED_BACK;
                    default -> false;
                };
    }

    /**
     * Whether this is a 57014 that came while a cancel request of this connection was under way: somebody has called {@code
     * cancel}. A 57014 without one is the server's own doing, by its {@code statement_timeout} or on the word of somebody
     * else. A deadline of the client is a {@link PgTimeoutException}.
     */
    public boolean isAnswerToCancel() {
        return answersCancel;
    }

    private static String textOf(ErrorFields fields) {
        String text = fields.severityNonLocalized() + ": " + fields.message();
        return fields.position() > 0 ? text + " at character " + fields.position() : text;
    }
}
