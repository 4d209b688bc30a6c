package io.penstock.internal.flow;

/**
 * A signal that may be enqueued again from the moment its {@link #run} begins. It is never entered a second time before it has
 * returned, even if it waits within and the dispatcher delivers other signals meanwhile.
 */
public abstract class RecurringTask extends SerialTask {
    private boolean running;

    @Override
    public final boolean isRunning() {
        return running;
    }

    @Override
    public final void isRunning(boolean now) {
        running = now;
    }
}
