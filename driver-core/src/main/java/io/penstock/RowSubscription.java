package io.penstock;

/** A {@link RowSubscriber}'s hold on its stream. Safe to use from any thread. */
public interface RowSubscription {

    /**
     * Asks for more rows; demands add up, and {@code Long.MAX_VALUE} means all. The first one sends the statement. What is
     * held in memory is bounded by the receive window in bytes, whatever was asked for.
     *
     * @param rows at least 1; anything else ends the stream with an {@code onError}
     */
    void request(long rows);

    /**
     * Ends the stream. What the server still sends is discarded; when that is more than the drain budget, the
     * statement is cancelled on the server. The connection is usable for the next statement afterwards. Idempotent.
     */
    void cancel();
}
