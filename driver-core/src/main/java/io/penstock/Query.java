package io.penstock;

import static java.util.Objects.requireNonNull;

import io.penstock.concurrent.ExecutionStrategy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SQL text with the values of its parameters {@code $1}, {@code $2}, …. Immutable, save for the values of one that is {@link #reading} them.
 *
 * <p>Values never become part of the SQL text: they travel beside it, in the Bind message. {@link #toString()} shows the
 * text and the number of values, and none of the values.
 */
public final class Query {

    private static final int[] BY_CLASS = {};

    private final String sql;
    private final @Nullable Object[] values;
    private final Settings settings;

    /**
     * All that is not text or value.
     *
     * @param types the declared types of the parameters; empty where their classes decide
     * @param maxRows 0 for no bound
     */
    private record Settings(
            @Nullable Duration timeout, @Nullable ExecutionStrategy strategy, int[] types, int maxRows, boolean once) {

        static final Settings DEFAULT = new Settings(null, null, BY_CLASS, 0, false);
    }

    private Query(String sql, @Nullable Object[] values, Settings settings) {
        this.sql = sql;
        this.values = values;
        this.settings = settings;
    }

    /** A query; the values are in the order of the parameters' numbers, and null is a NULL of any type. */
    public static Query of(String sql, @Nullable Object... values) {
        return new Query(requireNonNull(sql, "sql"), values.clone(), Settings.DEFAULT);
    }

    /**
     * A query that is run again and again, each time with what its arrays hold then. Neither is copied: the thread that runs the query reads them
     * before the call returns, and between two calls they may be changed.
     *
     * @param types the declared types by OID, one for each value; 0 leaves one to its value's class
     */
    public static Query reading(String sql, @Nullable Object[] values, int[] types) {
        if (values.length != types.length) {
            throw new IllegalArgumentException(values.length + " values and " + types.length + " types");
        }
        return new Query(requireNonNull(sql, "sql"), values, new Settings(null, null, types, 0, false));
    }

    /** The same query, which reads these values when it is run, as one that was made by {@link #reading(String, Object[], int[])}. */
    public Query readingValues(@Nullable Object[] newValues) {
        if (settings.types.length > 0 && newValues.length != settings.types.length) {
            throw new IllegalArgumentException(newValues.length + " values and " + settings.types.length + " types");
        }
        return new Query(sql, newValues, settings);
    }

    /** The same query with these values. */
    public Query withValues(@Nullable Object... newValues) {
        return new Query(sql, newValues.clone(), settings);
    }

    /**
     * The same query with a deadline of its own, counted from the call. When it passes, the statement is cancelled on the
     * server and the operation fails with a {@link io.penstock.error.PgTimeoutException}.
     */
    public Query withTimeout(Duration newTimeout) {
        if (newTimeout.isNegative() || newTimeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive: " + newTimeout);
        }
        return with(new Settings(newTimeout, settings.strategy, settings.types, settings.maxRows, settings.once));
    }

    /** The same query with its own answer to who runs the continuations and row handlers. */
    public Query withStrategy(ExecutionStrategy newStrategy) {
        return with(new Settings(
                settings.timeout,
                requireNonNull(newStrategy, "newStrategy"),
                settings.types,
                settings.maxRows,
                settings.once));
    }

    /**
     * The same query with declared types of its parameters, by OID: a value is sent as its type, and a NULL is a NULL of it. An OID of
     * 0 leaves that parameter to the value's class, as all are without this call.
     */
    public Query withTypes(int... typeOids) {
        return with(
                new Settings(settings.timeout, settings.strategy, typeOids.clone(), settings.maxRows, settings.once));
    }

    /** The same query that returns this many rows at most; the server sends no more. 0 (the default) is no bound. Where the bound is reached the server tells no tag. */
    public Query withMaxRows(int rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("maxRows must not be negative: " + rows);
        }
        return with(new Settings(settings.timeout, settings.strategy, settings.types, rows, settings.once));
    }

    /** The same query, prepared for this use alone: it takes no room among the session's statements. */
    public Query once() {
        return with(new Settings(settings.timeout, settings.strategy, settings.types, settings.maxRows, true));
    }

    private Query with(Settings newSettings) {
        return new Query(sql, values, newSettings);
    }

    /** The SQL text. */
    public String sql() {
        return sql;
    }

    /** The values, in order; an unmodifiable view. */
    public List<@Nullable Object> values() {
        return Collections.<@Nullable Object>unmodifiableList(Arrays.<@Nullable Object>asList(values));
    }

    /** How many values there are. */
    public int size() {
        return values.length;
    }

    /** A value, from 0. */
    public @Nullable Object value(int index) {
        return values[index];
    }

    /** The declared type of a value, from 0; 0 where its class decides. */
    public int type(int index) {
        return settings.types.length == 0 ? 0 : settings.types[index];
    }

    /** The values, in order; a copy. */
    public @Nullable Object[] toValueArray() {
        return values.clone();
    }

    /** The deadline, or null where the connection's own applies. */
    public @Nullable Duration timeout() {
        return settings.timeout;
    }

    /** Who runs user code for this query, or null where the client's strategy applies. */
    public @Nullable ExecutionStrategy strategy() {
        return settings.strategy;
    }

    /** The declared types of the parameters, a copy; empty where the values' classes decide. */
    public int[] toTypeArray() {
        return settings.types.length == 0 ? settings.types : settings.types.clone();
    }

    /** How many rows it returns at most; 0 for no bound. */
    public int maxRows() {
        return settings.maxRows;
    }

    /** Whether it is prepared for one use alone. */
    public boolean isOnce() {
        return settings.once;
    }

    @Override
    public String toString() {
        return "Query[" + sql + ", " + values.length + " values]";
    }
}
