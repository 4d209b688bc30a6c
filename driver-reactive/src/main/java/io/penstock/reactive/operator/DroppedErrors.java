package io.penstock.reactive.operator;

/** Takes errors that nobody receives; {@link io.penstock.Penstock#reportDropped} is the one of a client. */
@FunctionalInterface
public interface DroppedErrors {

    /** Takes an error; {@code source} says in a few words where it came from. */
    void report(String source, Throwable error);
}
