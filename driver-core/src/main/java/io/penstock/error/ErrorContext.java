package io.penstock.error;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What was tried, and on whom.
 *
 * @param operation a verb or noun for the log reader: {@code query}, {@code connect}, {@code commit}
 * @param server where, as {@code host:port/database as user}; never a password
 * @param sql the statement's text with its placeholders, or null where there is none; shown by this
 *     accessor alone, never by {@link #toString()} or an exception message, since applications do put
 *     values into SQL text
 */
public record ErrorContext(
        String operation, String server, @Nullable String sql) implements Serializable {

    /** Checks that operation and server are there. */
    public ErrorContext {
        requireNonNull(operation, "operation");
        requireNonNull(server, "server");
    }

    /** Operation and server, without the SQL. */
    @Override
    public String toString() {
        return operation + " on " + server;
    }
}
