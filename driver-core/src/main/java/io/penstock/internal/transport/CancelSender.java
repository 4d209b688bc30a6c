package io.penstock.internal.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.penstock.error.PgException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.wire.FrontendEncoder;
import java.util.concurrent.TimeUnit;

/**
 * Delivers a cancel request: a connection of its own, to the same address and under the same TLS policy, on which one message is
 * sent. The server answers nothing and closes; that it has closed means that the signal has been sent.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS">Canceling
 *     Requests in Progress</a>
 */
public final class CancelSender {

    /** Told once, on the loop. */
    public interface Outcome {

        /** The server has taken the request and closed the connection. */
        void delivered();

        void failed(PgException error);
    }

    private CancelSender() {}

    /** Sends the request; the dial's deadline covers all of it. */
    public static void send(LoopLinks links, Dial dial, int processId, byte[] secretKey, Outcome outcome) {
        links.dial(dial, new Links.Outcome() {
            @Override
            public void opened(Links.Opened opened) {
                request(LoopLinks.channel(opened), dial, processId, secretKey, outcome);
            }

            @Override
            public void failed(PgException error) {
                var fallback = dial.negotiation().next(error);
                if (fallback == null) {
                    outcome.failed(error);
                } else {
                    send(links, dial.with(fallback, dial.deadline()), processId, secretKey, outcome);
                }
            }
        });
    }

    private static void request(Channel channel, Dial dial, int processId, byte[] secretKey, Outcome outcome) {
        channel.pipeline().addLast("cancel", new AwaitClose(dial, outcome));
        var request = channel.alloc().buffer(16 + secretKey.length);
        FrontendEncoder.cancelRequest(request, processId, secretKey);
        channel.writeAndFlush(request);
    }

    /** Waits for the server's end. Confined to the channel's loop. */
    private static final class AwaitClose extends ChannelInboundHandlerAdapter {

        private final Dial dial;
        private final Outcome outcome;
        private boolean told;

        AwaitClose(Dial dial, Outcome outcome) {
            this.dial = dial;
            this.outcome = outcome;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            var timer = context.channel()
                    .eventLoop()
                    .schedule(() -> expire(context), dial.deadline().remainingNanos(), TimeUnit.NANOSECONDS);
            context.channel().closeFuture().addListener(closed -> timer.cancel(false));
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (!told) {
                told = true;
                outcome.delivered();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        private void expire(ChannelHandlerContext context) {
            if (!told) {
                told = true;
                outcome.failed(new PgTimeoutException(
                        "the cancel request was not answered in time",
                        SqlState.CONNECTION_FAILURE,
                        io.penstock.error.Outcome.UNKNOWN));
            }
            context.close();
        }
    }
}
