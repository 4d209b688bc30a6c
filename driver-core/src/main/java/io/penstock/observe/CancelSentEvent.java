package io.penstock.observe;

import static java.util.Objects.requireNonNull;

/**
 * A cancel request has run its course.
 *
 * @param server where, as {@code host:port/database as user}
 * @param processId of the server's backend, 0 if not told
 * @param outcome how it ended
 */
public record CancelSentEvent(String server, int processId, CancelOutcome outcome) {
    /** Checks that all is there. */
    public CancelSentEvent {
        requireNonNull(server, "server");
        requireNonNull(outcome, "outcome");
    }
}
