package io.penstock.internal.session;

import io.penstock.Result;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgServerException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the end of a COMMIT means for what was done before it; the same for stages and for callers that block. */
final class CommitAnswer {

    private CommitAnswer() {}

    /** A COMMIT of a failed transaction is answered by ROLLBACK, which is no success; null where it is one. */
    static @Nullable PgException refusal(List<Result> results) {
        if (!results.get(results.size() - 1).tag().command().equals("ROLLBACK")) {
            return null;
        }
        return new PgRejectedException(
                "the server answered COMMIT with ROLLBACK: a statement of the transaction had failed",
                "40000",
                Outcome.ROLLED_BACK);
    }

    /**
     * A failed COMMIT. A connection that is lost during it leaves open whether it happened; saying so is all that can be done.
     *
     * @param outermost false for a savepoint, whose release commits nothing by itself
     */
    static PgException failure(PgException failure, boolean outermost) {
        if (failure instanceof PgServerException && failure.outcome() == Outcome.NOT_EXECUTED) {
            return failure.withOutcome(Outcome.ROLLED_BACK);
        }
        if (outermost && failure instanceof PgClosedException && failure.outcome() == Outcome.UNKNOWN) {
            return new PgClosedException(
                    "the connection was lost during COMMIT; whether it took effect is unknown",
                    SqlState.TRANSACTION_RESOLUTION_UNKNOWN,
                    Outcome.UNKNOWN,
                    failure);
        }
        if (outermost && failure instanceof PgTimeoutException && failure.outcome() == Outcome.UNKNOWN) {
            return new PgTimeoutException(
                    "COMMIT was not answered in time; whether it took effect is unknown",
                    SqlState.TRANSACTION_RESOLUTION_UNKNOWN,
                    Outcome.UNKNOWN,
                    failure);
        }
        return failure;
    }
}
