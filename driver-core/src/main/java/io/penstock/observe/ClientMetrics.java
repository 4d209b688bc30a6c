package io.penstock.observe;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a client has and what has happened in it. What it has is read from its parts' state at this moment, never counted up and down; the totals only
 * grow. Its pools have metrics of their own.
 *
 * @param client its name
 * @param loops the event loops that have been used
 * @param connections open connections, and attempts to connect
 * @param inFlight operations that are written and not answered
 * @param queued operations that wait to be written
 * @param bufferedBytes received of streams and copies, and not taken by their consumers
 * @param offloadActive tasks that run on the client's own threads for user code
 * @param offloadQueued tasks that wait for one of them; 0 where they are virtual
 * @param totals what has happened since the client was made
 */
public record ClientMetrics(
        String client,
        List<LoopMetrics> loops,
        int connections,
        int inFlight,
        int queued,
        long bufferedBytes,
        int offloadActive,
        int offloadQueued,
        Totals totals) {

    /** Checks that all is there. */
    public ClientMetrics {
        requireNonNull(client, "client");
        loops = List.copyOf(loops);
        requireNonNull(totals, "totals");
    }

    /**
     * What has happened since the client was made.
     *
     * @param receivedBytes that servers have sent, without what TLS adds
     * @param sentBytes that were sent to servers, likewise
     * @param drainedBytes of rows and copy data that came when nobody wanted them any more
     * @param rejected operations that were declined because a bound was reached
     * @param statements how the statement caches have served
     * @param cancels how cancel requests have ended
     * @param offloadRejected tasks that an executor has refused
     * @param errorsDropped errors that nobody received
     * @param eventsDropped events that found no room in front of a slow listener
     */
    public record Totals(
            long receivedBytes,
            long sentBytes,
            long drainedBytes,
            long rejected,
            Statements statements,
            Cancels cancels,
            long offloadRejected,
            long errorsDropped,
            long eventsDropped) {

        /** Checks that all is there. */
        public Totals {
            requireNonNull(statements, "statements");
            requireNonNull(cancels, "cancels");
        }
    }

    /**
     * How the statement caches have served.
     *
     * @param hits uses of a statement that the server had already
     * @param misses uses for which it had to be parsed
     * @param evicted statements that were closed for others' sake
     * @param invalidated statements that were given up because the session had changed under them
     */
    public record Statements(long hits, long misses, long evicted, long invalidated) {}

    /**
     * How cancel requests have ended.
     *
     * @param delivered see {@link CancelOutcome#DELIVERED}
     * @param tooLate see {@link CancelOutcome#TOO_LATE}
     * @param failed see {@link CancelOutcome#FAILED}
     */
    public record Cancels(long delivered, long tooLate, long failed) {}
}
