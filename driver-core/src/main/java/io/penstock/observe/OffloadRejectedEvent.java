package io.penstock.observe;

import static java.util.Objects.requireNonNull;

/**
 * The executor for user code declined a task.
 *
 * @param path kind of user code, such as {@code completion} or {@code listener}
 * @param cause what the executor threw
 */
public record OffloadRejectedEvent(String path, Throwable cause) {
    /** Checks that all is there. */
    public OffloadRejectedEvent {
        requireNonNull(path, "path");
        requireNonNull(cause, "cause");
    }
}
