package io.penstock.examples;

import java.util.Arrays;
import java.util.Optional;

/** What the live demo does. */
enum Mode {
    /** Queries, and a stream whose consumer is slow. */
    RUNS(0, "runs"),
    /** The same, and a continuation that sleeps for half a second, again and again. */
    BLOCKS_A_CONTINUATION(1, "blocks a continuation"),
    /** The same, and that continuation runs on the event loop. */
    BLOCKS_THE_LOOP(2, "opts out and blocks the loop");

    private final int number;
    private final String words;

    Mode(int number, String words) {
        this.number = number;
        this.words = words;
    }

    static Optional<Mode> numbered(int number) {
        return Arrays.stream(values()).filter(mode -> mode.number == number).findFirst();
    }

    /** By which the page knows it, from 0 on. */
    int number() {
        return number;
    }

    /** As the page says it. */
    String words() {
        return words;
    }

    /** The one after it, and after the last the first. */
    Mode next() {
        return numbered(number + 1).orElse(RUNS);
    }
}
