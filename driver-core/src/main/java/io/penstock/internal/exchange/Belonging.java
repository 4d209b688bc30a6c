package io.penstock.internal.exchange;

import org.jspecify.annotations.Nullable;

/**
 * What an exchange belongs to. Most belong to nothing, and those of one scope share one.
 *
 * @param scope the transaction scope that it runs in
 * @param opens the one that it opens when it is written
 * @param closes the one that it runs in, if it closes that when it has ended
 * @param whole the operation of several exchanges that it is one of; null for one that is its own
 */
record Belonging(
        @Nullable TransactionScope scope,
        @Nullable TransactionScope opens,
        @Nullable TransactionScope closes,
        @Nullable Operation whole) {

    static final Belonging NOTHING = new Belonging(null, null, null, null);

    Belonging within(TransactionScope transaction) {
        return new Belonging(transaction, opens, closes, whole);
    }

    Belonging opening(TransactionScope transaction) {
        return new Belonging(scope, transaction, closes, whole);
    }

    Belonging closing(TransactionScope transaction) {
        return new Belonging(transaction, opens, transaction, whole);
    }

    Belonging partOf(Operation operation) {
        return new Belonging(scope, opens, closes, operation);
    }
}
