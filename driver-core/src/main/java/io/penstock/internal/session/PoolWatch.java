package io.penstock.internal.session;

import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a pool is told of its connection while others use it: that nothing is under way any more, that it is gone, that its server
 * does not write. Safe from any thread, unless a method says otherwise.
 */
final class PoolWatch {

    private static final Runnable GONE = () -> {};

    private final AtomicReference<@Nullable Runnable> whenGone = new AtomicReference<>();

    /** Confined to the owner. */
    private @Nullable Runnable whenQuiet;

    private volatile boolean refusesWrites;

    /** One listener; told at once if the connection is gone. */
    void whenGone(Runnable told) {
        if (!whenGone.compareAndSet(null, told)) {
            told.run();
        }
    }

    /** Owner: the connection is gone. */
    void gone() {
        var told = whenGone.getAndSet(GONE);
        if (told != null) {
            told.run();
        }
    }

    /** Owner: somebody waits for the moment in which nothing is under way. */
    void whenQuiet(Runnable told) {
        whenQuiet = told;
    }

    /** Owner: nothing is under way. */
    void quiet() {
        var told = whenQuiet;
        whenQuiet = null;
        if (told != null) {
            told.run();
        }
    }

    /** Owner: a conversation has ended, well or not. */
    void ended(@Nullable PgException error) {
        if (error != null && error.sqlState().equals(SqlState.READ_ONLY_SQL_TRANSACTION)) {
            refusesWrites = true;
        }
    }

    /**
     * Whether the server has refused to write and is not known to be one that writes: then the transaction was the reader's own doing.
     */
    boolean refusesWrites(SessionState state) {
        return refusesWrites && !(isOff(state, "in_hot_standby") && isOff(state, "default_transaction_read_only"));
    }

    private static boolean isOff(SessionState state, String parameter) {
        return "off".equals(state.parameter(parameter));
    }
}
