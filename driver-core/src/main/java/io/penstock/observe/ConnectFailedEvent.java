package io.penstock.observe;

import static java.util.Objects.requireNonNull;

import io.penstock.error.PgException;
import java.time.Duration;

/**
 * No connection could be made.
 *
 * @param failure with one suppressed failure for each address tried
 * @param elapsed from the start of the attempt
 */
public record ConnectFailedEvent(PgException failure, Duration elapsed) {
    /** Checks that all is there. */
    public ConnectFailedEvent {
        requireNonNull(failure, "failure");
        requireNonNull(elapsed, "elapsed");
    }
}
