package io.penstock.internal.transport;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.ImmediateExecutor;
import io.penstock.config.HostAddress;
import io.penstock.config.TcpOptions;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgConfigException;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.transport.tls.PeerCertificate;
import io.penstock.internal.transport.tls.TlsFailure;
import io.penstock.internal.wire.FrontendEncoder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * Opens a blocking socket to one address and agrees on TLS, in the calling thread.
 *
 * <p>The socket stays in blocking mode from the start: a connect with a timeout of its own would leave it in non-blocking mode, and cost
 * two more system calls for every statement. The deadline is kept by a timer that closes the socket.
 */
final class CallerDialler {

    private final Dial dial;
    private final ByteBufAllocator allocator;
    private final SocketChannel channel;
    private boolean connected;

    private CallerDialler(Dial dial, ByteBufAllocator allocator, SocketChannel channel) {
        this.dial = dial;
        this.allocator = allocator;
        this.channel = channel;
    }

    /**
     * Dials; blocks.
     *
     * @throws PgException if there is no connection, or none that is protected as it must be
     */
    static CallerSocket dial(EventLoops timers, ByteBufAllocator allocator, Dial dial) {
        SocketChannel channel;
        try {
            channel = dial.host() instanceof HostAddress.UnixSocket
                    ? SocketChannel.open(StandardProtocolFamily.UNIX)
                    : SocketChannel.open();
        } catch (IOException | UnsupportedOperationException e) {
            throw refused(dial, e);
        }
        Runnable close = () -> closeQuietly(channel);
        var entry = timers.openSockets().add(close);
        var stop = timers.schedule(close, dial.deadline().remaining());
        var dialler = new CallerDialler(dial, allocator, channel);
        var done = false;
        try {
            var socket = dialler.open();
            done = true;
            return socket;
        } catch (IOException e) {
            throw dialler.failed(e);
        } finally {
            stop.run();
            entry.forget();
            if (!done) {
                closeQuietly(channel);
            }
        }
    }

    private CallerSocket open() throws IOException {
        if (dial.host() instanceof HostAddress.UnixSocket unix) {
            if (unix.isAbstract()) {
                throw new PgConfigException(
                        "abstract Unix sockets need an event loop with a native transport: " + unix);
            }
            channel.connect(UnixDomainSocketAddress.of(unix.file()));
        } else {
            configure(dial.tcp());
            channel.connect(new InetSocketAddress(dial.address(), dial.host().port()));
        }
        connected = true;
        return switch (dial.negotiation().opening()) {
            case STARTUP -> plain();
            case SSL_REQUEST -> requestTls();
            case CLIENT_HELLO -> handshake();
        };
    }

    private void configure(TcpOptions tcp) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var keepAlive = tcp.keepAlive() == TcpOptions.KeepAlive.ON;
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, keepAlive);
        if (keepAlive) {
            setIfKnown(ExtendedSocketOptions.TCP_KEEPIDLE, (int)
                    tcp.keepAliveIdle().toSeconds());
            setIfKnown(ExtendedSocketOptions.TCP_KEEPINTERVAL, (int)
                    tcp.keepAliveInterval().toSeconds());
            setIfKnown(ExtendedSocketOptions.TCP_KEEPCOUNT, tcp.keepAliveCount());
        }
    }

    private <T> void setIfKnown(SocketOption<T> option, T value) throws IOException {
        if (channel.supportedOptions().contains(option)) {
            channel.setOption(option, value);
        }
    }

    private CallerSocket plain() {
        var secured = dial.host() instanceof HostAddress.UnixSocket ? Secured.LOCAL : Secured.PLAIN;
        return new CallerSocket(channel, allocator, null, secured, StreamPace.Clock.OF_THREAD);
    }

    private CallerSocket requestTls() throws IOException {
        var request = allocator.buffer(8);
        try {
            FrontendEncoder.sslRequest(request);
            var view = request.nioBuffer();
            while (view.hasRemaining()) {
                channel.write(view);
            }
        } finally {
            request.release();
        }
        // More than the one byte that is due would show that somebody speaks out of turn.
        var answer = ByteBuffer.allocate(64);
        if (channel.read(answer) < 0) {
            throw closedEarly();
        }
        return switch (dial.negotiation().onAnswer(answer.get(0), answer.position() - 1)) {
            case HANDSHAKE -> handshake();
            case PLAIN -> plain();
        };
    }

    private CallerSocket handshake() throws IOException {
        var context = requireNonNull(dial.tls(), "BUG: TLS without a context");
        var tls = new CallerTls(
                context.newHandler(allocator, dial.host().host(), dial.host().port(), ImmediateExecutor.INSTANCE));
        var raw = new CallerSocket(channel, allocator, tls, Secured.PLAIN, StreamPace.Clock.OF_THREAD);
        var done = false;
        try {
            shakeHands(raw, tls);
            dial.negotiation().onHandshake(tls.handler().applicationProtocol());
            var session = tls.handler().engine().getSession();
            var secured =
                    new Secured(context.security(), PeerCertificate.of(session).binding(), session.getProtocol());
            done = true;
            return raw.with(secured);
        } finally {
            if (!done) {
                raw.release();
            }
        }
    }

    private void shakeHands(CallerSocket raw, CallerTls tls) throws IOException {
        try {
            exchangeHands(raw, tls);
        } catch (AsynchronousCloseException e) {
            throw e; // from this side
        } catch (IOException e) {
            throw TlsFailure.of(e);
        }
        if (!tls.handler().handshakeFuture().isSuccess()) {
            throw TlsFailure.of(tls.handler().handshakeFuture().cause());
        }
        raw.flush();
    }

    private static void exchangeHands(CallerSocket raw, CallerTls tls) throws IOException {
        raw.flush();
        while (!tls.handshakeDone()) {
            boolean more;
            try {
                more = raw.read(bytes -> {});
            } catch (IOException e) {
                if (tls.handshakeDone()) {
                    return; // and has failed
                }
                throw e;
            }
            if (!more && !tls.handshakeDone()) {
                throw new ClosedChannelException();
            }
        }
    }

    /** A connection that was there and is no more is told from one that could not be made. */
    private PgException failed(IOException cause) {
        if (!connected || cause instanceof AsynchronousCloseException) {
            return refused(dial, cause);
        }
        return new PgClosedException(
                "the connection broke before the session began: " + cause.getMessage(),
                SqlState.CONNECTION_FAILURE,
                Outcome.NOT_SENT,
                cause);
    }

    private static PgException closedEarly() {
        return new PgClosedException(
                "the server closed the connection before the session began",
                SqlState.CONNECTION_FAILURE,
                Outcome.NOT_SENT,
                null);
    }

    private static PgException refused(Dial dial, Exception cause) {
        if (cause instanceof ClosedByInterruptException) {
            return new PgRejectedException(
                    "the thread was interrupted while it connected to " + LoopDialler.where(dial),
                    SqlState.QUERY_CANCELED,
                    Outcome.NOT_SENT);
        }
        var text = dial.deadline().expired()
                ? "connecting to " + LoopDialler.where(dial) + " took longer than the connect timeout allows"
                : "cannot connect to " + LoopDialler.where(dial) + ": " + cause.getMessage();
        return new PgConnectException(text, SqlState.SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION, cause);
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The socket is gone either way, and why it is closed is told by whoever closes it.
            assert !channel.isOpen() : "a channel that failed to close is open";
        }
    }
}
