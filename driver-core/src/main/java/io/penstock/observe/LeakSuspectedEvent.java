package io.penstock.observe;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Somebody has had a pool's connection for longer than the leak threshold.
 *
 * @param pool its name
 * @param server where, as {@code host:port}
 * @param processId of the server's backend, 0 if not told
 * @param held for how long
 * @param acquired its stack trace is that of whoever took it
 */
public record LeakSuspectedEvent(String pool, String server, int processId, Duration held, Throwable acquired) {
    /** Checks that all is there. */
    public LeakSuspectedEvent {
        requireNonNull(pool, "pool");
        requireNonNull(server, "server");
        requireNonNull(held, "held");
        requireNonNull(acquired, "acquired");
    }
}
