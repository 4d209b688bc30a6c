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

    /** Why it failed: an interrupt closed it, or it broke. */
    static PgException why(IOException failure) {
        return failure instanceof ClosedByInterruptException
                ? new PgClosedException(
                        "the thread was interrupted; the connection is closed",
                        SqlState.QUERY_CANCELED,
                        Outcome.UNKNOWN,
                        failure)
                : new PgClosedException(
                        "the connection broke: " + failure.getMessage(),
                        SqlState.CONNECTION_FAILURE,
                        Outcome.UNKNOWN,
                        failure);
    }
}
