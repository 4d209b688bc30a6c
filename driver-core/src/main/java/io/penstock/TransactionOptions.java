package io.penstock;

import static java.util.Objects.requireNonNull;

/**
 * How a transaction is begun.
 *
 * @param isolation the isolation level
 * @param access whether it may write
 * @param deferrable whether a serializable read-only one may wait for a safe snapshot
 * @see <a href="https://www.postgresql.org/docs/current/sql-begin.html">BEGIN</a>
 */
public record TransactionOptions(Isolation isolation, Access access, Deferrable deferrable) {

    /** Everything as the session's defaults say. */
    public static final TransactionOptions DEFAULT =
            new TransactionOptions(Isolation.DEFAULT, Access.DEFAULT, Deferrable.DEFAULT);

    /** The isolation level, or the session's default. */
    public enum Isolation {
        DEFAULT(""),
        READ_UNCOMMITTED(" ISOLATION LEVEL READ UNCOMMITTED"),
        READ_COMMITTED(" ISOLATION LEVEL READ COMMITTED"),
        REPEATABLE_READ(" ISOLATION LEVEL REPEATABLE READ"),
        SERIALIZABLE(" ISOLATION LEVEL SERIALIZABLE");

        private final String clause;

        Isolation(String clause) {
            this.clause = clause;
        }
    }

    /** Whether the transaction may write, or the session's default. */
    public enum Access {
        DEFAULT(""),
        READ_WRITE(" READ WRITE"),
        READ_ONLY(" READ ONLY");

        private final String clause;

        Access(String clause) {
            this.clause = clause;
        }
    }

    /** Whether a serializable read-only transaction may wait for a safe snapshot, or the session's default. */
    public enum Deferrable {
        DEFAULT(""),
        DEFERRABLE(" DEFERRABLE"),
        NOT_DEFERRABLE(" NOT DEFERRABLE");

        private final String clause;

        Deferrable(String clause) {
            this.clause = clause;
        }
    }

    public TransactionOptions {
        requireNonNull(isolation, "isolation");
        requireNonNull(access, "access");
        requireNonNull(deferrable, "deferrable");
    }

    public TransactionOptions withIsolation(Isolation newIsolation) {
        return new TransactionOptions(newIsolation, access, deferrable);
    }

    public TransactionOptions withAccess(Access newAccess) {
        return new TransactionOptions(isolation, newAccess, deferrable);
    }

    public TransactionOptions withDeferrable(Deferrable newDeferrable) {
        return new TransactionOptions(isolation, access, newDeferrable);
    }

    /** The statement that begins such a transaction. */
    public String beginStatement() {
        return "BEGIN" + isolation.clause + access.clause + deferrable.clause;
    }
}
