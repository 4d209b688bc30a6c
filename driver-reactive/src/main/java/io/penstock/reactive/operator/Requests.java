package io.penstock.reactive.operator;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/**
 * Passes what a subscriber asks for on to the subscription that is there, or will be; and where one follows another, what is still owed on to
 * the next. Calls of the subscriptions are made one at a time (rule 2.7), by whoever has come first.
 */
final class Requests {

    /** What stands for a subscription that was cancelled. */
    static final Subscription NONE = new Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private final Wanted asked = new Wanted();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicReference<@Nullable Subscription> next = new AtomicReference<>();
    private final AtomicInteger notes = new AtomicInteger();

    // Confined to who passes on.
    private Subscription current = NONE;
    private long owed;

    /** More is asked for. */
    void add(long elements) {
        asked.add(elements);
        passOn();
    }

    /** From now on this subscription serves. */
    void passTo(Subscription subscription) {
        next.set(subscription);
        passOn();
    }

    /** The one that served has ended; it has brought so many elements. */
    void ended(long elements) {
        taken.addAndGet(elements);
    }

    private void passOn() {
        if (notes.getAndIncrement() != 0) {
            return;
        }
        var seen = 1;
        do {
            passOnce();
            seen = notes.addAndGet(-seen);
        } while (seen != 0);
    }

    private void passOnce() {
        var follower = next.getAndSet(null);
        var more = asked.takeAll();
        var brought = taken.getAndSet(0);
        owed = owed == Long.MAX_VALUE ? owed : Wanted.sum(owed - brought, more);
        if (follower != null) {
            current = follower;
            more = owed;
        }
        if (more > 0) {
            current.request(more);
        }
    }
}
