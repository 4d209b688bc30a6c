package io.penstock.internal.flow;

import org.jspecify.annotations.Nullable;

/**
 * A signal that is its own queue node, so that handing it over allocates nothing. It may be in one queue once at a time. One that a dispatcher is
 * to deliver again and again is a {@link RecurringTask}.
 */
public abstract class SerialTask implements Runnable, Signal {

    private @Nullable Signal linked;

    @Override
    public final @Nullable Signal linked() {
        return linked;
    }

    @Override
    public final void linked(@Nullable Signal other) {
        linked = other;
    }

    @Override
    public final void deliver() {
        run();
    }
}
