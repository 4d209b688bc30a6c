package io.penstock.reactive.operator;

/** How somebody is refused: he gets a subscription that does nothing, and the reason (rule 1.9). */
public final class Refusal {

    private Refusal() {}

    /** Refuses a subscriber. */
    public static <T> void of(Downstream<T> refused, Throwable why) {
        refused.start(Requests.NONE);
        refused.fail(why);
    }
}
