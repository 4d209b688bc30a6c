package io.penstock.internal.flow;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link SerialQueue} holds: its own link in the chain, so that handing it over allocates nothing. It may be in one queue once at a time. A {@link
 * SerialTask} is one for whoever has something delivered; a {@link DriverFuture} is one for the first function that hangs on it.
 *
 * <p>All of this belongs to the queue that it is in, and to whoever takes it out of that.
 */
interface Signal {

    /** The one that it is linked to. */
    @Nullable
    Signal linked();

    void linked(@Nullable Signal other);

    /** Its turn has come. */
    void deliver();

    /** Where the chain was begun that is gone on with when it is delivered; null where that is not known. */
    default @Nullable CallSite begunAt() {
        return null;
    }

    /** Whether it is in the middle of {@link #deliver} and in the queue again. */
    default boolean isRunning() {
        return false;
    }

    /** {@link #deliver} begins, or has returned. */
    default void isRunning(boolean now) {}
}
