package io.penstock.observe;

import io.penstock.error.PgException;
import org.jspecify.annotations.Nullable;

/**
 * Follows single operations, from the call to the end: for traces. {@code io.penstock.observe.micrometer.PenstockObservations} makes one for Micrometer.
 *
 * <p><b>Threads.</b> {@link #begin} and {@link #capture} are called by the thread that makes the call, before anything is sent, so that a parent bound to
 * that thread is found; {@link Span#ended} off the event loops. None of them should block: the first two delay the call, the third what hangs on it.
 *
 * <p><b>Throwing.</b> What any of them throws goes to the dropped-error handler, and the operation goes on.
 */
public interface OperationTracer {

    /** One operation, as it is followed. */
    @FunctionalInterface
    interface Span {

        /**
         * It has ended. Called once.
         *
         * @param error null where it ended well
         */
        void ended(@Nullable PgException error);
    }

    /** The calling thread has made a call that is going to be sent. */
    Span begin(OperationStart operation);

    /** What is bound to the calling thread now; null where nothing is to be carried. */
    default @Nullable CallContext capture() {
        return null;
    }
}
