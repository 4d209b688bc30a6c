package io.penstock;

import java.nio.ByteBuffer;

/**
 * The bytes of a {@code COPY … TO STDOUT}, read by the calling thread.
 *
 * <pre>{@code
 * try (var copy = connection.copyOut("copy person to stdout")) {
 *     while (copy.next()) {
 *         channel.write(copy.bytes());
 *     }
 * }
 * }</pre>
 *
 * <p>Belongs to one thread at a time. In memory are the bytes of one read of the socket, and one row that is larger. TCP slows the
 * server to the caller's pace. The connection belongs to the copy until it has ended.
 */
public interface BlockingCopyOut extends AutoCloseable {

    /** Moves to the next piece; blocks until it is there. False at the end, when the statement has ended on the server. */
    boolean next();

    /**
     * The current piece, as the server has cut it: a row where the format is text or CSV. Read-only; the caller may keep it, and keeps in memory what came in
     * the same read of the socket, 64 KiB at the most or one piece that is larger.
     *
     * @throws IllegalStateException before the first {@code next} and after the last
     */
    ByteBuffer bytes();

    /** What the statement did; known after the last piece. */
    CommandTag tag();

    /**
     * Ends the copy. What the server still has to send is discarded, within the drain budget; past it the statement is cancelled, and
     * if that does not end it, the connection is closed. Idempotent.
     */
    @Override
    void close();
}
