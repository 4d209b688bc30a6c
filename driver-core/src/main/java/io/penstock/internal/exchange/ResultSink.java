package io.penstock.internal.exchange;

import io.penstock.internal.wire.DataRows;

/**
 * Receives one statement's rows, on the connection's owner. Implementations copy what they keep and return at once; they
 * never run user code.
 */
public interface ResultSink {

    /** Whether there is room for its rows; a stream is not sent before. Not every consumer is as fast as its server. */
    default boolean hasRoom() {
        return true;
    }

    /** The columns of the rows that follow; not called for a statement that returns none. */
    void onColumns(RowShape shape);

    /** A run of rows, borrowed: valid until the call returns. */
    void onRows(DataRows rows);

    /** The statement is done; the tag is empty for an empty query. It has not committed before its exchange ends. */
    void onTag(String tag);

    /** The rows that were asked for have come, and there may be more: the portal waits. */
    default void onSuspended() {}

    /** Drops everything. */
    ResultSink DISCARD = new ResultSink() {
        @Override
        public void onColumns(RowShape shape) {}

        @Override
        public void onRows(DataRows rows) {}

        @Override
        public void onTag(String tag) {}
    };
}
