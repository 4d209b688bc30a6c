package io.penstock.internal.transport;

import io.penstock.error.PgException;
import io.penstock.internal.exchange.Exchange;
import java.time.Duration;

/**
 * One connection's way to its server, run by an event loop. All methods may be called from any thread.
 */
public interface Link {

    /** Hands over an exchange; it ends exactly once, whatever happens to the link. */
    void submit(Exchange exchange);

    /** What was handed over and the owner has not taken in yet; a gauge. */
    int handedOver();

    /** Runs driver code on the connection's owner. After the link has closed it still runs. */
    void execute(Runnable task);

    /** As {@link #execute}, in the order of the submissions: behind the exchanges handed over before, and in front of those handed over later. */
    void interject(Runnable action);

    /** Runs driver code on the connection's owner after a delay, unless the returned handle is run before. */
    Runnable schedule(Runnable task, Duration delay);

    /** Whether the current thread is the owner. */
    boolean isOwner();

    /** Stops reading from the socket. Owner only. */
    void pauseReading();

    /** Reads again. Owner only. */
    void resumeReading();

    /** Sends what is due now rather than at the end of the owner's turn. Owner only. */
    void flush();

    /** Whether the socket takes more bytes without queueing them here. Owner only. */
    boolean isWritable();

    /** Sends Terminate behind what was written, and closes; closes all the same when that takes longer than it may. */
    void terminate(Duration patience);

    /** Closes at once; every exchange ends with what the cause means for it. Idempotent. */
    void close(PgException cause);
}
