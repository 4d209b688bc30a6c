package io.penstock.observe;

import static java.util.Objects.requireNonNull;

/**
 * An operation was declined because a bound was reached. Nothing of it was sent.
 *
 * @param server where, as {@code host:port/database as user}
 * @param bound name of the bound, such as {@code maxQueued}
 * @param limit its value, in the unit of its name
 */
public record RejectedEvent(String server, String bound, long limit) {
    /** Checks that all is there. */
    public RejectedEvent {
        requireNonNull(server, "server");
        requireNonNull(bound, "bound");
    }
}
