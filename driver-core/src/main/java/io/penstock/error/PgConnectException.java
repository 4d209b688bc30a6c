package io.penstock.error;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * No connection could be made: name look-up, TCP, TLS, authentication or the wanted server role failed
 * on every host that was tried. Nothing was sent on the caller's behalf, so the outcome is always
 * {@link Outcome#NOT_SENT}.
 *
 * <p>SQLSTATE is 08001 where the server was not reached, else what the (last) server said, such as
 * 28P01, 3D000, 53300 or 57P03.
 */
public final class PgConnectException extends PgException {
    private static final long serialVersionUID = 1L;

    /**
     * One attempt that failed.
     *
     * @param cause what the operating system, the TLS engine or the server said
     */
    public PgConnectException(String message, String sqlState, @Nullable Throwable cause) {
        this(message, sqlState, null, cause);
    }

    /**
     * All attempts failed. Message lists each of them; the exceptions themselves are attached as
     * suppressed.
     *
     * @param attempts one failure per host address tried, in order
     */
    public PgConnectException(String message, String sqlState, List<PgException> attempts) {
        this(summary(message, attempts), sqlState, null, null);
        attempts.forEach(this::addSuppressed);
    }

    private PgConnectException(
            String text, String sqlState, @Nullable ErrorContext context, @Nullable Throwable cause) {
        super(text, sqlState, Outcome.NOT_SENT, context, cause);
    }

    @Override
    PgException copy(Outcome newOutcome, @Nullable ErrorContext newContext) {
        return new PgConnectException(problem(), sqlState(), newContext, getCause());
    }

    private static String summary(String message, List<PgException> attempts) {
        if (attempts.isEmpty()) {
            return message;
        }
        return attempts.stream().map(PgConnectException::attempt).collect(Collectors.joining("; ", message + ": ", ""));
    }

    private static String attempt(PgException failure) {
        ErrorContext context = failure.context();
        String where = context == null ? "" : context.server() + ": ";
        return where + failure.problem() + " [" + failure.sqlState() + "]";
    }
}
