package io.penstock.internal.exchange;

/** What must come next of the answers to the use of a statement. A run keeps its number. */
enum UseStep {
    CLOSE(0),
    PARSE(1),
    PARAMETERS(2),
    COLUMNS(3),
    BIND(4),
    ROWS(5),
    /** We have refused to send copy data: only the server's error can follow. */
    COPY_IN(6),
    COPY_OUT(7),
    /** The copy data is over, the tag is not here yet. */
    COPIED(8),
    DONE(9);

    private static final UseStep[] BY_NUMBER = new UseStep[values().length];

    static {
        for (var step : values()) {
            BY_NUMBER[step.number] = step;
        }
    }

    final int number;

    UseStep(int number) {
        this.number = number;
    }

    static UseStep of(int number) {
        return BY_NUMBER[number];
    }
}
