package io.penstock.internal.exchange;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands exchanges, and what is to be done between them, from any thread to the connection's owner, without allocating: the submissions themselves
 * are the links of a stack, which the owner takes as a whole and turns round.
 *
 * <p>Order: those of one thread arrive in the order of its calls. Bound: the connection's admission counts exchanges before; of
 * what is done between them there is as much as there are calls that ask for it.
 */
public final class Submissions {

    private final AtomicReference<@Nullable Submission> top = new AtomicReference<>();

    /** Counted before they are pushed, and taken off when they are taken. */
    private final AtomicInteger count = new AtomicInteger();

    /** Any thread. True when the stack was empty, so that somebody has to wake the owner. */
    public boolean push(Submission submission) {
        count.incrementAndGet();
        @Nullable Submission below;
        do {
            below = top.get();
            submission.next = below;
        } while (!top.compareAndSet(below, submission));
        return below == null;
    }

    /** Owner only: takes in everything pushed so far, oldest first. */
    public void drain(Consumer<Exchange> exchanges) {
        var submission = reversed(top.getAndSet(null));
        var taken = 0;
        while (submission != null) {
            taken++;
            var following = submission.next;
            submission.next = null;
            submission.takenIn(exchanges);
            submission = following;
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

    private static @Nullable Submission reversed(@Nullable Submission newest) {
        @Nullable Submission oldest = null;
        var submission = newest;
        while (submission != null) {
            var older = submission.next;
            submission.next = oldest;
            oldest = submission;
            submission = older;
        }
        return oldest;
    }
}
