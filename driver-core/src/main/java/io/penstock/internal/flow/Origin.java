package io.penstock.internal.flow;

import org.jspecify.annotations.Nullable;

/** The operation that a stage comes from, as the stage and those derived from it need it. Safe from any thread. */
public interface Origin {

    /** Cancels it, on whatever thread a user calls {@code cancel(true)}. Idempotent, and harmless once it has ended. */
    void cancelOperation();

    /** Where it was asked for; null where that is not known. */
    default @Nullable CallSite site() {
        return null;
    }
}
