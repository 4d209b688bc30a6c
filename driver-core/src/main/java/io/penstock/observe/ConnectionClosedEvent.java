package io.penstock.observe;

import static java.util.Objects.requireNonNull;

import io.penstock.error.PgException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection has ended.
 *
 * @param server where, as {@code host:port/database as user}
 * @param processId of the server's backend, 0 if not told
 * @param failure why, or null when it was closed by request
 * @param age from ready to closed
 */
public record ConnectionClosedEvent(
        String server, int processId, @Nullable PgException failure, Duration age) {
    /** Checks that server and age are there. */
    public ConnectionClosedEvent {
        requireNonNull(server, "server");
        requireNonNull(age, "age");
    }
}
