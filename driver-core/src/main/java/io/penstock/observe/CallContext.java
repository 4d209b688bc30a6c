package io.penstock.observe;

/**
 * What was bound to a thread when a call was made (a span, a log's context), to be bound to the threads that run what hangs on the call: continuations,
 * rows, subscribers' signals. May be used by any thread, several times.
 */
@FunctionalInterface
public interface CallContext {

    /** Runs the task with the context bound to the calling thread; what was bound to it before is bound to it again when this returns or throws. */
    void run(Runnable task);
}
