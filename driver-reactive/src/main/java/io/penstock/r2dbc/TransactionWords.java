package io.penstock.r2dbc;

import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Option;
import io.r2dbc.spi.TransactionDefinition;
import java.time.Duration;
import java.util.List;

/**
 * The statements of transactions. Of what a definition says, only known words and numbers get into the text.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-begin.html">BEGIN</a>
 */
final class TransactionWords {

    /** Whether a serializable read-only transaction waits for a safe snapshot; r2dbc-postgresql has the same. */
    static final Option<Boolean> DEFERRABLE = Option.valueOf("deferrable");

    private static final List<IsolationLevel> LEVELS = List.of(
            IsolationLevel.READ_UNCOMMITTED,
            IsolationLevel.READ_COMMITTED,
            IsolationLevel.REPEATABLE_READ,
            IsolationLevel.SERIALIZABLE);

    private TransactionWords() {}

    static String begin(TransactionDefinition definition) {
        var words = new StringBuilder("BEGIN");
        var isolation = definition.getAttribute(TransactionDefinition.ISOLATION_LEVEL);
        if (isolation != null) {
            words.append(" ISOLATION LEVEL ").append(checked(isolation).asSql());
        }
        var readOnly = definition.getAttribute(TransactionDefinition.READ_ONLY);
        if (readOnly != null) {
            words.append(readOnly ? " READ ONLY" : " READ WRITE");
        }
        var deferrable = definition.getAttribute(DEFERRABLE);
        if (deferrable != null) {
            words.append(deferrable ? " DEFERRABLE" : " NOT DEFERRABLE");
        }
        var lockWait = definition.getAttribute(TransactionDefinition.LOCK_WAIT_TIMEOUT);
        if (lockWait != null) {
            words.append("; SET LOCAL lock_timeout = ").append(millis(lockWait));
        }
        return words.toString();
    }

    static IsolationLevel checked(IsolationLevel level) {
        if (!LEVELS.contains(level)) {
            throw new IllegalArgumentException("PostgreSQL's isolation levels are " + LEVELS);
        }
        return level;
    }

    /** Milliseconds, as the server counts them: 0 is no limit, and what is shorter than one is one. */
    static long millis(Duration duration) {
        if (duration.isNegative() || duration.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("a timeout is 0 to " + Integer.MAX_VALUE + " ms");
        }
        return duration.isZero() ? 0 : Math.max(1, duration.toMillis());
    }
}
