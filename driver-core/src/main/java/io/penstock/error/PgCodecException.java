package io.penstock.error;

import org.jspecify.annotations.Nullable;

/**
 * A value could not be turned into bytes or bytes into a value: out of range, no such conversion, NUL in
 * text, malformed bytes. The connection lives on.
 *
 * <p>Outcome: {@link Outcome#NOT_SENT} when a parameter could not be encoded; {@link Outcome#UNKNOWN}
 * when a result could not be decoded, for then the statement did run. Typical SQLSTATEs: 22003 (out of
 * range), 22021 (NUL or bad characters), 22P03 (malformed binary), 42846 (no such conversion). Message
 * names types, parameter numbers and columns, never the value.
 */
public final class PgCodecException extends PgException {
    private static final long serialVersionUID = 1L;

    /** A value that could not be decoded: the outcome is {@link Outcome#UNKNOWN}. */
    public PgCodecException(String message, String sqlState, @Nullable Throwable cause) {
        this(message, sqlState, Outcome.UNKNOWN, null, cause);
    }

    /** A value that could not be converted; encoding says {@link Outcome#NOT_SENT}. */
    public PgCodecException(String message, String sqlState, Outcome outcome, @Nullable Throwable cause) {
        this(message, sqlState, outcome, null, cause);
    }

    private PgCodecException(
            String text, String sqlState, Outcome outcome, @Nullable ErrorContext context, @Nullable Throwable cause) {
        super(text, sqlState, outcome, context, cause);
    }

    @Override
    PgException copy(Outcome newOutcome, @Nullable ErrorContext newContext) {
        return new PgCodecException(problem(), sqlState(), newOutcome, newContext, getCause());
    }
}
