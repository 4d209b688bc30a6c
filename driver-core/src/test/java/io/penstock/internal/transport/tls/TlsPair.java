package io.penstock.internal.transport.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ImmediateExecutor;
import org.jspecify.annotations.Nullable;

/** A client and a server with a wire between them, in memory, on the test's thread. */
final class TlsPair implements AutoCloseable {
    final SslHandler client;
    final SslHandler server;
    private final EmbeddedChannel clientEnd;
    private final EmbeddedChannel serverEnd;

    private TlsPair(SslHandler client, SslHandler server) {
        this.client = client;
        this.server = server;
        this.serverEnd = new EmbeddedChannel(server, new Swallow());
        this.clientEnd = new EmbeddedChannel(client, new Swallow());
    }

    /** Both sides, after as many flights as they had to say. */
    static TlsPair handshake(TlsContext context, String host, SslHandler server) {
        var pair = new TlsPair(client(context, host), server);
        pair.exchange();
        return pair;
    }

    static SslHandler client(TlsContext context, String host) {
        return context.newHandler(UnpooledByteBufAllocator.DEFAULT, host, 5432, ImmediateExecutor.INSTANCE);
    }

    /** Null if the client is content. */
    @Nullable
    Throwable clientFailure() {
        return client.handshakeFuture().isDone() ? client.handshakeFuture().cause() : new AssertionError("stalled");
    }

    /** Null if the server is content. */
    @Nullable
    Throwable serverFailure() {
        return server.handshakeFuture().isDone() ? server.handshakeFuture().cause() : new AssertionError("stalled");
    }

    private void exchange() {
        boolean moved = true;
        while (moved) {
            moved = move(clientEnd, serverEnd);
            moved |= move(serverEnd, clientEnd);
        }
    }

    private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
        from.runPendingTasks();
        boolean moved = false;
        for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
            moved = true;
            if (to.isOpen()) {
                to.writeInbound(bytes);
            } else {
                bytes.release();
            }
        }
        return moved;
    }

    @Override
    public void close() {
        clientEnd.finishAndReleaseAll();
        serverEnd.finishAndReleaseAll();
    }

    /** The handshake future has the failure already. */
    private static final class Swallow extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
    }
}
