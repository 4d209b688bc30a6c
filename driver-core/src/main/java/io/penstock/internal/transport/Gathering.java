package io.penstock.internal.transport;

/**
 * How long one loop may leave its sockets alone so that answers gather, agreed between its connections after each round of I/O: as long as the least patient of those
 * that have just had answers, and not at all while one of them all is in a hurry.
 *
 * <p>Confined to the loop.
 */
final class Gathering {

    private int hurried;
    private long patience;

    /** A connection is in a hurry from now on. */
    void hurry() {
        hurried++;
    }

    /** A connection is in a hurry no more. */
    void relax() {
        hurried--;
    }

    /** A connection that has had answers would do without for so long. */
    void agree(long nanos) {
        patience = patience == 0 ? nanos : Math.min(patience, nanos);
    }

    /** For how long the sockets are left alone, in nanoseconds; asked once in each round. */
    long take() {
        var nanos = hurried == 0 ? patience : 0;
        patience = 0;
        return nanos;
    }
}
