package io.penstock.internal.session;

import io.penstock.TransactionStatus;
import io.penstock.codec.PgType;
import io.penstock.error.PgException;
import io.penstock.internal.flow.BlockingGuard;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for types to be looked up, in a thread that may wait, and no longer than {@link TypeWait#LIMIT}. A thread that is interrupted goes on without
 * the types, which are read as text then, and stays interrupted.
 */
final class AwaitedTypes {

    /** What is being done, for error messages. */
    static final String LOAD = "load types";

    private AwaitedTypes() {}

    /** Returns when these types are known, or will not be. */
    static void of(ConnectionCore core, int[] types) {
        if (types.length == 0 || core.types().knows(types)) {
            return;
        }
        var known = new CompletableFuture<@Nullable Void>();
        core.types().lookUp(types, () -> known.complete(null));
        await(known);
    }

    /** Owner: after a statement of the session's own that may have altered types, and its transaction: returns when they are known anew. */
    static void afterChange(ConnectionCore core, TransactionStatus now) {
        if (!core.takeAlteredTypes(now)) {
            return;
        }
        var known = new CompletableFuture<@Nullable Void>();
        core.types().refresh(List.of(), error -> {
            core.reportDropped(error);
            known.complete(null);
        });
        await(known);
    }

    /** Looks types up now, with all that are known. */
    static void loaded(ConnectionCore core, List<PgType> types) {
        BlockingGuard.check();
        var known = new CompletableFuture<@Nullable PgException>();
        core.types().refresh(types, known::complete);
        await(known);
        var error = known.getNow(Thread.currentThread().isInterrupted() ? null : TypeLookUp.tooLate());
        if (error != null) {
            throw error.in(core.context(LOAD, null));
        }
    }

    private static void await(CompletableFuture<?> known) {
        try {
            known.get(TypeWait.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            // What is read as text is read; whoever asked for types is told.
        } catch (ExecutionException e) {
            throw new AssertionError("BUG: a look-up tells its failure elsewhere", e);
        }
    }
}
