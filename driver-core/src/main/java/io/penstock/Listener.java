package io.penstock;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens to channels on a connection of its own, which is made when the first channel is added and made again when it is lost. Thread-safe.
 *
 * <p>Events wait in a buffer that is bounded in count and bytes; what happens over it {@link ListenerOptions} says. Reading never waits for the
 * consumer. There is one consumer: a subscriber, an action, or a thread that polls. None of them is called on an event loop.
 *
 * <p>The publisher is unicast. It completes when the listener is closed, after what was buffered; it fails when the connection cannot be made
 * again as often as the options say.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-listen.html">LISTEN</a>
 */
public interface Listener extends Flow.Publisher<ListenEvent> {

    /**
     * Adds a channel, whose name is quoted, and so taken as written. There are at most 1,024, and as many calls may wait for one of them.
     *
     * @return completes when the server listens: what is notified later is not missed. Fails if there is no first connection, if the server
     *     refuses, or over a bound (53400, {@code NOT_SENT}); while a lost connection is being made again it waits for that
     */
    CompletionStage<@Nullable Void> listen(String channel);

    /** Gives a channel up; completes when the server does not listen to it any more. */
    CompletionStage<@Nullable Void> unlisten(String channel);

    /** The channels that were added and not given up; a snapshot. */
    Set<String> channels();

    /**
     * Calls the action for each event, one after the other, off the event loop; it may block. The stage completes when the listener is closed,
     * and fails with what has ended the listener, or what the action threw.
     *
     * @throws IllegalStateException if there is a consumer already
     */
    CompletionStage<@Nullable Void> forEach(Consumer<? super ListenEvent> action);

    /**
     * Waits for the next event; blocks.
     *
     * @return null when there was none in this time
     * @throws io.penstock.error.PgException when the listener has ended and nothing is buffered any more
     * @throws IllegalStateException on an event loop, or if there is a subscriber
     */
    @Nullable
    ListenEvent poll(Duration timeout) throws InterruptedException;

    /** Ends the listener and its connection. Idempotent. */
    CompletionStage<@Nullable Void> close();
}
