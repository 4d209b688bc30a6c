package io.penstock.internal.flow;

import org.jspecify.annotations.Nullable;

/** A stage derived from another of the driver's; the JDK completes it, in a signal of the dispatcher. */
final class DerivedStage<T extends @Nullable Object> extends DriverStage<T> {
    private final @Nullable Origin origin;

    DerivedStage(DriverStage<?> source) {
        super(source.delivery);
        this.origin = source.origin();
    }

    @Override
    @Nullable
    Origin origin() {
        return origin;
    }

    @Override
    boolean needsDispatcher() {
        return true;
    }
}
