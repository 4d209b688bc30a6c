package io.penstock.internal.transport;

import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * The channels of a client's loops that are open, so that its end is theirs. A loop that is shut down may end without having looked at
 * the channels that it has; they would stay open, and the sessions behind them too.
 *
 * <p>Any thread. Bound: the connections of the client.
 */
final class OpenChannels {

    private final Set<Channel> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** The channel's loop: one more. It is closed at once where the others have been. */
    void add(Channel channel) {
        open.add(channel);
        channel.closeFuture().addListener(done -> open.remove(channel));
        if (closed) {
            closeNow(channel);
        }
    }

    /** Has each closed by its loop, without a word to the peer. Before the loops are told to end. */
    void close() {
        closed = true;
        for (var channel : open) {
            try {
                channel.eventLoop().execute(() -> closeNow(channel));
            } catch (RejectedExecutionException ended) {
                assert !channel.isOpen() : "a loop has ended before its channel";
            }
        }
    }

    private static void closeNow(Channel channel) {
        channel.unsafe().close(channel.newPromise());
    }
}
