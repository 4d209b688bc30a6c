package io.penstock.pool;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a pool has and what has happened to it.
 *
 * <p>{@code active + idle + connecting + checking + closing + free} is {@code maxSize} at every moment: these are read from the places
 * for connections, each of which is in one state. The totals only grow.
 *
 * @param pool its name
 * @param maxSize how many connections at the most
 * @param minSize how many are kept open
 * @param active connections that somebody has
 * @param idle connections that wait for somebody
 * @param connecting connections that are being opened
 * @param checking connections between two users: settling, being reset, or asked for a sign of life
 * @param closing connections whose sockets are being closed
 * @param free places without a connection
 * @param pending who waits for a connection
 * @param longestPending how long the first of them has been waiting; zero where nobody waits
 * @param totals what has happened since the pool was made
 */
public record PoolMetrics(
        String pool,
        int maxSize,
        int minSize,
        int active,
        int idle,
        int connecting,
        int checking,
        int closing,
        int free,
        int pending,
        Duration longestPending,
        Totals totals) {

    /** Checks that all is there. */
    public PoolMetrics {
        requireNonNull(pool, "pool");
        requireNonNull(longestPending, "longestPending");
        requireNonNull(totals, "totals");
    }

    /** Connections, whatever they are at, without those that are not open yet or not any more. */
    public int open() {
        return active + idle + checking;
    }

    /**
     * What has happened since the pool was made.
     *
     * @param acquired connections that were lent
     * @param used how long those that were returned had been lent, all in all
     * @param waited of those lent, how many somebody had to wait for
     * @param waitedFor how long they waited, all in all
     * @param timedOut who gave up waiting
     * @param rejected who was refused because too many waited, or for too long
     * @param cancelled who did not want to wait any more
     * @param opened connections that were opened
     * @param opening how long that took, all in all
     * @param openFailures attempts that failed
     * @param evicted connections that the pool has parted with
     * @param resets sessions that had to be reset
     * @param leaks connections that were held for longer than the leak threshold
     */
    public record Totals(
            long acquired,
            Duration used,
            long waited,
            Duration waitedFor,
            long timedOut,
            long rejected,
            long cancelled,
            long opened,
            Duration opening,
            long openFailures,
            long evicted,
            long resets,
            long leaks) {

        /** Checks that all is there. */
        public Totals {
            requireNonNull(used, "used");
            requireNonNull(waitedFor, "waitedFor");
            requireNonNull(opening, "opening");
        }
    }
}
