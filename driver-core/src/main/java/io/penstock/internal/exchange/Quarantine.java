package io.penstock.internal.exchange;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps new statements back while a cancel request may still reach the server: it must not hit one that it was not meant for.
 *
 * <pre>
 *         requested             delivered           nothing in flight          ReadyForQuery
 *   OPEN ───────────> IN THE AIR ────────> DELIVERED ───────────────> SENTINEL ─────────────> OPEN
 *                         └─ not sent ─> OPEN
 * </pre>
 *
 * <p>A request counts as delivered when the server has closed the socket that it came on: the signal has been sent by then, and the
 * backend may yet have to notice it. The sentinel, a Sync, is the last thing that it can hit; an error that comes of that is nobody's.
 * Several requests may be in the air; one sentinel does for all.
 *
 * <p>Requests are noted by any thread, <em>before</em> the requester looks whether its target has ended. The owner ends the target
 * first and looks here second, so that one of the two sees the other. All else is confined to the connection's owner.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS">Canceling
 *     Requests in Progress</a>
 */
public final class Quarantine {

    private final AtomicInteger inTheAir = new AtomicInteger();

    /** Requests that were delivered, and how many of them a sentinel has been sent for. */
    private final AtomicLong delivered = new AtomicLong();

    private volatile long dealtWith;

    /** The last one that was sent. Confined to the owner. */
    private @Nullable Exchange sentinel;

    // ---- any thread

    /** A cancel request may be sent from now on. */
    public void requested() {
        inTheAir.incrementAndGet();
    }

    /** One that was requested has reached the server. */
    public void delivered() {
        delivered.incrementAndGet();
        inTheAir.decrementAndGet();
    }

    /** One that was requested will never reach the server. */
    public void notSent() {
        inTheAir.decrementAndGet();
    }

    /** Whether it is open what becomes of a request. */
    public boolean isInTheAir() {
        return inTheAir.get() > 0;
    }

    /** Whether there is a request that is in the air, or that no sentinel was sent for. */
    public boolean isPending() {
        return isInTheAir() || delivered.get() != dealtWith;
    }

    // ---- the owner

    /** Whether nothing new may be written. */
    boolean holds() {
        return isPending() || isSentinelOut();
    }

    private boolean isSentinelOut() {
        return sentinel != null && !sentinel.ended();
    }

    /** Whether the time has come to send a sentinel, where nothing is in flight. */
    boolean isSentinelDue() {
        return !isInTheAir() && delivered.get() != dealtWith && !isSentinelOut();
    }

    /** A sentinel is being sent. */
    Exchange sentinel() {
        dealtWith = delivered.get();
        var probe = new ProbeExchange();
        sentinel = probe;
        return probe;
    }
}
