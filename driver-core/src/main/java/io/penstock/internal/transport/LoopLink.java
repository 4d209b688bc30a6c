package io.penstock.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.Interjection;
import io.penstock.internal.exchange.Submissions;
import io.penstock.internal.wire.FrontendEncoder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection that an event loop runs; the last handler of its channel.
 *
 * <p>One turn of the loop takes in all that was submitted meanwhile, encodes it into one buffer and flushes once. What the server
 * sends is decoded where it lies and released before {@code channelRead} returns. After its close a submitted exchange
 * still ends: the queue refuses it.
 */
final class LoopLink extends ChannelInboundHandlerAdapter implements Link {

    /** How long what the server had sent may take to be read after the socket has broken; it is there already. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Channel channel;
    private final EventLoop loop;
    private final Pipeline pipeline;
    private final LinkListener listener;
    private final Submissions submissions = new Submissions();
    private final Runnable turn = this::turn;
    private final Runnable takeIn = this::takeIn;
    private final AnswerPace pace;

    /** Stands in for the loop once that has ended. */
    private final ReentrantLock afterLoop = new ReentrantLock();

    /** Confined to the loop: inside a run of channelRead calls. */
    private boolean inBurst;

    private long bytesRead;

    /** When the run began: the bytes until then, and the exchanges under way. */
    private long bytesBefore;

    private int underWayBefore;

    private boolean terminating;

    /** The socket takes nothing more, and what the server had said before is being read. */
    private @Nullable PgException broken;

    private @Nullable PgException closed;

    LoopLink(Channel channel, Pipeline pipeline, LinkListener listener, Gathering gathering) {
        this.channel = channel;
        this.loop = channel.eventLoop();
        this.pipeline = pipeline;
        this.listener = listener;
        this.pace = new AnswerPace(gathering);
        pipeline.spillTo(this::send);
    }

    // ---- any thread

    /**
     * Where several exchanges are under way the loop is not woken: the server could not begin with one more, and takes it in with its next answer. Their number is looked at
     * behind the push, and the loop takes in what was pushed behind every change of it: so an answer is still to come where it is seen.
     */
    @Override
    public void submit(Exchange exchange) {
        if (submissions.push(exchange) && pipeline.queue().writtenCount() < AnswerPace.DEEP) {
            run(turn);
        }
    }

    @Override
    public int handedOver() {
        return submissions.count();
    }

    /** Behind what was submitted before. */
    @Override
    public void execute(Runnable task) {
        if (!submissions.isEmpty()) {
            run(takeIn);
        }
        run(task);
    }

    @Override
    public void interject(Runnable action) {
        submissions.push(new Interjection(action));
        run(turn);
    }

    /** When the client is closed its loops are gone: what comes late runs by itself, one at a time, and finds everything closed. */
    private void run(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException gone) {
            afterLoop.lock();
            try {
                task.run();
            } finally {
                afterLoop.unlock();
            }
        }
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        try {
            return PatientTimer.schedule(loop, () -> bytesRead, () -> runTimer(task), delay);
        } catch (RejectedExecutionException gone) {
            return () -> {};
        }
    }

    @Override
    public boolean isOwner() {
        return loop.inEventLoop();
    }

    @Override
    public void terminate(Duration patience) {
        execute(() -> terminateOnLoop(patience));
    }

    @Override
    public void close(PgException cause) {
        if (loop.inEventLoop()) {
            closeOnLoop(cause);
        } else {
            execute(() -> closeOnLoop(cause));
        }
    }

    // ---- the loop

    @Override
    public void pauseReading() {
        if (broken == null) {
            channel.config().setAutoRead(false);
        }
    }

    @Override
    public void resumeReading() {
        channel.config().setAutoRead(true);
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    private void turn() {
        takeIn();
        flush();
    }

    private void takeIn() {
        submissions.drain(pipeline::offer);
    }

    private void runTimer(Runnable task) {
        takeIn();
        task.run();
    }

    @Override
    public void flush() {
        ByteBuf bytes;
        try {
            bytes = broken == null ? pipeline.take() : null;
        } catch (PgException e) {
            closeOnLoop(e);
            return;
        }
        if (bytes != null) {
            send(bytes);
            pace.look(underWay());
        }
    }

    private void send(ByteBuf bytes) {
        channel.writeAndFlush(bytes, channel.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!inBurst) {
            inBurst = true;
            bytesBefore = bytesRead;
            underWayBefore = underWay();
            listener.onBurst();
        }
        var bytes = (ByteBuf) message;
        bytesRead += bytes.readableBytes();
        try {
            var violation = pipeline.feed(bytes);
            if (violation != null) {
                closeOnLoop(violation);
            }
        } finally {
            bytes.release();
        }
    }

    /** In this order: what has become unwanted and is at the head now is to be cancelled before more is written behind it. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        var read = inBurst;
        endBurst();
        var answered = underWayBefore - underWay();
        turn();
        if (read) {
            pace.answered(answered, underWay(), (int) (bytesRead - bytesBefore), System.nanoTime());
        }
    }

    private int underWay() {
        return pipeline.queue().inFlightCount();
    }

    private void endBurst() {
        if (inBurst) {
            inBurst = false;
            listener.onBurstEnd();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            listener.onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        var why = broken;
        closeOnLoop(
                why != null
                        ? why
                        : new PgClosedException(
                                terminating ? "the connection was closed" : "the server closed the connection",
                                terminating ? "08003" : "08006",
                                Outcome.UNKNOWN,
                                null));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var failure =
                new PgClosedException("the connection broke: " + cause.getMessage(), "08006", Outcome.UNKNOWN, cause);
        if (cause instanceof IOException && channel.isActive()) {
            readLastWords(failure);
        } else {
            closeOnLoop(failure);
        }
    }

    /** A write has found the socket broken, and Netty sends nothing more; behind TLS nothing else tells of it. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelOutputShutdownEvent) {
            readLastWords(new PgClosedException(
                    "the connection broke: the server takes nothing more", "08006", Outcome.UNKNOWN, null));
        }
    }

    /** The server may have said why it went before our write met the closed door: its socket is read to the end, paused or not. */
    private void readLastWords(PgException failure) {
        if (broken == null) {
            broken = failure;
            resumeReading();
            schedule(() -> closeOnLoop(failure), LAST_WORDS);
        }
    }

    private void terminateOnLoop(Duration patience) {
        if (closed != null || terminating) {
            return;
        }
        terminating = true;
        turn();
        var farewell = channel.alloc().buffer(8);
        FrontendEncoder.terminate(farewell);
        channel.writeAndFlush(farewell).addListener(done -> channel.close());
        schedule(channel::close, patience);
    }

    private void closeOnLoop(PgException cause) {
        if (closed != null) {
            return;
        }
        closed = cause;
        listener.onClosing(cause);
        pipeline.close(cause);
        takeIn();
        pace.look(0);
        channel.close();
        endBurst();
        listener.onClosed(cause);
    }
}
