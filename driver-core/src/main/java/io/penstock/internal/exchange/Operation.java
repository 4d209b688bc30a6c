package io.penstock.internal.exchange;

/**
 * What the exchanges of one admitted operation have in common: whether the first of them has been written. From then on the others do not wait
 * for room on the connection, but for those in front of them, and may do so for as long as that takes.
 *
 * <p>Confined to the connection's owner.
 */
public final class Operation {

    private boolean begun;

    void begin() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }
}
