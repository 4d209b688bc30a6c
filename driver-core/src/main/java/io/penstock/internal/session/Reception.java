package io.penstock.internal.session;

import io.penstock.error.PgException;
import io.penstock.internal.exchange.ExchangeQueue;
import io.penstock.internal.flow.BatchQueue;
import io.penstock.internal.flow.ByteBudget;
import io.penstock.internal.flow.ByteWindow;
import io.penstock.internal.observe.FlightEvents;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has received and its consumers have not taken yet. When it is too much, reading stops, and TCP slows the
 * server; when it is little again, or the consumer that reading was stopped for has taken all of its part, reading goes on.
 *
 * <p><b>Whom it stops.</b> Reading stops on behalf of the result that the server is sending. That has outgrown what may be pipelined, so
 * it takes the connection for itself: nothing new is written behind it. What was written before waits, though not for ever: see
 * {@link HeadOfLine}.
 *
 * <p><b>Bound.</b> The window's high mark, what one read of the socket brings, and one row. A stream that was pipelined behind others
 * which nobody consumes adds one read and one row; over the high mark no further one is sent. When the server has closed, Netty reads
 * what the operating system still has in spite of the stop. That is kept while the client is within its budget; over it, all but
 * {@value #MAX_OVER_READ_BYTES} bytes is dropped, and the result is lost with the connection.
 *
 * <p>Confined to the connection's owner, but for {@link #consumed()}. A stop is published before the consumer's progress is looked at
 * once more, and a consumer makes its progress before it looks for a stop: one of the two sees the other.
 */
final class Reception {

    /** More than one read of the socket (64 KiB) and the rest of a TLS record can bring. */
    static final int MAX_OVER_READ_BYTES = 128 * 1024;

    /** Who takes a result at its consumer's pace. */
    interface Receiver {

        /** What its consumer has not taken yet. */
        long heldBytes();

        /** Owner: ends it with this error, and has the rest of its result drained. */
        void giveUp(PgException why);
    }

    private final ConnectionCore core;
    private final ExchangeQueue exchanges;
    private final ByteBudget budget;
    private final ByteWindow window;
    private final HeadOfLine headOfLine;
    private final Liveness liveness;
    private final Runnable proceed = this::proceed;

    private @Nullable Receiver stoppedFor;
    private long overRead;
    private long stoppedAt;

    /** Written by the owner, read by consumers. */
    private volatile boolean stopped;

    /** As {@link #stopped}: something waits to be sent until there is room. */
    private volatile boolean awaited;

    Reception(ConnectionCore core, ExchangeQueue exchanges, ByteBudget budget) {
        var marks = core.options().limits().window();
        this.core = core;
        this.exchanges = exchanges;
        this.budget = budget;
        this.window = new ByteWindow(marks.lowBytes(), marks.highBytes(), budget);
        this.headOfLine = new HeadOfLine(core, exchanges);
        this.liveness = new Liveness(core, exchanges);
    }

    /** The way to one consumer. */
    <T extends BatchQueue.Batch> BatchQueue<T> newQueue() {
        return new BatchQueue<>(window);
    }

    /** Whether reading has stopped, so that the server cannot be heard. */
    boolean isStopped() {
        return stopped;
    }

    /** Bytes received and not consumed; a gauge. */
    long heldBytes() {
        return window.heldBytes();
    }

    /** Owner: whether a new stream may be sent. Where it may not, the link is flushed again as soon as there is room. */
    boolean hasRoom() {
        if (!window.isOver()) {
            return true;
        }
        awaited = true;
        return !window.isOver();
    }

    /** Owner: whether what has arrived is to be kept, rather than dropped since it comes in spite of a stop. */
    boolean keeps(int bytes) {
        if (!stopped || !budget.exceeded()) {
            return true;
        }
        overRead += bytes;
        return overRead <= MAX_OVER_READ_BYTES;
    }

    /** Owner: too much has arrived for this receiver's consumer. */
    void stopFor(Receiver receiver) {
        if (stopped) {
            return;
        }
        stoppedFor = receiver;
        overRead = 0;
        stopped = true;
        stoppedAt = System.nanoTime();
        core.link().pauseReading();
        exchanges.headOutgrows();
        headOfLine.stopped(receiver);
        liveness.stopped();
        proceed();
    }

    /** Any thread: a consumer has made room. */
    void consumed() {
        if (stopped || awaited) {
            core.link().execute(proceed);
        }
    }

    /** Owner: nothing more arrives for this receiver, or it wants no more. */
    void leave(Receiver receiver) {
        if (stoppedFor == receiver) {
            goOn();
        }
        proceed();
    }

    private void proceed() {
        var receiver = stoppedFor;
        if (receiver != null && (!window.isOver() || receiver.heldBytes() == 0)) {
            goOn();
        }
        if (awaited && !window.isOver()) {
            awaited = false;
            core.link().flush();
        }
    }

    private void goOn() {
        stoppedFor = null;
        stopped = false;
        tellPause(System.nanoTime() - stoppedAt);
        headOfLine.wentOn();
        liveness.wentOn();
        core.link().resumeReading();
    }

    private void tellPause(long nanos) {
        core.runtime().meters().recorder().readingPaused(nanos);
        FlightEvents.readingPaused(core.server().address(), core.server().database(), nanos);
    }
}
