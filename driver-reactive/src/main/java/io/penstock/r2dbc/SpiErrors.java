package io.penstock.r2dbc;

import io.penstock.error.ErrorContext;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgServerException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.reactive.operator.StagePublisher;
import io.r2dbc.spi.R2dbcBadGrammarException;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcPermissionDeniedException;
import io.r2dbc.spi.R2dbcRollbackException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import org.jspecify.annotations.Nullable;

/**
 * The core's errors as those of the SPI. Their kind is chosen by SQLSTATE; the message is the core's, which has neither SQL text nor values; the SQL
 * text is in {@link R2dbcException#getSql()}, and the core's error is the cause.
 *
 * <table>
 * <caption>SQLSTATEs</caption>
 * <tr><td>22, 23</td><td>{@link R2dbcDataIntegrityViolationException}</td></tr>
 * <tr><td>28, 42501</td><td>{@link R2dbcPermissionDeniedException}</td></tr>
 * <tr><td>40</td><td>{@link R2dbcRollbackException}</td></tr>
 * <tr><td>42, but for 42501</td><td>{@link R2dbcBadGrammarException}</td></tr>
 * <tr><td>55P03, 57014 without a cancel, deadlines of the client</td><td>{@link R2dbcTimeoutException}</td></tr>
 * <tr><td>else</td><td>{@link R2dbcTransientResourceException} where {@link PgException#isTransient} or a bound has refused it, or {@link
 *     R2dbcNonTransientResourceException}</td></tr>
 * </table>
 */
final class SpiErrors {

    private SpiErrors() {}

    /** What a stage has failed with, as the SPI has it; what is not the core's stays as it is. */
    static Throwable of(Throwable error) {
        var cause = StagePublisher.unwrapped(error);
        return cause instanceof PgException failure ? of(failure) : cause;
    }

    static R2dbcException of(PgException error) {
        var context = error.context();
        return of(error, error.getMessage(), error.sqlState(), context == null ? null : sql(context));
    }

    private static @Nullable String sql(ErrorContext context) {
        return context.sql();
    }

    private static R2dbcException of(PgException error, String reason, String state, @Nullable String sql) {
        if (isTimeout(error)) {
            return new R2dbcTimeoutException(reason, state, 0, sql, error);
        }
        if (state.equals(SqlState.INSUFFICIENT_PRIVILEGE)) {
            return new R2dbcPermissionDeniedException(reason, state, 0, sql, error);
        }
        return switch (state.substring(0, 2)) {
            case "22", "23" -> new R2dbcDataIntegrityViolationException(reason, state, 0, sql, error);
            case "28" -> new R2dbcPermissionDeniedException(reason, state, 0, sql, error);
            case "40" -> new R2dbcRollbackException(reason, state, 0, sql, error);
            case "42" -> new R2dbcBadGrammarException(reason, state, 0, sql, error);
            default ->
                error.isTransient() || error instanceof PgRejectedException
                        ? new R2dbcTransientResourceException(reason, state, 0, sql, error)
                        : new R2dbcNonTransientResourceException(reason, state, 0, sql, error);
        };
    }

    private static boolean isTimeout(PgException error) {
        return switch (error.sqlState()) {
                    case SqlState.LOCK_NOT_AVAILABLE -> true;
                    case SqlState.QUERY_CANCELED ->
                        error instanceof PgServerException answer && !answer.isAnswerToCancel();
                    default -> false;
                }
                || error instanceof PgTimeoutException;
    }
}
