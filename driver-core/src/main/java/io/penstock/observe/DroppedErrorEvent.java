package io.penstock.observe;

import static java.util.Objects.requireNonNull;

/**
 * An error that nobody received: of a cancelled flow, a callback that threw, a second failure of an ended operation.
 *
 * @param source where it came from, such as {@code row callback}
 * @param error the error itself
 */
public record DroppedErrorEvent(String source, Throwable error) {
    /** Checks that all is there. */
    public DroppedErrorEvent {
        requireNonNull(source, "source");
        requireNonNull(error, "error");
    }
}
