package io.penstock;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several queries sent in one flight. The two modes differ in what an error in the middle does:
 *
 * <ul>
 *   <li>{@link #atomic()}: one Sync behind the last query. Outside a transaction block the batch is one implicit
 *       transaction: an error rolls back what came before it and skips what comes after it.
 *   <li>{@link #independent()}: a Sync behind each query. Each stands alone; an error touches its own query only.
 * </ul>
 *
 * <p>Built by one thread; handed to {@link PgConnection#batch} it must not be changed any more.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING">Pipelining</a>
 */
public final class Batch {

    /** What an error in the middle does to the others. */
    public enum Mode {
        /** One implicit transaction: all or nothing. */
        ATOMIC,
        /** Each query on its own. */
        INDEPENDENT
    }

    private final Mode mode;
    private final List<Query> queries = new ArrayList<>();
    private @Nullable Duration timeout;

    private Batch(Mode mode) {
        this.mode = mode;
    }

    /** A batch that is executed as a whole or not at all. */
    public static Batch atomic() {
        return new Batch(Mode.ATOMIC);
    }

    /** A batch of queries that succeed or fail one by one. */
    public static Batch independent() {
        return new Batch(Mode.INDEPENDENT);
    }

    /** Appends a query. */
    public Batch add(Query query) {
        queries.add(requireNonNull(query, "query"));
        return this;
    }

    /** Appends a query. */
    public Batch add(String sql, @Nullable Object... values) {
        return add(Query.of(sql, values));
    }

    /**
     * A deadline for the whole batch, counted from the call. Where one of its queries has a shorter one of its own, that holds for that
     * query, and in an atomic batch, which ends as a whole, for all. Without any the connection's deadline applies.
     */
    public Batch withTimeout(Duration newTimeout) {
        if (newTimeout.isNegative() || newTimeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive: " + newTimeout);
        }
        timeout = newTimeout;
        return this;
    }

    /** The deadline, or null where none was set. */
    public @Nullable Duration timeout() {
        return timeout;
    }

    public Mode mode() {
        return mode;
    }

    /** The queries so far, in order. */
    public List<Query> queries() {
        return List.copyOf(queries);
    }
}
