package io.penstock.examples;

/** What the live demo does. */
enum Mode {
    /** Queries, and a stream whose consumer is slow. */
    RUNS("runs"),
    /** The same, and a continuation that sleeps for half a second, again and again. */
    BLOCKS_A_CONTINUATION("blocks a continuation"),
    /** The same, and that continuation runs on the event loop. */
    BLOCKS_THE_LOOP("opts out and blocks the loop");

    private final String words;

    Mode(String words) {
        this.words = words;
    }

    /** As the page says it. */
    String words() {
        return words;
    }

    /** The one after it, and after the last the first. */
    Mode next() {
        return values()[(ordinal() + 1) % values().length];
    }
}
