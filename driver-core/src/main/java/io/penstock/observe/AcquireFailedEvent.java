package io.penstock.observe;

import static java.util.Objects.requireNonNull;

import io.penstock.error.PgException;
import java.time.Duration;

/**
 * Somebody who asked a pool for a connection got none.
 *
 * @param pool its name
 * @param failure what he was told
 * @param waited how long it took
 */
public record AcquireFailedEvent(String pool, PgException failure, Duration waited) {
    /** Checks that all is there. */
    public AcquireFailedEvent {
        requireNonNull(pool, "pool");
        requireNonNull(failure, "failure");
        requireNonNull(waited, "waited");
    }
}
