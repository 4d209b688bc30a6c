package io.penstock.internal.exchange;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges that wait to be written, of one transaction scope or of none. The queue keeps a stack of lanes and writes from the
 * topmost only: that is what gives a transaction the connection to itself.
 *
 * <p>Bound: the connection's admission (its {@code maxQueued}) counts every exchange before it is offered. Confined to the
 * connection's owner.
 */
final class Lane {

    private final @Nullable TransactionScope scope;
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();

    Lane(@Nullable TransactionScope scope) {
        this.scope = scope;
    }

    @Nullable
    TransactionScope scope() {
        return scope;
    }

    ArrayDeque<Exchange> waiting() {
        return waiting;
    }
}
