package io.penstock.it.invariant;

import io.penstock.it.server.Canary;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Looks for the password where it must not be. */
final class Secrets {

    private Secrets() {}

    /** Messages of the failure, its causes and what it suppresses, as a log shows them. */
    static void assertNoneIn(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        if (isIn(text.toString())) {
            throw new AssertionError(
                    "an exception holds the password: " + failure.getClass().getName());
        }
    }

    static boolean isIn(String text) {
        return text.contains(Canary.TRACE);
    }
}
