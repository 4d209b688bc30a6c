package io.penstock;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements that are sent together, with one Sync behind the last: outside a transaction block one implicit transaction. Immutable. What the server
 * answers is read through {@link Answers}.
 *
 * <pre>{@code
 * var answers = connection.run(Flight.of(Query.of("select …")).behind("BEGIN"));
 * }</pre>
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY">Extended Query</a>
 */
public final class Flight {

    private final List<Query> queries;
    private final List<String> ahead;
    private final @Nullable Duration timeout;
    private final int rowsAtATime;

    private Flight(List<Query> queries, List<String> ahead, @Nullable Duration timeout, int rowsAtATime) {
        this.queries = queries;
        this.ahead = ahead;
        this.timeout = timeout;
        this.rowsAtATime = rowsAtATime;
    }

    /** A flight of one statement. */
    public static Flight of(Query query) {
        return new Flight(List.of(query), List.of(), query.timeout(), 0);
    }

    /** A flight of statements; at least one. */
    public static Flight of(List<Query> queries) {
        if (queries.isEmpty()) {
            throw new IllegalArgumentException("a flight of no statements");
        }
        return new Flight(List.copyOf(queries), List.of(), null, 0);
    }

    /**
     * The same flight behind statements without parameters that are sent in front, such as {@code BEGIN}; they have no {@link Answers
     * answer} of their own. If one of them fails, the flight does.
     */
    public Flight behind(String... statements) {
        return new Flight(queries, List.of(statements), timeout, rowsAtATime);
    }

    /** The same flight with a deadline for {@link BlockingConnection#run}; when it passes, the statement is cancelled. */
    public Flight withTimeout(Duration newTimeout) {
        if (newTimeout.isNegative() || newTimeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive: " + newTimeout);
        }
        return new Flight(queries, ahead, newTimeout, rowsAtATime);
    }

    /**
     * The same flight of one statement whose rows stay on the server, as a suspended portal, but for so many at a time: the connection is free
     * between two portions, each of which costs a round trip. A portal lives until its transaction ends, so this is for statements inside a
     * transaction block, or {@link #behind} a {@code BEGIN}.
     */
    public Flight withRowsAtATime(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("rowsAtATime must be positive: " + rows);
        }
        if (queries.size() > 1) {
            throw new IllegalArgumentException("portions are for a flight of one statement, not of " + queries.size());
        }
        return new Flight(queries, ahead, timeout, rows);
    }

    /** The statements, in order. */
    public List<Query> queries() {
        return queries;
    }

    /** What is sent in front of them. */
    public List<String> ahead() {
        return ahead;
    }

    /** The deadline, or null where the connection's own applies. */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /** How many rows are asked for at a time; 0 for all. */
    public int rowsAtATime() {
        return rowsAtATime;
    }

    @Override
    public String toString() {
        return "Flight" + queries;
    }
}
