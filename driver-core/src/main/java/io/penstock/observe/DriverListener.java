package io.penstock.observe;

/**
 * Told what happens inside a client. Every method does nothing by default: override what you want.
 *
 * <p><b>Threads.</b> Called off the event loops, on the client's executor for user code, in order for each
 * connection and never two at a time for one connection; calls for different connections may overlap, so a
 * listener of many connections must be thread-safe. It may block: it delays later events of the same
 * connection, not its queries. Events wait in a bounded queue; what does not fit is dropped and counted.
 *
 * <p><b>Throwing.</b> What a listener throws goes to the dropped-error handler (logged and counted). The
 * operation that led to the event does not notice, other listeners are still called, and the listener stays.
 *
 * <p><b>Order for one connection:</b> {@code connectionOpened}, any of the others, {@code connectionClosed}. A
 * failed attempt to connect gives {@code connectFailed} alone.
 */
public interface DriverListener {
    /** Does nothing. */
    DriverListener NONE = new DriverListener() {};

    /** A connection is authenticated and ready. */
    default void connectionOpened(ConnectionOpenedEvent event) {}

    /** No connection could be made. */
    default void connectFailed(ConnectFailedEvent event) {}

    /** A connection has ended, for whatever reason. */
    default void connectionClosed(ConnectionClosedEvent event) {}

    /** The server sent a notice or warning. */
    default void notice(NoticeEvent event) {}

    /** A connection of {@code StatementMode.AUTO} has gone over to the unnamed statement; once for a connection. */
    default void statementsUnnamed(StatementsUnnamedEvent event) {}

    /** A request to cancel a statement has ended. */
    default void cancelSent(CancelSentEvent event) {}

    /** An operation was declined because a bound was reached. */
    default void rejected(RejectedEvent event) {}

    /** A pool has parted with a connection. */
    default void connectionEvicted(ConnectionEvictedEvent event) {}

    /** Somebody got no connection from a pool. */
    default void acquireFailed(AcquireFailedEvent event) {}

    /** Somebody has had a pool's connection for suspiciously long. */
    default void leakSuspected(LeakSuspectedEvent event) {}

    /** The executor for user code declined a task; the driver's fallback thread ran it. */
    default void offloadRejected(OffloadRejectedEvent event) {}

    /** An event loop is stuck, for longer than {@code LoopMonitoring} allows; once for a stall. */
    default void loopBlocked(LoopBlockedEvent event) {}

    /** An error had nobody to go to. */
    default void errorDropped(DroppedErrorEvent event) {}
}
