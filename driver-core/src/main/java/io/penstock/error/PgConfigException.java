package io.penstock.error;

import org.jspecify.annotations.Nullable;

/**
 * An option, a connection string or a combination of options makes no sense. Message names the option and
 * what it may be; it never repeats a password. Outcome is always {@link Outcome#NOT_SENT}; SQLSTATE is F0000
 * (config file error).
 */
public final class PgConfigException extends PgException {
    private static final long serialVersionUID = 1L;

    /** A setting that cannot be used. */
    public PgConfigException(String message) {
        this(message, null, null);
    }

    /** A setting that cannot be used because of another failure. */
    public PgConfigException(String message, @Nullable Throwable cause) {
        this(message, null, cause);
    }

    private PgConfigException(String text, @Nullable ErrorContext context, @Nullable Throwable cause) {
        super(text, SqlState.CONFIG_FILE_ERROR, Outcome.NOT_SENT, context, cause);
    }

    @Override
    PgException copy(Outcome newOutcome, @Nullable ErrorContext newContext) {
        return new PgConfigException(problem(), newContext, getCause());
    }
}
