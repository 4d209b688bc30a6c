package io.penstock.error;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A failed operation. Every failure that Penstock reports is one of the eight permitted kinds.
 *
 * <p>{@link #getMessage()} is one line: what happened, the SQLSTATE, then in brackets what was tried on
 * which server and the outcome in words, for example
 *
 * <pre>
 * ERROR: relation "t" does not exist at character 15 [42P01] (query on db:5432/app as app; not executed, …)
 * </pre>
 *
 * It never holds passwords, parameter values or SQL text, save what the server quotes in its own
 * primary message. Detail and hint, which often quote row values, are in {@link
 * PgServerException#fields()} only.
 *
 * <p>The stack trace is the caller's own (unless switched off), captured where the operation was asked
 * for, not where the reply was read.
 */
public abstract sealed class PgException extends RuntimeException
        permits PgServerException,
                PgConnectException,
                PgClosedException,
                PgProtocolException,
                PgCodecException,
                PgTimeoutException,
                PgRejectedException,
                PgConfigException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_TAIL_CHARS = 700;

    /** What happened, without SQLSTATE, context and outcome. */
    private final String text;

    private final String sqlState;
    private final Outcome outcome;
    private final @Nullable ErrorContext context;

    PgException(
            String text, String sqlState, Outcome outcome, @Nullable ErrorContext context, @Nullable Throwable cause) {
        super(null, cause);
        this.text = MessageText.oneLine(requireNonNull(text, "message"), MessageText.MAX_MESSAGE_CHARS);
        this.sqlState = SqlState.requireValid(sqlState);
        this.outcome = requireNonNull(outcome, "outcome");
        this.context = context;
    }

    /** A new exception of the same class with the same fields but for the two given. */
    abstract PgException copy(Outcome newOutcome, @Nullable ErrorContext newContext);

    /** What became of the work. */
    public final Outcome outcome() {
        return outcome;
    }

    /** Five characters, the server's own or the one that fits best; see {@link SqlState}. */
    public final String sqlState() {
        return sqlState;
    }

    /** What was tried on which server, once known. */
    public final @Nullable ErrorContext context() {
        return context;
    }

    /** Whether the same operation may be tried again without the risk of doing it twice. */
    public final boolean isSafeToRetry() {
        return outcome.safeToRetry();
    }

    /**
     * Whether the cause is likely to pass by itself, so that a later try may work: a lost connection, a
     * serialization failure, a deadlock, a server that starts up or has no room. Says nothing about
     * whether a retry is <em>safe</em>: that is {@link #isSafeToRetry()}.
     */
    public boolean isTransient() {
        return SqlState.isTransient(sqlState);
    }

    /**
     * This failure, told with what was tried on whom. Always a new object, so that one broken connection
     * can fail many callers, each with a stack trace of its own.
     *
     * @return same class, fields, cause, suppressed exceptions and stack trace
     */
    public final PgException in(ErrorContext newContext) {
        return alike(copy(outcome, requireNonNull(newContext, "context")));
    }

    /**
     * This failure with another outcome, for a caller whose operation was at another stage. Always a new
     * object. {@link PgConnectException} and {@link PgConfigException} stay {@link Outcome#NOT_SENT}.
     *
     * @return same class, fields, context, cause, suppressed exceptions and stack trace
     */
    public final PgException withOutcome(Outcome newOutcome) {
        return alike(copy(requireNonNull(newOutcome, "outcome"), context));
    }

    /** See the class comment. One line of at most 2,000 chars. */
    @Override
    public final String getMessage() {
        String tail = context == null ? outcome.words() : context + "; " + outcome.words();
        String end = " [" + sqlState + "] (" + MessageText.oneLine(tail, MAX_TAIL_CHARS) + ")";
        return MessageText.oneLine(text, MessageText.MAX_MESSAGE_CHARS - end.length()) + end;
    }

    /** What happened, without what was tried and on whom: the first part of the message, clean and bounded. */
    public final String problem() {
        return text;
    }

    final PgException alike(PgException twin) {
        twin.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            twin.addSuppressed(suppressed);
        }
        return twin;
    }
}
