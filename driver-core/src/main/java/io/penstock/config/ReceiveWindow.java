package io.penstock.config;

/**
 * How many bytes a connection holds for consumers that are slower than the server before reading from it stops, and how few
 * are left when it resumes. At most one window and one row are held, whatever the consumer asks for; what one read of the socket
 * brings, at most 64 KiB, may come on top. All connections of a client together are bounded by {@code
 * Penstock.Builder#receiveBudgetBytes}.
 *
 * @param highBytes reading stops when more than this many bytes wait; default 256 KiB
 * @param lowBytes reading resumes at this many or fewer; default 64 KiB
 */
public record ReceiveWindow(long highBytes, long lowBytes) {
    private static final ReceiveWindow DEFAULTS = new ReceiveWindow(256L << 10, 64L << 10);

    /** Checks high (1 KiB to 1 GiB) and low (0 to less than high). */
    public ReceiveWindow {
        Checks.range("receiveWindow high", highBytes, 1L << 10, 1L << 30);
        Checks.range("receiveWindow low", lowBytes, 0, highBytes - 1);
    }

    /** 256 KiB and 64 KiB. */
    public static ReceiveWindow defaults() {
        return DEFAULTS;
    }
}
