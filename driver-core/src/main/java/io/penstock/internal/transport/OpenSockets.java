package io.penstock.internal.transport;

import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * The sockets of a client that are open or being opened, so that its end is theirs. A loop that is shut down may end without having
 * looked at the channels that it has; they would stay open, and the sessions behind them too.
 *
 * <p>Any thread. Bound: the connections of the client.
 */
final class OpenSockets {

    private final Set<Entry> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** One socket. */
    final class Entry {

        private final Runnable close;

        private Entry(Runnable close) {
            this.close = close;
        }

        /** It is closed, or in other hands. */
        void forget() {
            open.remove(this);
        }
    }

    /** The channel's loop: one more, until it is closed; without a word to the peer where it is closed from here. */
    void add(Channel channel) {
        var entry = add(() -> {
            try {
                channel.eventLoop().execute(() -> channel.unsafe().close(channel.newPromise()));
            } catch (RejectedExecutionException ended) {
                assert !channel.isOpen() : "a loop has ended before its channel";
            }
        });
        channel.closeFuture().addListener(done -> entry.forget());
    }

    /**
     * One more. It is closed at once where the others have been.
     *
     * @param close ends it; idempotent, for any thread
     */
    Entry add(Runnable close) {
        var entry = new Entry(close);
        open.add(entry);
        if (closed) {
            close.run();
        }
        return entry;
    }

    /** Closes each, and what is added from now on. Before the loops are told to end. */
    void close() {
        closed = true;
        open.forEach(entry -> entry.close.run());
    }
}
