package io.penstock.internal.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges that wait to be written: a lane for each transaction scope that is open, and one for those that are in none. They are a stack,
 * and only what waits in the topmost is written: that is what gives a transaction the connection to itself.
 *
 * <p>Bound: the connection's admission (its {@code maxQueued}) counts every exchange before it is offered. Confined to the
 * connection's owner.
 */
final class Lanes {

    private record Lane(@Nullable TransactionScope scope, ArrayDeque<Exchange> waiting) {
        Lane(@Nullable TransactionScope scope) {
            this(scope, new ArrayDeque<>());
        }
    }

    private final ArrayDeque<Lane> stack = new ArrayDeque<>();

    /** In all lanes. */
    private int waiting;

    /** The only one that waits, where no scope is open: most are written before the next comes, and no lane has to be made use of. Null else. */
    private @Nullable Exchange only;

    Lanes() {
        stack.push(new Lane(null));
    }

    // ---- scopes

    /** A lane on top of the others, for a scope that has begun. */
    void open(TransactionScope scope) {
        lineUp();
        stack.push(new Lane(scope));
    }

    boolean isOpen(TransactionScope scope) {
        return laneOf(scope) != null;
    }

    /** Ends an open scope and those within it; what waits in them is the caller's to end. */
    List<Exchange> close(TransactionScope scope) {
        lineUp();
        var left = new ArrayList<Exchange>();
        Lane lane;
        do {
            lane = stack.pop();
            left.addAll(lane.waiting());
        } while (lane.scope() != scope);
        waiting -= left.size();
        return left;
    }

    private @Nullable Lane laneOf(@Nullable TransactionScope scope) {
        for (var lane : stack) {
            if (lane.scope() == scope) {
                return lane;
            }
        }
        return null;
    }

    // ---- what waits

    /** Lets it wait in its scope's lane; false where that scope is over. */
    boolean add(Exchange exchange) {
        if (waiting == 0 && exchange.scope() == null && !isAnyOpen()) {
            only = exchange;
            waiting = 1;
            return true;
        }
        lineUp();
        var lane = laneOf(exchange.scope());
        if (lane == null) {
            return false;
        }
        lane.waiting().add(exchange);
        waiting++;
        return true;
    }

    /** In front of all others that may be written. */
    void putBack(Exchange exchange) {
        lineUp();
        stack.element().waiting().addFirst(exchange);
        waiting++;
    }

    /** The one whose turn it is, or null. */
    @Nullable
    Exchange next() {
        return waiting == 0 || only != null ? only : stack.element().waiting().peek();
    }

    /** Takes the one whose turn it is. */
    Exchange take() {
        var alone = only;
        only = null;
        waiting--;
        return alone != null ? alone : stack.element().waiting().remove();
    }

    /** Has the only one wait in its lane, like others. */
    private void lineUp() {
        if (only != null) {
            stack.element().waiting().add(only);
            only = null;
        }
    }

    /** Takes out one that waits, whosoever turn it is. */
    boolean remove(Exchange exchange) {
        lineUp();
        for (var lane : stack) {
            if (lane.waiting().remove(exchange)) {
                waiting--;
                return true;
            }
        }
        return false;
    }

    /** Takes out all that are like this, whosoever turn it is. */
    List<Exchange> removeAll(Predicate<Exchange> which) {
        lineUp();
        var removed = new ArrayList<Exchange>();
        for (var lane : stack) {
            lane.waiting().removeIf(exchange -> which.test(exchange) && removed.add(exchange));
        }
        waiting -= removed.size();
        return removed;
    }

    /** Takes out everything, and ends every scope. */
    List<Exchange> clear() {
        var left = removeAll(exchange -> true);
        stack.clear();
        stack.push(new Lane(null));
        return left;
    }

    /** How many wait, in all lanes. */
    int waitingCount() {
        return waiting;
    }

    boolean isAnyWaiting() {
        return waiting > 0;
    }

    /** Whether a scope is open. */
    boolean isAnyOpen() {
        return stack.size() > 1;
    }
}
