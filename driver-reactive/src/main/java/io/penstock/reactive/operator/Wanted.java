package io.penstock.reactive.operator;

import java.util.concurrent.atomic.AtomicLong;

/** How many elements a subscriber has asked for and not got. Sums saturate at {@link Long#MAX_VALUE}, which is all. Safe from any thread. */
final class Wanted {

    private final AtomicLong outstanding = new AtomicLong();

    /** Why a demand cannot be (rule 3.9). */
    static IllegalArgumentException refusal(long elements) {
        return new IllegalArgumentException(
                "request(" + elements + "): at least 1 element must be asked for (Reactive Streams rule 3.9)");
    }

    void add(long elements) {
        outstanding.accumulateAndGet(elements, Wanted::sum);
    }

    static long sum(long some, long more) {
        var sum = some + more;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** Takes one; false where none is asked for. */
    boolean take() {
        return outstanding.getAndUpdate(now -> now == 0 || now == Long.MAX_VALUE ? now : now - 1) > 0;
    }

    /** Takes all that is asked for. */
    long takeAll() {
        return outstanding.getAndSet(0);
    }
}
