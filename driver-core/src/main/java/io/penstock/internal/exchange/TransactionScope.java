package io.penstock.internal.exchange;

/**
 * The identity of a transaction that has the connection to itself: while its scope is open, only exchanges of the
 * scope are written, the others wait. Compared by identity.
 */
public final class TransactionScope {

    private final String name;
    private final Belonging inside = Belonging.NOTHING.within(this);

    public TransactionScope(String name) {
        this.name = name;
    }

    /** What an exchange belongs to that runs inside of it. */
    Belonging inside() {
        return inside;
    }

    @Override
    public String toString() {
        return name;
    }
}
