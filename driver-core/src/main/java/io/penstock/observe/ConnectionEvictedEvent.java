package io.penstock.observe;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A pool has parted with a connection.
 *
 * @param pool its name
 * @param server where, as {@code host:port}
 * @param processId of the server's backend, 0 if not told
 * @param reason why
 * @param age since it was opened
 */
public record ConnectionEvictedEvent(String pool, String server, int processId, EvictionReason reason, Duration age) {
    /** Checks that all is there. */
    public ConnectionEvictedEvent {
        requireNonNull(pool, "pool");
        requireNonNull(server, "server");
        requireNonNull(reason, "reason");
        requireNonNull(age, "age");
    }
}
