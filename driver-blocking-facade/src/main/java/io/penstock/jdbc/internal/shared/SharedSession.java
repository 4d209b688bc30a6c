package io.penstock.jdbc.internal.shared;

import io.penstock.PgConnection;
import io.penstock.pool.PgPool;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A session that several callers use at a time, opened when it is first needed, and again when it is lost. Safe from any thread. */
final class SharedSession {

    private final PgPool pool;
    private final AtomicInteger statements = new AtomicInteger();

    /** Null before it is needed, and where it could not be opened. */
    private final AtomicReference<@Nullable CompletableFuture<PgConnection>> connection = new AtomicReference<>();

    SharedSession(PgPool pool) {
        this.pool = pool;
    }

    /** How many statements are under way, or wait for it to be opened. */
    int load() {
        return statements.get();
    }

    void enter() {
        statements.incrementAndGet();
    }

    void leave() {
        statements.decrementAndGet();
    }

    /** Its connection; waits where that has to be opened. */
    PgConnection connection() {
        var present = connection.get();
        if (present != null && present.isDone() && !present.isCompletedExceptionally()) {
            var opened = present.join();
            if (opened.isOpen()) {
                return opened;
            }
            opened.close();
            connection.compareAndSet(present, null);
            present = connection.get();
        }
        // A copy: who gives up does so for himself.
        return Waiting.on((present != null ? present : opening()).copy());
    }

    private CompletableFuture<PgConnection> opening() {
        var opening = new CompletableFuture<PgConnection>();
        var present = connection.compareAndExchange(null, opening);
        if (present != null) {
            return present;
        }
        pool.acquire().whenComplete((opened, failure) -> {
            if (failure == null) {
                opening.complete(opened);
            } else {
                connection.compareAndSet(opening, null);
                opening.completeExceptionally(failure);
            }
        });
        return opening;
    }

    /** Gives the connection back once it is there. */
    void close() {
        var present = connection.get();
        if (present != null) {
            present.thenAccept(PgConnection::close);
        }
    }
}
