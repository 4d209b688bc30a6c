package io.penstock.it.types;

import io.penstock.testing.Same;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/** What became of one sample: a test that has been decided already. Used by one thread at a time. */
final class Verdict {

    private static final int SHOWN_LENGTH = 200;

    private final Sample sample;
    private final List<String> complaints = new ArrayList<>();
    private @Nullable Throwable cause;
    private int checks;

    Verdict(Sample sample) {
        this.sample = sample;
    }

    Sample sample() {
        return sample;
    }

    /** What is found must be what is expected; that the question fails is a complaint like any other. */
    void check(String what, Object expected, Supplier<@Nullable Object> found) {
        checks++;
        try {
            Object actual = found.get();
            if (!Same.same(expected, actual)) {
                complaints.add(what + ": expected " + show(expected) + ", found " + show(actual));
            }
        } catch (RuntimeException | AssertionError e) {
            complain(what + ": ", e);
        }
    }

    /** Something without which there is nothing to check. */
    void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | AssertionError e) {
            complain("", e);
        }
    }

    private void complain(String what, Throwable e) {
        complaints.add(what + e);
        cause = cause == null ? e : cause;
    }

    DynamicTest test() {
        return DynamicTest.dynamicTest(sample.toString(), this::report);
    }

    private void report() {
        if (checks == 0) {
            complaints.add("nothing was checked");
        }
        if (!complaints.isEmpty()) {
            throw new AssertionError(sample + "\n  " + String.join("\n  ", complaints), cause);
        }
    }

    private static String show(@Nullable Object value) {
        String text = value instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(value);
        String type = value == null ? "" : " (" + value.getClass().getSimpleName() + ")";
        return (text.length() > SHOWN_LENGTH ? text.substring(0, SHOWN_LENGTH) + "…" : text) + type;
    }
}
