package io.penstock.internal.pool;

import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What those are told who get no connection. Nothing was sent on their behalf, so a retry is safe. */
final class Refusals {

    private final String pool;

    Refusals(String pool) {
        this.pool = "pool " + pool;
    }

    /** The name as it stands in messages. */
    String pool() {
        return pool;
    }

    PgException timedOut(String census, @Nullable PgException lastFailure) {
        var why = lastFailure == null ? "" : "; the last attempt to connect failed: " + lastFailure.problem();
        return new PgTimeoutException(
                "no connection of " + pool + " in time: it has " + census + why,
                SqlState.TOO_MANY_CONNECTIONS,
                Outcome.NOT_SENT,
                lastFailure);
    }

    PgException tooMany(int bound) {
        return new PgRejectedException(
                bound + " wait for a connection of " + pool + " already (maxPending)",
                SqlState.CONFIGURATION_LIMIT_EXCEEDED,
                Outcome.NOT_SENT);
    }

    PgException tooOld(Duration bound) {
        return new PgRejectedException(
                "the first in the queue for a connection of " + pool + " has been waiting for longer than " + bound
                        + " (maxPendingAge)",
                SqlState.CONFIGURATION_LIMIT_EXCEEDED,
                Outcome.NOT_SENT);
    }

    PgException cancelled() {
        return new PgRejectedException(
                "waiting for a connection of " + pool + " was cancelled", SqlState.QUERY_CANCELED, Outcome.NOT_SENT);
    }

    PgException interrupted() {
        return new PgRejectedException(
                "the thread was interrupted while it waited for a connection of " + pool,
                SqlState.QUERY_CANCELED,
                Outcome.NOT_SENT);
    }

    PgException closed() {
        return new PgClosedException(pool + " is closed", SqlState.CONNECTION_DOES_NOT_EXIST, Outcome.NOT_SENT, null);
    }

    // ---- what connections end with

    PgException unsettled(Duration patience) {
        return new PgTimeoutException(
                "the connection was returned to " + pool + " with work under way, which did not end within " + patience,
                SqlState.QUERY_CANCELED,
                Outcome.UNKNOWN);
    }

    PgException reclaimed() {
        return new PgClosedException(
                "the connection was taken back by " + pool + ": it was held for longer than leakThreshold",
                SqlState.CONNECTION_DOES_NOT_EXIST,
                Outcome.UNKNOWN,
                null);
    }

    PgException poolClosed() {
        return new PgClosedException(pool + " was closed", SqlState.CONNECTION_DOES_NOT_EXIST, Outcome.UNKNOWN, null);
    }
}
