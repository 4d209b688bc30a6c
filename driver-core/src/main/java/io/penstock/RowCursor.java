package io.penstock;

import java.util.List;

/**
 * The rows of one statement, read one after the other by the calling thread.
 *
 * <pre>{@code
 * try (var cursor = connection.stream("select id, name from person")) {
 *     while (cursor.next()) {
 *         print(cursor.row().getLong(0), cursor.row().getString(1));
 *     }
 * }
 * }</pre>
 *
 * <p>Belongs to one thread at a time. In memory are the rows of one read of the socket, and one row that is larger.
 */
public interface RowCursor extends AutoCloseable {

    /** Moves to the next row; blocks until it is there. False at the end, when the statement has ended on the server. */
    boolean next();

    /**
     * The current row, valid until the next call of {@link #next} or {@link #close}.
     *
     * @throws IllegalStateException before the first {@code next} and after the last
     */
    Row row();

    /** The columns of the rows; empty before the first {@code next}. */
    List<Column> columns();

    /** What the statement did; known after the last row. */
    CommandTag tag();

    /**
     * Ends the statement. What the server still has to send is discarded, within the drain budget; past it the statement is
     * cancelled, and if that does not end it, the connection is closed. Idempotent.
     */
    @Override
    void close();
}
