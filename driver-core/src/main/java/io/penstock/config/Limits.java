package io.penstock.config;

import static java.util.Objects.requireNonNull;

/**
 * How much one connection may hold. Over a limit, an operation waits or ends with a {@link
 * io.penstock.error.PgRejectedException}; nothing grows instead.
 *
 * @param window of undelivered bytes of streams and copies
 * @param maxResultBytes of one collected result, 1 KiB to 1 TiB; default 64 MiB. A larger one ends with an
 *     error: stream it
 * @param maxInFlight exchanges sent and not yet answered, 1 to 65,536; default 256
 * @param maxInFlightBytes of their requests, 1 KiB to 1 TiB; default 8 MiB. One larger request is let through
 *     alone
 * @param maxQueued operations that wait for room, 0 to 1,048,576; default 1,024
 * @param drainBytes of unwanted replies that are read and dropped before a cancel request, 0 to 1 TiB; default
 *     1 MiB
 */
public record Limits(
        ReceiveWindow window,
        long maxResultBytes,
        int maxInFlight,
        long maxInFlightBytes,
        int maxQueued,
        long drainBytes) {

    private static final long TIB = 1L << 40;
    private static final Limits DEFAULTS =
            new Limits(ReceiveWindow.defaults(), 64L << 20, 256, 8L << 20, 1_024, 1L << 20);

    /** Checks each against its range above. */
    public Limits {
        requireNonNull(window, "window");
        Checks.range("maxResultBytes", maxResultBytes, 1L << 10, TIB);
        Checks.range("maxInFlight", maxInFlight, 1, 65_536);
        Checks.range("maxInFlightBytes", maxInFlightBytes, 1L << 10, TIB);
        Checks.range("maxQueued", maxQueued, 0, 1 << 20);
        Checks.range("drainBytes", drainBytes, 0, TIB);
    }

    /** The defaults above. */
    public static Limits defaults() {
        return DEFAULTS;
    }

    /** These with another window. */
    public Limits withWindow(ReceiveWindow window) {
        return new Limits(window, maxResultBytes, maxInFlight, maxInFlightBytes, maxQueued, drainBytes);
    }

    /** These with another bound of a collected result. */
    public Limits withMaxResultBytes(long maxResultBytes) {
        return new Limits(window, maxResultBytes, maxInFlight, maxInFlightBytes, maxQueued, drainBytes);
    }

    /** These with another number of exchanges in flight. */
    public Limits withMaxInFlight(int maxInFlight) {
        return new Limits(window, maxResultBytes, maxInFlight, maxInFlightBytes, maxQueued, drainBytes);
    }

    /** These with another bound of request bytes in flight. */
    public Limits withMaxInFlightBytes(long maxInFlightBytes) {
        return new Limits(window, maxResultBytes, maxInFlight, maxInFlightBytes, maxQueued, drainBytes);
    }

    /** These with another number of waiting operations. */
    public Limits withMaxQueued(int maxQueued) {
        return new Limits(window, maxResultBytes, maxInFlight, maxInFlightBytes, maxQueued, drainBytes);
    }

    /** These with another byte budget for dropping unwanted replies. */
    public Limits withDrainBytes(long drainBytes) {
        return new Limits(window, maxResultBytes, maxInFlight, maxInFlightBytes, maxQueued, drainBytes);
    }
}
