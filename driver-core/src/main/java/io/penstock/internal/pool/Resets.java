package io.penstock.internal.pool;

import io.penstock.TransactionStatus;
import io.penstock.config.ResetPolicy;
import io.penstock.internal.session.Lendable;
import java.util.ArrayList;
import java.util.List;

/** What makes a session fit for its next user. Each text is a Query message of its own: DISCARD ALL and ROLLBACK do not go together in one. */
final class Resets {

    private static final String SESSION = "CLOSE ALL; UNLISTEN *; RESET SESSION AUTHORIZATION; RESET ALL; DISCARD TEMP;"
            + " DISCARD SEQUENCES; SELECT pg_advisory_unlock_all()";

    private final ResetPolicy policy;

    Resets(ResetPolicy policy) {
        this.policy = policy;
    }

    /** Whether there is anything to be undone. The connection is quiet. */
    boolean isDue(Lendable connection, boolean used) {
        return connection.lastStatus() != TransactionStatus.IDLE
                || connection.isListening()
                || (used && policy != ResetPolicy.TRANSACTION);
    }

    /** Whether it has to be over before the connection is lent: what it discards must not be used by what is sent behind it. */
    boolean mustBeAwaited() {
        return policy == ResetPolicy.DISCARD_ALL;
    }

    List<String> of(Lendable connection) {
        var statements = new ArrayList<String>(3);
        if (connection.lastStatus() != TransactionStatus.IDLE) {
            statements.add("ROLLBACK");
        }
        switch (policy) {
            case TRANSACTION -> {
                if (connection.isListening()) {
                    statements.add("UNLISTEN *");
                }
            }
            case SESSION -> statements.add(SESSION);
            case DISCARD_ALL -> statements.add("DISCARD ALL");
        }
        return statements;
    }
}
