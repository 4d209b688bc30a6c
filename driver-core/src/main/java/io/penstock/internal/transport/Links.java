package io.penstock.internal.transport;

import io.penstock.error.PgException;
import io.penstock.internal.exchange.SessionEvents;
import io.penstock.internal.exchange.StatementCache;
import io.penstock.internal.flow.Deadline;
import io.penstock.internal.flow.LoopExecutor;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One of the two ways to run a connection, from its dialling on: {@link LoopLinks} by an event loop, {@link CallerLinks} by the
 * thread that calls. What is executed here runs as the connection's owner.
 */
public interface Links extends LoopExecutor {

    /** A socket that is ready for the first message. */
    interface Opened {

        /** How it is protected. */
        Secured secured();
    }

    /** Told how dialling went, by the owner, once. */
    interface Outcome {

        /** The socket may be used; put a link on it before returning. */
        void opened(Opened opened);

        void failed(PgException error);
    }

    /**
     * Opens a socket and agrees on TLS. After a failure it is closed.
     *
     * @return closes the socket while it is being opened; of no use where the calling thread dials, which is over when this returns
     */
    Runnable dial(Dial dial, Outcome outcome);

    /** A pipeline for an opened socket. */
    Pipeline pipeline(Opened opened, StatementCache statements, SessionEvents events, Pipeline.Bounds bounds);

    /** Lets the pipeline have the socket. Owner only. */
    Link link(Opened opened, Pipeline pipeline, LinkListener listener);

    /** Takes what came of a question. */
    interface Answer<T extends @Nullable Object> {

        /** By the owner. */
        void came(T value);

        /** The question's own failure, or why nobody waits for it any more; by the owner, or where that is no more by any thread. */
        void failed(Throwable error);
    }

    /**
     * Asks what may wait for somebody else for as long as that likes (name resolution, the password's source), on a thread that can be spared.
     * Where the calling thread is the owner it waits for the answer: until the deadline, until it is {@linkplain #stopAsking told} that nobody
     * wants one, or is interrupted. A loop does not wait; who asks sees to the deadline.
     *
     * @throws RejectedExecutionException if there is no thread for it
     */
    <T extends @Nullable Object> void ask(
            Supplier<? extends CompletionStage<T>> question, Deadline deadline, Answer<T> answer);

    /** Any thread: nobody waits for answers any more. */
    void stopAsking(PgException why);

    /** Runs what takes long while connecting, and ends by itself: PBKDF2. */
    Executor blocking();

    /** Runs something after a delay, as a deadline of the connecting, unless the returned handle is run before. */
    Runnable schedule(Runnable task, Duration delay);

    /** Runs the owner's code after a while, without a thread of its own. */
    void pause(Duration delay, Runnable then);

    /** Whether the calling thread is the owner for as long as it calls. */
    boolean isCallerRun();
}
