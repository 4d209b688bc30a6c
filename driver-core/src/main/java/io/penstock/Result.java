package io.penstock;

import java.util.Iterator;
import java.util.List;

/**
 * The collected outcome of one statement: its rows and its command tag. Immutable; may be shared between
 * threads, though each {@link Row} of it is for one thread at a time.
 *
 * <p>A collected result holds all of its rows in memory, at most {@code maxResultBytes} of them as they came
 * over the wire; past that the statement fails and names {@link PgConnection#stream} as the remedy.
 */
public interface Result extends Iterable<Row> {

    /** What the statement did. */
    CommandTag tag();

    /** The columns of the rows; empty for a statement that returns none. */
    List<Column> columns();

    /** Whether the statement returns rows, if only rows without columns. */
    boolean hasRows();

    /** The number of rows held here. */
    int size();

    /** The rows, in order. */
    List<Row> rows();

    /**
     * The only row.
     *
     * @throws IllegalStateException if there is no row, or more than one
     */
    Row single();

    /** The rows affected or returned, as the tag says; 0 for a tag without a count. */
    default long rowsAffected() {
        return Math.max(tag().rows(), 0);
    }

    @Override
    default Iterator<Row> iterator() {
        return rows().iterator();
    }
}
