package io.penstock.internal.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.penstock.config.HostAddress;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Opens a channel to one address and agrees on TLS, up to the point where the first message may be sent.
 *
 * <p>The outcome is told once, on the channel's loop. After a failure the channel is closed.
 */
final class LoopDialler {

    /** Bytes queued for the socket above which producers of bulk data wait, and below which they go on. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 128 * 1024);

    /** A channel that is ready for the first message. */
    record OpenedChannel(Channel channel, Secured secured) implements Links.Opened {}

    private LoopDialler() {}

    /** Dials from the loop; returns at once, with what closes the channel. */
    static Runnable dial(EventLoops loops, EventLoop loop, Dial dial, Links.Outcome outcome) {
        var sockets = loops.sockets();
        var opening = new ChannelOpening(dial, outcome, loops.openSockets());
        ChannelFuture connecting;
        try {
            connecting = bootstrap(sockets, loop, dial, opening).connect(target(sockets, dial));
        } catch (PgException e) {
            outcome.failed(e);
            return () -> {};
        }
        var channel = connecting.channel();
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                deadline(channel, dial, opening);
            } else {
                outcome.failed(refused(dial, done.cause()));
            }
        });
        return channel::close;
    }

    private static Bootstrap bootstrap(Sockets sockets, EventLoop loop, Dial dial, ChannelOpening opening) {
        var bootstrap = new Bootstrap()
                .group(loop)
                .channel(sockets.channelFor(dial.host()))
                .handler(opening)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millisLeft(dial))
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                // A write that fails does not throw away what the server had sent before; see LoopLink.
                .option(ChannelOption.AUTO_CLOSE, false);
        if (dial.host() instanceof HostAddress.Tcp) {
            sockets.tcpOptions(dial.tcp()).forEach((option, value) -> set(bootstrap, option, value));
        }
        return bootstrap;
    }

    @SuppressWarnings("unchecked") // the map pairs each option with a value of its type
    private static <T> void set(Bootstrap bootstrap, ChannelOption<T> option, Object value) {
        bootstrap.option(option, (T) value);
    }

    private static SocketAddress target(Sockets sockets, Dial dial) {
        var host = dial.host();
        if (host instanceof HostAddress.UnixSocket unix) {
            return sockets.unixAddress(unix);
        }
        return new InetSocketAddress(dial.address(), host.port());
    }

    private static void deadline(Channel channel, Dial dial, ChannelOpening opening) {
        if (!channel.isActive() || opening.ended()) {
            return;
        }
        opening.onEnd(PatientTimer.schedule(
                channel.eventLoop(), () -> 0, opening::expire, dial.deadline().remaining()));
    }

    private static int millisLeft(Dial dial) {
        var millis = TimeUnit.NANOSECONDS.toMillis(dial.deadline().remainingNanos());
        return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
    }

    private static PgException refused(Dial dial, Throwable cause) {
        return cause instanceof PgException e
                ? e
                : new PgConnectException(
                        "cannot connect to " + where(dial) + ": " + cause.getMessage(),
                        SqlState.SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION,
                        cause);
    }

    static String where(Dial dial) {
        return dial.address() == null
                ? dial.host().toString()
                : dial.host() + " (" + dial.address().getHostAddress() + ")";
    }
}
