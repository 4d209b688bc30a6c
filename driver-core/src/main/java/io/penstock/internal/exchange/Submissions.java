package io.penstock.internal.exchange;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands exchanges from any thread to the connection's owner, without allocating: the exchanges themselves are the links of a stack,
 * which the owner takes as a whole and turns round.
 *
 * <p>Order: exchanges of one thread arrive in the order of its calls. Bound: the connection's admission counts them before.
 */
public final class Submissions {

    private final AtomicReference<@Nullable Exchange> top = new AtomicReference<>();

    /** Counted before they are pushed, and taken off when they are taken. */
    private final AtomicInteger count = new AtomicInteger();

    /** Any thread. True when the stack was empty, so that somebody has to wake the owner. */
    public boolean push(Exchange exchange) {
        count.incrementAndGet();
        @Nullable Exchange below;
        do {
            below = top.get();
            exchange.next = below;
        } while (!top.compareAndSet(below, exchange));
        return below == null;
    }

    /** Owner only: passes on everything pushed so far, oldest first. */
    public void drain(Consumer<Exchange> target) {
        var exchange = reversed(top.getAndSet(null));
        var taken = 0;
        while (exchange != null) {
            taken++;
            var following = exchange.next;
            exchange.next = null;
            target.accept(exchange);
            exchange = following;
        }
        if (taken > 0) {
            count.addAndGet(-taken);
        }
    }

    /** Any thread: how many there are to drain. */
    public int count() {
        return count.get();
    }

    /** Whether there is nothing to drain. */
    public boolean isEmpty() {
        return top.get() == null;
    }

    private static @Nullable Exchange reversed(@Nullable Exchange newest) {
        @Nullable Exchange oldest = null;
        var exchange = newest;
        while (exchange != null) {
            var older = exchange.next;
            exchange.next = oldest;
            oldest = exchange;
            exchange = older;
        }
        return oldest;
    }
}
