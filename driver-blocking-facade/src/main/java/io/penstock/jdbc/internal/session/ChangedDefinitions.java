package io.penstock.jdbc.internal.session;

import io.penstock.Flight;
import io.penstock.Query;
import io.penstock.jdbc.internal.sql.Verb;

/**
 * Whether the present transaction has changed definitions. What was prepared before may not fit any more, and outside of a transaction it would be prepared
 * again when it fails; in one, that failure is the end of it. So statements are prepared for one use until the transaction ends.
 *
 * <p>Belongs to its session's thread.
 */
final class ChangedDefinitions {

    private boolean changed;

    /** A transaction begins. */
    void begin() {
        changed = false;
    }

    /** The flight as it is to be sent. */
    Flight heeded(Flight flight) {
        var sent = changed ? once(flight) : flight;
        changed = changed || changes(flight);
        return sent;
    }

    /** The entries of a batch have one text mostly, which is looked at once. */
    private static boolean changes(Flight flight) {
        var seen = "";
        for (var query : flight.queries()) {
            var sql = query.sql();
            if (!sql.equals(seen) && Verb.first(sql) == Verb.DEFINITION) {
                return true;
            }
            seen = sql;
        }
        return false;
    }

    private static Flight once(Flight flight) {
        var sent = Flight.of(flight.queries().stream().map(Query::once).toList());
        var timeout = flight.timeout();
        if (timeout != null) {
            sent = sent.withTimeout(timeout);
        }
        return flight.rowsAtATime() == 0 ? sent : sent.withRowsAtATime(flight.rowsAtATime());
    }
}
