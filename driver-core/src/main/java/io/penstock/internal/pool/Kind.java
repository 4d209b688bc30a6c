package io.penstock.internal.pool;

import io.penstock.internal.session.Lendable;
import io.penstock.internal.session.Opening;
import java.time.Duration;
import java.util.List;

/**
 * What differs between connections that an event loop runs and those that their callers run: how they are opened, and who waits for
 * an answer between two borrowers.
 *
 * <p>Nothing here blocks or throws. What is told is told exactly once, on any thread, also if the connection is lost meanwhile.
 */
interface Kind<C extends Lendable> {

    /** Begins to open one. */
    void open(Opening<C> opening);

    /** After how much idleness it is worth a look whether the connection is still there; {@code Long.MAX_VALUE} if that shows by itself. */
    long glanceAfterNanos();

    /** Whether a reset that is sent ahead leaves at once; else it waits for the next borrower's flight. */
    boolean sendsByItself();

    /** Whether it is for a server that writes, or any. */
    boolean wantsWriter();

    /** Waits until nothing is under way, and ends the connection when that takes too long. */
    void settle(C connection, Duration patience, Runnable told);

    /** Runs SQL texts and waits for their end; one that fails ends the connection. */
    void reset(C connection, List<String> statements, Runnable told);

    /** Waits for a sign of life; ends the connection when there is none in time. */
    void probe(C connection, Duration timeout, Runnable told);

    /** Ends the session in good order. Its listener hears of its end. */
    void close(C connection);

    /** The pool is closed: gives up what the kind itself has. */
    void shutDown();
}
