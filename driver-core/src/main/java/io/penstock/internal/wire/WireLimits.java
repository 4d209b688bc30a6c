package io.penstock.internal.wire;

/**
 * How large a message may be that the peer announces.
 *
 * <p>On top of these stand libpq's own bounds, which no setting lifts: 30,000 bytes for every message before
 * authentication, and after it for all types but those that carry rows, errors, descriptions or notifications.
 *
 * @param maxMessageBytes of any message's body, 30,000 to 1 GiB - 1; a longer one is a protocol violation. The server
 *     itself cannot build a longer one
 * @param maxRowBytes of the body of one DataRow or CopyData, 1 to {@code maxMessageBytes}; a longer one is refused with a
 *     {@link io.penstock.error.PgRejectedException} as soon as its header is seen
 */
public record WireLimits(int maxMessageBytes, int maxRowBytes) {

    /** PostgreSQL's {@code MaxAllocSize}. */
    private static final int GIB_MINUS_ONE = 0x3fff_ffff;

    /** Body bound of types that are never long; libpq's too ({@code fe-protocol3.c}, {@code VALID_LONG_MESSAGE_TYPE}). */
    static final int MAX_SHORT_BODY_BYTES = 30_000;

    private static final WireLimits DEFAULTS = new WireLimits(GIB_MINUS_ONE, GIB_MINUS_ONE);

    /** Checks each against its range above. */
    public WireLimits {
        if (maxMessageBytes < MAX_SHORT_BODY_BYTES || maxMessageBytes > GIB_MINUS_ONE) {
            throw new IllegalArgumentException("maxMessageBytes must be 30000 to 1 GiB - 1: " + maxMessageBytes);
        }
        if (maxRowBytes < 1 || maxRowBytes > maxMessageBytes) {
            throw new IllegalArgumentException("maxRowBytes must be 1 to maxMessageBytes: " + maxRowBytes);
        }
    }

    /** What the protocol allows: 1 GiB - 1 for both. */
    public static WireLimits defaults() {
        return DEFAULTS;
    }

    /** These with another bound of one row. */
    public WireLimits withMaxRowBytes(int maxRowBytes) {
        return new WireLimits(maxMessageBytes, maxRowBytes);
    }
}
