package io.penstock.internal.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;
import io.penstock.config.HostAddress;
import io.penstock.config.TcpOptions;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Netty's native sockets on Linux. Their modules are optional: nothing of them is touched before {@link #epollAvailable()} or {@link
 * #ioUringAvailable()} has said yes.
 */
final class NativeSockets {

    private NativeSockets() {}

    static boolean epollAvailable() {
        try {
            return Epoll.isAvailable();
        } catch (LinkageError absent) {
            return false;
        }
    }

    static boolean ioUringAvailable() {
        try {
            return IoUring.isAvailable();
        } catch (LinkageError absent) {
            return false;
        }
    }

    static Sockets epoll() {
        return new EpollSockets();
    }

    static Sockets ioUring() {
        return new IoUringSockets();
    }

    private static final class EpollSockets implements Sockets {

        @Override
        public IoHandlerFactory ioHandlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        public Class<? extends Channel> channelFor(HostAddress address) {
            return address instanceof HostAddress.UnixSocket
                    ? EpollDomainSocketChannel.class
                    : EpollSocketChannel.class;
        }

        @Override
        public SocketAddress unixAddress(HostAddress.UnixSocket address) {
            return new DomainSocketAddress(nativePath(address));
        }

        @Override
        public Map<ChannelOption<?>, Object> tcpOptions(TcpOptions options) {
            var keepAlive = options.keepAlive() == TcpOptions.KeepAlive.ON;
            var map = new HashMap<ChannelOption<?>, Object>();
            map.put(ChannelOption.TCP_NODELAY, true);
            map.put(ChannelOption.SO_KEEPALIVE, keepAlive);
            if (keepAlive) {
                map.put(EpollChannelOption.TCP_KEEPIDLE, (int)
                        options.keepAliveIdle().toSeconds());
                map.put(EpollChannelOption.TCP_KEEPINTVL, (int)
                        options.keepAliveInterval().toSeconds());
                map.put(EpollChannelOption.TCP_KEEPCNT, options.keepAliveCount());
            }
            var userTimeout = options.userTimeout();
            if (userTimeout != null) {
                map.put(EpollChannelOption.TCP_USER_TIMEOUT, (int) userTimeout.toMillis());
            }
            return map;
        }
    }

    private static final class IoUringSockets implements Sockets {

        @Override
        public IoHandlerFactory ioHandlers() {
            return IoUringIoHandler.newFactory();
        }

        @Override
        public Class<? extends Channel> channelFor(HostAddress address) {
            return address instanceof HostAddress.UnixSocket
                    ? IoUringDomainSocketChannel.class
                    : IoUringSocketChannel.class;
        }

        @Override
        public SocketAddress unixAddress(HostAddress.UnixSocket address) {
            return new DomainSocketAddress(nativePath(address));
        }

        @Override
        public Map<ChannelOption<?>, Object> tcpOptions(TcpOptions options) {
            var keepAlive = options.keepAlive() == TcpOptions.KeepAlive.ON;
            var map = new HashMap<ChannelOption<?>, Object>();
            map.put(ChannelOption.TCP_NODELAY, true);
            map.put(ChannelOption.SO_KEEPALIVE, keepAlive);
            if (keepAlive) {
                map.put(IoUringChannelOption.TCP_KEEPIDLE, (int)
                        options.keepAliveIdle().toSeconds());
                map.put(IoUringChannelOption.TCP_KEEPINTVL, (int)
                        options.keepAliveInterval().toSeconds());
                map.put(IoUringChannelOption.TCP_KEEPCNT, options.keepAliveCount());
            }
            var userTimeout = options.userTimeout();
            if (userTimeout != null) {
                map.put(IoUringChannelOption.TCP_USER_TIMEOUT, (int) userTimeout.toMillis());
            }
            return map;
        }
    }

    /** Linux writes an abstract name with a leading zero byte where users write an at sign. */
    private static String nativePath(HostAddress.UnixSocket address) {
        return address.isAbstract() ? '\0' + address.path().substring(1) : address.path();
    }
}
