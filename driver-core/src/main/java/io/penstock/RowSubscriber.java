package io.penstock;

import io.penstock.error.PgException;

/**
 * Receives the rows of a {@link RowStream}: {@code onStart (onRow)* (onComplete | onError)?}, never two calls at a
 * time, each happening before the next, never on an event loop unless the execution strategy opts in. It may block.
 *
 * <p>After a cancel there may be one more {@code onRow} that was already under way, and no terminal call. A method that
 * throws cancels the stream, and the exception is reported by {@code onError}; what {@code onError} throws goes to the
 * dropped-error handler.
 */
public interface RowSubscriber {

    /**
     * The stream was accepted; called on the thread that subscribes. Nothing is sent to the server before the first {@link
     * RowSubscription#request}; the statement's place among others is that of this call.
     */
    void onStart(RowSubscription subscription);

    /** The next row, valid until this call returns. */
    void onRow(Row row);

    /** All rows were delivered; the statement has ended on the server. */
    void onComplete(CommandTag tag);

    /** The statement failed; the rows before it stay delivered. */
    void onError(PgException error);
}
