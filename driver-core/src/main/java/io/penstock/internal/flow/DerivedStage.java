package io.penstock.internal.flow;

import org.jspecify.annotations.Nullable;

/** A stage derived from an operation's own, by however many steps; the JDK completes it, in a signal of the dispatcher. */
final class DerivedStage<T extends @Nullable Object> extends DriverStage<T> {

    /** How its dependents are run, and what can be cancelled, is asked here. */
    private final DriverFuture<?> root;

    DerivedStage(DriverFuture<?> root) {
        this.root = root;
    }

    @Override
    DriverFuture<?> root() {
        return root;
    }

    @Override
    Delivery delivery() {
        return root.delivery();
    }

    @Override
    @Nullable
    Origin origin() {
        return root.origin();
    }

    @Override
    boolean needsDispatcher() {
        return true;
    }
}
