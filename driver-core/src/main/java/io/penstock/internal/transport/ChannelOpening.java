package io.penstock.internal.transport;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.penstock.config.HostAddress;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import io.penstock.internal.transport.tls.PeerCertificate;
import io.penstock.internal.transport.tls.TlsFailure;
import io.penstock.internal.wire.FrontendEncoder;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of a channel: agrees on TLS as its negotiation says, then makes room for the connection's own.
 *
 * <p>Confined to the channel's loop. Tells its outcome once.
 */
final class ChannelOpening extends ChannelInboundHandlerAdapter {

    private final Dial dial;
    private final Links.Outcome outcome;
    private final OpenSockets openSockets;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Runnable onEnd;
    private boolean ended;
    private boolean handshaking;

    ChannelOpening(Dial dial, Links.Outcome outcome, OpenSockets openSockets) {
        this.dial = dial;
        this.outcome = outcome;
        this.openSockets = openSockets;
    }

    /** Whether the outcome was told. */
    boolean ended() {
        return ended;
    }

    /** Something to run when the outcome is told. */
    void onEnd(Runnable action) {
        onEnd = action;
    }

    /** The connect budget is used up. */
    void expire() {
        fail(new PgConnectException(
                "connecting to " + LoopDialler.where(dial) + " took longer than the connect timeout allows, "
                        + (handshaking ? "during the TLS handshake" : "waiting for the answer to an SSLRequest"),
                SqlState.SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION,
                (Throwable) null));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext newContext) {
        context = newContext;
        openSockets.add(newContext.channel());
    }

    @Override
    public void channelActive(ChannelHandlerContext newContext) {
        guarded(() -> {
            switch (dial.negotiation().opening()) {
                case STARTUP -> succeed(plain());
                case SSL_REQUEST -> requestTls();
                case CLIENT_HELLO -> handshake();
            }
        });
    }

    private Secured plain() {
        return dial.host() instanceof HostAddress.UnixSocket ? Secured.LOCAL : Secured.PLAIN;
    }

    private void requestTls() {
        var request = context().alloc().buffer(8);
        FrontendEncoder.sslRequest(request);
        context().writeAndFlush(request);
    }

    @Override
    public void channelRead(ChannelHandlerContext newContext, Object message) {
        var bytes = (ByteBuf) message;
        try {
            if (!ended && bytes.isReadable()) {
                guarded(() -> onAnswer(bytes));
            }
        } finally {
            bytes.release();
        }
    }

    private void onAnswer(ByteBuf bytes) {
        var answer = bytes.readByte();
        switch (dial.negotiation().onAnswer(answer, bytes.readableBytes())) {
            case HANDSHAKE -> handshake();
            case PLAIN -> succeed(plain());
        }
    }

    private void handshake() {
        var tls = requireNonNull(dial.tls(), "BUG: TLS without a context");
        handshaking = true;
        var handler = tls.newHandler(
                context().alloc(), dial.host().host(), dial.host().port(), dial.tlsTasks());
        handler.handshakeFuture().addListener(done -> {
            if (ended) {
                return; // its time was up, and the handshake came through all the same
            }
            if (done.isSuccess()) {
                guarded(() -> onHandshake(handler));
            } else {
                fail(TlsFailure.of(done.cause()));
            }
        });
        context().pipeline().addFirst("tls", handler);
    }

    private void onHandshake(SslHandler handler) {
        dial.negotiation().onHandshake(handler.applicationProtocol());
        var session = handler.engine().getSession();
        var tls = requireNonNull(dial.tls());
        succeed(new Secured(tls.security(), PeerCertificate.of(session).binding(), session.getProtocol()));
    }

    @Override
    public void channelInactive(ChannelHandlerContext newContext) {
        fail(new PgClosedException(
                "the server closed the connection before the session began",
                SqlState.CONNECTION_FAILURE,
                Outcome.NOT_SENT,
                null));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext newContext, Throwable cause) {
        if (!handshaking) {
            fail(new PgClosedException(
                    "the connection broke before the session began: " + cause.getMessage(),
                    SqlState.CONNECTION_FAILURE,
                    Outcome.NOT_SENT,
                    cause));
        }
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (PgException e) {
            fail(e);
        }
    }

    private void succeed(Secured secured) {
        if (end()) {
            outcome.opened(new LoopDialler.OpenedChannel(context().channel(), secured));
            context().pipeline().remove(this);
        }
    }

    private void fail(PgException error) {
        if (end()) {
            context().close();
            outcome.failed(error);
        }
    }

    private boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        if (onEnd != null) {
            onEnd.run();
        }
        return true;
    }

    private ChannelHandlerContext context() {
        return requireNonNull(context, "BUG: no channel");
    }
}
