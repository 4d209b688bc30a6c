package io.penstock.internal.transport;

import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** What is told of a caller's socket that nobody has closed on purpose. */
final class BrokenSocket {

    private BrokenSocket() {}

    /** Why it cannot be used any more: an interrupt closed it, it broke, or what has come or was to go may be lost, for want of memory. */
    static PgException why(Throwable failure) {
        if (failure instanceof PgException told) {
            return told;
        }
        if (failure instanceof ClosedByInterruptException) {
            return closed("the thread was interrupted; the connection is closed", SqlState.QUERY_CANCELED, failure);
        }
        return failure instanceof IOException
                ? closed("the connection broke: " + failure.getMessage(), SqlState.CONNECTION_FAILURE, failure)
                : closed("the driver failed while it read or wrote: " + failure, "XX000", failure);
    }

    private static PgException closed(String message, String sqlState, Throwable cause) {
        return new PgClosedException(message, sqlState, Outcome.UNKNOWN, cause);
    }
}
