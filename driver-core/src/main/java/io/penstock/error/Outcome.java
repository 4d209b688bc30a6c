package io.penstock.error;

/**
 * What became of the work an operation asked for, as far as the client can know.
 *
 * <p>The question a caller has after a failure is not "which exception" but "may I do it again?".
 */
public enum Outcome {
    /** No byte of the request left this process. */
    NOT_SENT("not sent, a retry is safe"),

    /** The server refused it or skipped it: it had no effect. */
    NOT_EXECUTED("not executed, a retry is safe"),

    /** It ran inside a transaction that the server has rolled back. Retry the whole transaction. */
    ROLLED_BACK("rolled back, a retry of the transaction is safe"),

    /** It may or may not have taken effect. Find out before trying again. */
    UNKNOWN("outcome unknown, it may have taken effect");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    /**
     * Whether doing the same again cannot do it twice.
     *
     * @return true for all but {@link #UNKNOWN}
     */
    public boolean safeToRetry() {
        return this != UNKNOWN;
    }

    /** The outcome as it reads in an exception message. */
    String words() {
        return words;
    }
}
