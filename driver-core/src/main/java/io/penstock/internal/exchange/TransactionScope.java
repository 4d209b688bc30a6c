package io.penstock.internal.exchange;

/**
 * The identity of a transaction that has the connection to itself: while its scope is open, only exchanges of the
 * scope are written, the others wait. Compared by identity.
 */
public final class TransactionScope {

    private final String name;

    public TransactionScope(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }
}
