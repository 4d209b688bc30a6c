package io.penstock.internal.flow;

import io.penstock.observe.CallContext;
import org.jspecify.annotations.Nullable;

/** How a stage's dependents are run: by which dispatcher, and with what bound to the thread. Most carry nothing, for which the dispatcher itself stands. */
sealed interface Delivery permits SerialDispatcher, Delivery.Carrying {

    SerialDispatcher dispatcher();

    /** Null where nothing is carried. */
    @Nullable
    CallContext context();

    /** What is bound to the calling thread goes along. */
    static Delivery by(SerialDispatcher dispatcher) {
        var bound = dispatcher.boundContext();
        return bound == null ? dispatcher : new Carrying(dispatcher, bound);
    }

    /** With something that is carried. */
    record Carrying(SerialDispatcher dispatcher, CallContext context) implements Delivery {}
}
