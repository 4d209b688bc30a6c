package io.penstock.internal.session;

import io.penstock.ServerInfo;
import io.penstock.TransactionStatus;
import io.penstock.error.PgException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection as a pool sees it: whether it may be lent, and the few things that are done to it between two borrowers. Nothing here
 * blocks. Safe from any thread.
 */
public interface Lendable {

    /** Whether it can still be used, as far as is known. */
    boolean isOpen();

    /** Whether nothing is under way on it: no reply outstanding, no scope or cursor open. */
    boolean isQuiet();

    /** Where the session stands, as the server said last; of use while it is quiet. */
    TransactionStatus lastStatus();

    /** Whether the session listens to channels. */
    boolean isListening();

    /** Whether its server has refused to write (25006) although it is not known to be one that writes. */
    boolean refusesWrites();

    /** Takes in what the server has sent unasked, without waiting; false if the connection turns out to be gone. */
    boolean glance();

    /** Sends SQL texts ahead of whatever is sent next, in the same flight; one that fails closes the connection. What was notified before is dropped. */
    void resetAhead(List<String> statements);

    /** Tells once, when the connection is gone: as its owner, or here and now if it is gone already. For one listener. */
    void whenGone(Runnable told);

    /** Why it is gone; null while it is not. */
    @Nullable
    PgException ending();

    /** Asks the server to stop what it is at, if anything; nobody waits for it. */
    void cancelRunning();

    /** Cuts it. What is under way ends with the cause. Idempotent. */
    void abort(PgException cause);

    ServerInfo server();
}
