package io.penstock.it.proxy;

import java.time.Duration;

/**
 * What the proxy does to a connection that it accepts. Immutable.
 *
 * @param cutAt how many bytes are forwarded before both sides are cut
 * @param cutDirection whose bytes those are
 * @param cut how
 * @param maxChunk the most bytes that are written at once, towards either side
 * @param delay how long each piece waits before it is forwarded
 * @param answersSslWith what to answer to an SSLRequest in the server's place, or 0 to forward it
 */
public record Faults(long cutAt, Direction cutDirection, Cut cut, int maxChunk, Duration delay, int answersSslWith) {

    private static final long NEVER = Long.MAX_VALUE;
    private static final Faults NONE =
            new Faults(NEVER, Direction.TO_CLIENT, Cut.RESET, Integer.MAX_VALUE, Duration.ZERO, 0);

    /** A faithful proxy. */
    public static Faults none() {
        return NONE;
    }

    /** Both sides are cut after so many bytes in one direction. */
    public Faults cutAfter(long bytes, Direction direction, Cut how) {
        return new Faults(bytes, direction, how, maxChunk, delay, answersSslWith);
    }

    /** No more than so many bytes at once. */
    public Faults inChunksOf(int bytes) {
        return new Faults(cutAt, cutDirection, cut, bytes, delay, answersSslWith);
    }

    /** A long way in each direction: what is on it is as much as one read brings. */
    public Faults delayedBy(Duration time) {
        return new Faults(cutAt, cutDirection, cut, maxChunk, time, answersSslWith);
    }

    /** As a server without TLS: it answers {@code N}. */
    public Faults withoutTls() {
        return new Faults(cutAt, cutDirection, cut, maxChunk, delay, 'N');
    }

    long cutAt(Direction direction) {
        return direction == cutDirection ? cutAt : NEVER;
    }
}
