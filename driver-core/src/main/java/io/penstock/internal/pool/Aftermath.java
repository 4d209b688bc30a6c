package io.penstock.internal.pool;

import io.penstock.internal.session.Lendable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done when the writer has left: people to be told, connections to be opened and closed, events.
 *
 * <p>Confined to the pool's writer. Bounded by what one run of changes decides.
 */
final class Aftermath<C extends Lendable> {

    private @Nullable Waiter<C> firstTold;
    private @Nullable Waiter<C> lastTold;
    private @Nullable List<Runnable> others;

    void tell(Waiter<C> waiter) {
        var last = lastTold;
        if (last == null) {
            firstTold = waiter;
        } else {
            last.toldNext = waiter;
        }
        lastTold = waiter;
    }

    void then(Runnable action) {
        var list = others;
        if (list == null) {
            list = new ArrayList<>(4);
            others = list;
        }
        list.add(action);
    }

    /** All of it, for whoever leaves; null where there is nothing to do. */
    @Nullable
    Runnable take() {
        var first = firstTold;
        var list = others;
        if (first == null && list == null) {
            return null;
        }
        firstTold = null;
        lastTold = null;
        others = null;
        return list == null
                ? () -> tellAll(first)
                : () -> {
                    tellAll(first);
                    list.forEach(Runnable::run);
                };
    }

    private static <C extends Lendable> void tellAll(@Nullable Waiter<C> first) {
        var waiter = first;
        while (waiter != null) {
            // Read before he is told: then he is his own again.
            var next = waiter.toldNext;
            waiter.tell();
            waiter = next;
        }
    }
}
