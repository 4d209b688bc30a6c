package io.penstock;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How much a {@link Listener} holds, and how it comes back.
 *
 * @param maxEvents that wait for the consumer, 1 to 1,048,576; default 1,024
 * @param maxBytes of their channels and payloads, 1 KiB to 1 GiB; default 4 MiB
 * @param overflow what happens over either; default {@link Overflow#DROP_OLDEST}
 * @param firstPause before a lost connection is made again, over 0; default 100 ms. It doubles with each failure, and half of it is
 *     random
 * @param longestPause at least {@code firstPause}; default 30 s
 * @param maxAttempts in a row to make it again, from 0; default {@link Integer#MAX_VALUE}, which is for ever
 */
public record ListenerOptions(
        int maxEvents, long maxBytes, Overflow overflow, Duration firstPause, Duration longestPause, int maxAttempts) {

    /** What happens when the buffer is full. */
    public enum Overflow {
        /** The oldest notification goes, and a {@link ListenEvent.Lost} tells how many went. */
        DROP_OLDEST,
        /** The listener ends with an error, behind what is buffered. */
        FAIL
    }

    private static final ListenerOptions DEFAULTS = new ListenerOptions(
            1_024, 4L << 20, Overflow.DROP_OLDEST, Duration.ofMillis(100), Duration.ofSeconds(30), Integer.MAX_VALUE);

    /** Checks the ranges above. */
    public ListenerOptions {
        requireNonNull(overflow, "overflow");
        var sound = maxEvents >= 1
                && maxEvents <= 1 << 20
                && maxBytes >= 1 << 10
                && maxBytes <= 1 << 30
                && firstPause.compareTo(Duration.ZERO) > 0
                && longestPause.compareTo(firstPause) >= 0
                && maxAttempts >= 0;
        if (!sound) {
            throw new IllegalArgumentException("a bound of the listener is out of its range");
        }
    }

    /** The defaults above. */
    public static ListenerOptions defaults() {
        return DEFAULTS;
    }

    /** These with another buffer. */
    public ListenerOptions withBuffer(int maxEvents, long maxBytes, Overflow overflow) {
        return new ListenerOptions(maxEvents, maxBytes, overflow, firstPause, longestPause, maxAttempts);
    }

    /** These with other pauses and another number of attempts. */
    public ListenerOptions withReconnect(Duration firstPause, Duration longestPause, int maxAttempts) {
        return new ListenerOptions(maxEvents, maxBytes, overflow, firstPause, longestPause, maxAttempts);
    }
}
