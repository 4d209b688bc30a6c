package io.penstock;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * The bytes of a {@code COPY … TO STDOUT}, in bounded memory. Lazy and unicast, like a {@link RowStream}, and with the same
 * window: it can be consumed once, by {@link #forEach}, or by a subscriber, whose first demand sends it.
 *
 * <p>A subscriber gets the chunks one at a time, off the event loop; each is his to keep, and its boundaries mean nothing. Its cancel ends the copy as
 * {@link #cancel} does.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY">COPY operations</a>
 */
public interface CopyOut extends Flow.Publisher<ByteBuffer> {

    /**
     * Calls the action for each chunk of bytes, in order, one at a time, off the event loop; it may block. The buffer is valid until the
     * action returns, and its boundaries mean nothing.
     *
     * @return completes with the tag after the last chunk; fails with what the server or the action threw
     */
    CompletionStage<CommandTag> forEach(Consumer<? super ByteBuffer> action);

    /** Ends the copy early; what the server still sends is discarded, within the drain budget. Idempotent. */
    void cancel();

    /** Bytes received and not yet consumed. */
    long bufferedBytes();
}
