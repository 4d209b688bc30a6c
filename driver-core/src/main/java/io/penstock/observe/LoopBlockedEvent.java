package io.penstock.observe;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * An event loop is stuck: something runs on it that does not return. Told while it is.
 *
 * @param loop name of its thread
 * @param stalled for how long by now
 * @param stack where its thread is, innermost frame first
 */
public record LoopBlockedEvent(String loop, Duration stalled, List<StackTraceElement> stack) {
    /** Checks that all is there. */
    public LoopBlockedEvent {
        requireNonNull(loop, "loop");
        requireNonNull(stalled, "stalled");
        stack = List.copyOf(stack);
    }
}
