package io.penstock.observe;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A connection is ready.
 *
 * @param server where, as {@code host:port/database as user}
 * @param processId of the server's backend, 0 if not told
 * @param serverVersion as the server reports it
 * @param elapsed from the start of the attempt, all hosts included
 */
public record ConnectionOpenedEvent(String server, int processId, String serverVersion, Duration elapsed) {
    /** Checks that all is there. */
    public ConnectionOpenedEvent {
        requireNonNull(server, "server");
        requireNonNull(serverVersion, "serverVersion");
        requireNonNull(elapsed, "elapsed");
    }
}
