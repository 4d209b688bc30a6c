package io.penstock;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A handler's hold on a channel that it listens to. */
public interface Listening {

    /** The channel's name. */
    String channel();

    /** Stops it; the server is told when no handler is left on the channel. Idempotent. */
    CompletionStage<@Nullable Void> stop();
}
