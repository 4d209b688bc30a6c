package io.penstock.internal.exchange;

/** What must come next of the answers to the use of a statement. */
enum UseStep {
    CLOSE,
    PARSE,
    PARAMETERS,
    COLUMNS,
    BIND,
    ROWS,
    /** We have refused to send copy data: only the server's error can follow. */
    COPY_IN,
    COPY_OUT,
    /** The copy data is over, the tag is not here yet. */
    COPIED,
    DONE;

    private static final UseStep[] STEPS = values();

    static UseStep of(int ordinal) {
        return STEPS[ordinal];
    }
}
