package io.penstock;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The sending end of a {@code COPY … FROM STDIN}. One writer at a time. It must be ended by {@link #finish()} or {@link
 * #fail}: until then the connection belongs to it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY">COPY operations</a>
 */
public interface CopyIn {

    /**
     * Sends bytes; they need not end at a row's boundary. The buffer is read before the call returns.
     *
     * @return completes when there is room for more, which is how a slow server slows its producer; fails when the server
     *     has refused the copy. A caller that does not wait for it is refused once more than the connection's request bytes
     *     are queued.
     */
    CompletionStage<@Nullable Void> write(ByteBuffer bytes);

    /** Ends the data. The stage completes with the tag, which counts the rows. */
    CompletionStage<CommandTag> finish();

    /** Gives up; nothing is copied, and the connection stays usable. The reason appears in the server's log. */
    CompletionStage<@Nullable Void> fail(String reason);
}
