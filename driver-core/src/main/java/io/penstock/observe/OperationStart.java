package io.penstock.observe;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An operation begins.
 *
 * @param name of a bounded set: the statement's first word where that is one of PostgreSQL's commands, such as {@code SELECT}; {@code BATCH}, {@code
 *     COPY}, {@code PREPARE}; {@code OTHER}
 * @param sql its text, null for a batch; may hold values that somebody has written into it. A tracer that shows it to others should ask first
 * @param host of the server, or the path of its socket
 * @param port of the server
 * @param database its name
 * @param user as whom
 */
public record OperationStart(String name, @Nullable String sql, String host, int port, String database, String user) {
    /** Checks that all is there. */
    public OperationStart {
        requireNonNull(name, "name");
        requireNonNull(host, "host");
        requireNonNull(database, "database");
        requireNonNull(user, "user");
    }
}
