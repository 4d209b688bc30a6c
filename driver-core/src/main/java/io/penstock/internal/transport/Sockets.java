package io.penstock.internal.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.penstock.config.HostAddress;
import io.penstock.config.TcpOptions;
import io.penstock.config.Transport;
import io.penstock.error.PgConfigException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Map;

/**
 * One kind of sockets: the channels, the loops' I/O, the options that it knows. NIO is always there; the native ones where
 * their optional modules are present and their library loads.
 */
interface Sockets {

    /** What drives the loops. */
    IoHandlerFactory ioHandlers();

    /** The channel for an address of this kind. */
    Class<? extends Channel> channelFor(HostAddress address);

    /** The address of a Unix socket. */
    SocketAddress unixAddress(HostAddress.UnixSocket address);

    /** The options for TCP: keep-alive and user timeout as far as the kind knows them. */
    Map<ChannelOption<?>, Object> tcpOptions(TcpOptions options);

    /** The kind that was asked for; {@code AUTO} is epoll where it is available. */
    static Sockets of(Transport transport) {
        return switch (transport) {
            case AUTO -> NativeSockets.epollAvailable() ? NativeSockets.epoll() : new Nio();
            case NIO -> new Nio();
            case EPOLL -> {
                if (!NativeSockets.epollAvailable()) {
                    throw new PgConfigException("transport epoll is not available: netty-transport-native-epoll is"
                            + " not on the class path, or does not load on this system");
                }
                yield NativeSockets.epoll();
            }
            case IO_URING -> {
                if (!NativeSockets.ioUringAvailable()) {
                    throw new PgConfigException("transport io_uring is not available: netty-transport-native-io_uring"
                            + " is not on the class path, does not load, or is not allowed on this system");
                }
                yield NativeSockets.ioUring();
            }
        };
    }

    /** The JDK's. */
    final class Nio implements Sockets {

        @Override
        public IoHandlerFactory ioHandlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        public Class<? extends Channel> channelFor(HostAddress address) {
            return address instanceof HostAddress.UnixSocket ? NioDomainSocketChannel.class : NioSocketChannel.class;
        }

        @Override
        public SocketAddress unixAddress(HostAddress.UnixSocket address) {
            if (address.isAbstract()) {
                throw new PgConfigException("abstract Unix sockets need transport epoll or io_uring: " + address);
            }
            return UnixDomainSocketAddress.of(address.file());
        }

        @Override
        public Map<ChannelOption<?>, Object> tcpOptions(TcpOptions options) {
            return Map.of(
                    ChannelOption.TCP_NODELAY,
                    true,
                    ChannelOption.SO_KEEPALIVE,
                    options.keepAlive() == TcpOptions.KeepAlive.ON);
        }
    }
}
