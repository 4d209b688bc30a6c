package io.penstock.reactive.operator;

import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Subscription;

/**
 * A subscription that is being handed over. Until {@code onSubscribe} has returned, demand is kept here: what it leads to would be told by another
 * thread, in the middle of the first signal (rule 1.3). A cancel goes through at once.
 */
final class Opening implements Subscription {

    private final Subscription subscription;
    private final AtomicReference<State> state = new AtomicReference<>(State.NOTHING_ASKED);

    /** What was asked for so far: a sum, or the first demand that cannot be. */
    private record State(boolean isOpen, boolean isAsked, long asked) {

        private static final State NOTHING_ASKED = new State(false, false, 0);
        private static final State OPEN = new State(true, false, 0);

        State plus(long elements) {
            if (isOpen || (isAsked && asked <= 0)) {
                return this;
            }
            return new State(false, true, elements <= 0 ? elements : Wanted.sum(asked, elements));
        }
    }

    Opening(Subscription subscription) {
        this.subscription = subscription;
    }

    @Override
    public void request(long elements) {
        if (state.get().isOpen || state.getAndUpdate(now -> now.plus(elements)).isOpen) {
            subscription.request(elements);
        }
    }

    @Override
    public void cancel() {
        subscription.cancel();
    }

    /** Passes on what was asked for, and what will be. */
    void open() {
        var before = state.getAndSet(State.OPEN);
        if (before.isAsked) {
            subscription.request(before.asked);
        }
    }
}
