package io.penstock;

import static java.util.Objects.requireNonNull;

import io.penstock.concurrent.ExecutionStrategy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SQL text with the values of its parameters {@code $1}, {@code $2}, …. Immutable.
 *
 * <p>Values never become part of the SQL text: they travel beside it, in the Bind message. {@link #toString()} shows the
 * text and the number of values, and none of the values.
 */
public final class Query {

    private final String sql;
    private final @Nullable Object[] values;
    private final @Nullable Duration timeout;
    private final @Nullable ExecutionStrategy strategy;

    private Query(
            String sql, @Nullable Object[] values, @Nullable Duration timeout, @Nullable ExecutionStrategy strategy) {
        this.sql = sql;
        this.values = values;
        this.timeout = timeout;
        this.strategy = strategy;
    }

    /** A query; the values are in the order of the parameters' numbers, and null is a NULL of any type. */
    public static Query of(String sql, @Nullable Object... values) {
        return new Query(requireNonNull(sql, "sql"), values.clone(), null, null);
    }

    /** The same query with these values. */
    public Query withValues(@Nullable Object... newValues) {
        return new Query(sql, newValues.clone(), timeout, strategy);
    }

    /**
     * The same query with a deadline of its own, counted from the call. When it passes, the statement is cancelled on the
     * server and the operation fails with a {@link io.penstock.error.PgTimeoutException}.
     *
     * <p>For a stream it is the longest silence of the server: it begins anew with everything that comes, and does not run while the
     * driver has stopped reading because the consumer has enough.
     */
    public Query withTimeout(Duration newTimeout) {
        if (newTimeout.isNegative() || newTimeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive: " + newTimeout);
        }
        return new Query(sql, values, newTimeout, strategy);
    }

    /** The same query with its own answer to who runs the continuations and row handlers. */
    public Query withStrategy(ExecutionStrategy newStrategy) {
        return new Query(sql, values, timeout, requireNonNull(newStrategy, "newStrategy"));
    }

    /** The SQL text. */
    public String sql() {
        return sql;
    }

    /** The values, in order; an unmodifiable view. */
    public List<@Nullable Object> values() {
        return Collections.<@Nullable Object>unmodifiableList(Arrays.<@Nullable Object>asList(values));
    }

    /** The values, in order; a copy. */
    public @Nullable Object[] toValueArray() {
        return values.clone();
    }

    /** The deadline, or null where the connection's own applies. */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /** Who runs user code for this query, or null where the client's strategy applies. */
    public @Nullable ExecutionStrategy strategy() {
        return strategy;
    }

    @Override
    public String toString() {
        return "Query[" + sql + ", " + values.length + " values]";
    }
}
