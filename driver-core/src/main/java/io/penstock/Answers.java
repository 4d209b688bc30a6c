package io.penstock;

import io.penstock.error.ErrorFields;
import io.penstock.error.PgException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Flight} is answered with, one statement after the other, read by the calling thread as far as it asks.
 *
 * <pre>{@code
 * try (var answers = connection.run(flight)) {
 *     while (answers.nextAnswer()) {
 *         while (answers.next()) {
 *             read(answers.row());
 *         }
 *         count(answers.tag());
 *     }
 * }
 * }</pre>
 *
 * <p><b>Memory.</b> {@link BlockingConnection#run} returns when all has been received, or when a receive window is full of rows that nobody has
 * taken. In the first case the connection is free; in the second it belongs to this object until {@link #isReceived}: by reading on, by
 * {@link #receive}, or by closing. One window and one row are held at the most, unless {@code receive} asks for more.
 *
 * <p><b>Errors.</b> What was answered before a statement failed can be read; the failure is thrown where that statement's answer is asked for. {@link
 * #failure()} tells it at once, where it has been received.
 *
 * <p>Belongs to one thread at a time.
 */
public interface Answers extends AutoCloseable {

    /**
     * Moves to the next statement's answer, dropping what is left of the present one. False behind the last.
     *
     * @throws PgException if that statement failed
     */
    boolean nextAnswer();

    /** Whether the present answer's statement returns rows, if only rows without columns. */
    boolean hasRows();

    /** The columns of the present answer's rows; empty for a statement that returns none. */
    List<Column> columns();

    /**
     * Moves to the next row of the present answer; blocks until it is there. False at its end.
     *
     * @throws PgException if the statement failed on the way
     */
    boolean next();

    /**
     * The current row, valid until the next call of {@link #next}, {@link #nextAnswer} or {@link #close}.
     *
     * @throws IllegalStateException before the first {@code next} and behind the last row
     */
    Row row();

    /** Whether another row is at hand, without waiting for it. */
    boolean hasRowAtHand();

    /** What the present answer's statement did; known behind its last row. */
    CommandTag tag();

    /** Whether all that is to come has been received, so that the connection is free for something else. */
    boolean isReceived();

    /**
     * Takes in what is still to come, so that the connection becomes free. Rows of a suspended portal stay on the server.
     *
     * @param maxBytes how much may be held; what is beyond is left where it is
     * @return whether all has been received
     */
    boolean receive(long maxBytes);

    /** How many statements have been answered without an error, of those whose answers were received. */
    int answered();

    /** What the flight failed in, as far as it is known; null while it is going well. */
    @Nullable
    PgException failure();

    /** The server's notices on this flight since the last call, at most {@value #MAX_NOTICES}; later ones are not kept. */
    List<ErrorFields> notices();

    /** How many notices are held until somebody takes them. */
    int MAX_NOTICES = 1_000;

    /**
     * Runs another flight, whose answers are read here from then on, as those of {@link BlockingConnection#run}. What is left of the present ones is
     * dropped, and they may be closed already. For whoever runs one flight after the other: next to nothing is made anew.
     */
    void again(Flight flight);

    /**
     * Drops what is left. What the server still has to send is discarded, within the drain budget; past it the statement is cancelled. A
     * suspended portal is closed. Idempotent.
     */
    @Override
    void close();
}
