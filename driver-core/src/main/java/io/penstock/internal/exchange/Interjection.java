package io.penstock.internal.exchange;

import java.util.function.Consumer;

/** What the owner does behind the exchanges that were submitted before it, and in front of those that are submitted behind it. */
public final class Interjection extends Submission {

    private final Runnable action;

    /** @param action does not throw */
    public Interjection(Runnable action) {
        this.action = action;
    }

    @Override
    void takenIn(Consumer<Exchange> exchanges) {
        action.run();
    }
}
