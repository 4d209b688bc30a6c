package io.penstock.observe;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * A connection is ready.
 *
 * @param server where, as {@code host:port/database as user}
 * @param processId of the server's backend, 0 if not told
 * @param serverVersion as the server reports it
 * @param elapsed from the start of the attempt, all hosts included
 * @param warnings what is weak about the way in, such as a password stored with few SCRAM iterations; without secrets, mostly empty
 */
public record ConnectionOpenedEvent(
        String server, int processId, String serverVersion, Duration elapsed, List<String> warnings) {
    /** Checks that all is there. */
    public ConnectionOpenedEvent {
        requireNonNull(server, "server");
        requireNonNull(serverVersion, "serverVersion");
        requireNonNull(elapsed, "elapsed");
        warnings = List.copyOf(warnings);
    }
}
