package io.penstock;

import java.nio.ByteBuffer;

/**
 * The sending end of a {@code COPY … FROM STDIN}, fed by the calling thread.
 *
 * <pre>{@code
 * try (var copy = connection.copyIn("copy person from stdin")) {
 *     copy.write(ByteBuffer.wrap(lines));
 *     copy.finish();
 * }
 * }</pre>
 *
 * <p>Belongs to one thread at a time. In memory is one flight, the first of 64 KiB and those behind it of 256; what is on its way lies in the socket's buffer, and a producer that is faster
 * than the server blocks. The connection belongs to the copy until it has ended.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY">COPY operations</a>
 */
public interface BlockingCopyIn extends AutoCloseable {

    /**
     * Sends bytes; they need not end at a row's boundary. The buffer is read before the call returns.
     *
     * @throws io.penstock.error.PgException when the server has refused the copy, at the latest one flight after it has; the copy has ended
     *     then, and the connection is usable
     */
    void write(ByteBuffer bytes);

    /** Ends the data, and blocks until the server has taken it in. The tag counts the rows. */
    CommandTag finish();

    /** Gives up; nothing is copied, and the connection stays usable. The reason appears in the server's log. */
    void fail(String reason);

    /** Ends the copy: one that was not {@link #finish finished} fails. Idempotent. */
    @Override
    void close();
}
