package io.penstock.internal.exchange;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What any thread hands to a connection's owner, who takes it in its order: an exchange, or what is to be done between two of them. */
public abstract sealed class Submission permits Exchange, Interjection {

    /** Intrusive link of the submission stack; used by it alone. */
    @Nullable
    Submission next;

    Submission() {}

    /** Owner: its turn has come. */
    abstract void takenIn(Consumer<Exchange> exchanges);
}
