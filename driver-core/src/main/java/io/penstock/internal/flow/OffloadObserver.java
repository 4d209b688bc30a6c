package io.penstock.internal.flow;

/**
 * Told what the off-load machinery does, for counters and timers. Called on loops too: returns at once, never throws.
 */
public interface OffloadObserver {

    /** A drain began, so many nanoseconds after it was handed to the executor; not told of those that a loop runs by choice. */
    void drainStarted(long delayNanos);

    /** A drain ended or yielded. */
    void drainEnded();

    /** An executor refused a drain, or ran it on a loop; another thread delivers. */
    void rejected(Throwable cause);

    /** Takes no notice. */
    OffloadObserver NONE = new OffloadObserver() {
        @Override
        public void drainStarted(long delayNanos) {}

        @Override
        public void drainEnded() {}

        @Override
        public void rejected(Throwable cause) {}
    };
}
