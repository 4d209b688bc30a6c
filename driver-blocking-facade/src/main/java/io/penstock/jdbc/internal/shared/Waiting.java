package io.penstock.jdbc.internal.shared;

import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Waiting for what an event loop does, on the caller's thread. */
final class Waiting {

    private Waiting() {}

    /**
     * What the stage brings.
     *
     * @throws PgException what it has failed in; with 57014 where it is cancelled, or the thread is interrupted while it waits: that cancels it,
     *     and the interrupt stays
     */
    static <T extends @Nullable Object> T on(CompletionStage<T> stage) {
        var future = stage.toCompletableFuture();
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw cancelled("interrupted while it waited for an answer");
        } catch (CancellationException e) {
            throw cancelled("cancelled");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PgException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static PgException cancelled(String message) {
        return new PgRejectedException(message, SqlState.QUERY_CANCELED, Outcome.UNKNOWN);
    }
}
