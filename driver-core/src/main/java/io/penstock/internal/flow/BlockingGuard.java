package io.penstock.internal.flow;

/** Refuses to wait on an event loop: the thing waited for would need that very thread, and all its connections hang. */
public final class BlockingGuard {
    private BlockingGuard() {}

    /** Whether the calling thread is one of the driver's event loops. */
    public static boolean onLoop() {
        return Thread.currentThread() instanceof LoopThread;
    }

    /**
     * Called before waiting.
     *
     * @throws IllegalStateException on an event loop
     */
    public static void check() {
        if (onLoop()) {
            throw new IllegalStateException("A blocking call on Penstock's event loop "
                    + Thread.currentThread().getName()
                    + " would wait for itself. Compose stages instead of waiting for them, or do not choose"
                    + " ExecutionStrategy.eventLoop() for code that blocks.");
        }
    }
}
